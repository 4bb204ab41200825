"""Somebody at the console tries what is not his: another kecamatan, a second's word, an answer of the upstream."""

import csv
import io
import itertools
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from central.console.matters import MATTERS
from central.console.menu import PAGES
from central.ledger.accounts import account
from central.ledger.proposals import all_proposals, decide
from registry.actions import Kind
from registry.canonical import canonical
from registry.lifecycle import Status
from registry.upstream import SiakStatus
from tests.central.console.making import SIAK, Browser, Console, console
from tests.central.console.story import SECRET, answer, kinds, record, somebody, statuses, vouch

CONSOLE = Path(__file__).parents[2] / "central" / "console"
OURS, THEIRS = "case-0001", "case-0003"
EVERYONE = ("tuti", "budi", "uptd-dayun", "uptd-siak", "adi")
REASON = "alasan yang cukup"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Console]:
    """One case in each of two kecamatan."""
    with console(tmp_path) as place:
        vouch(place)
        record(place, OURS, who=somebody(1, name=SECRET))
        record(place, THEIRS, "SIAK", somebody(3, "SIAK", SECRET))
        yield place


def lock(browser: Browser, station: str = "DAYUN", act: str = "kunci") -> int:
    return browser.post("/kunci", act, station=station, reason=REASON)[0]


def waiting(place: Console) -> str:
    with place.ledger.writing() as book:
        found = all_proposals(book.connection, state="open")
    assert len(found) == 1
    return found[0].id


def feed_kinds(place: Console, station: str = "DAYUN") -> list[tuple[str, bytes]]:
    with place.ledger.writing() as book:
        rows = book.feed_after(station, 0, 99)
    return [(row.kind, row.body) for row in rows if row.kind in ("lock", "unlock")]


# another kecamatan ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["/kasus/case-0003", "/ganda/case-0003", "/blangko/SIAK", "/kunci", "/akun", "/audit"])
def test_a_uptd_does_not_open_what_is_not_its_own(town: Console, path: str) -> None:
    browser = town.signed_in("uptd-dayun")
    assert browser.status(path) == 404
    assert browser.status(path) == browser.status("/kasus/case-9999")  # alike: nothing is told by it
    assert town.lines(account="uptd-dayun", act="ditolak")


@pytest.mark.parametrize("query", [{}, {"kecamatan": SIAK}, {"kecamatan": "' OR 1=1 --"}, {"nomor": "S-"}])
def test_no_filter_leads_out_of_the_own_kecamatan(town: Console, query: dict[str, str]) -> None:
    browser = town.signed_in("uptd-dayun")
    for path in ("/kasus", "/ganda", "/ekspor", "/rekap", "/blangko", "/pengiriman", "/persetujuan", "/"):
        assert "S-2611-0003" not in browser.get(path, **query)
    file = browser.web.get("/console/ekspor/unduh", params=query).text
    assert "S-2611-0003" not in file


def test_the_recap_of_another_kecamatan_is_not_given(town: Console) -> None:
    answer_of = town.signed_in("uptd-dayun").web.get("/console/rekap/unduh", params={"kecamatan": SIAK}).text
    assert "Dayun;1" in answer_of
    assert "\nSiak;" not in answer_of


@pytest.mark.parametrize(
    ("path", "act", "fields"),
    [
        ("/kasus/case-0003", "tampilkan", {"reason": REASON}),
        ("/kasus/case-0001", "tahan", {"reason": REASON}),
        ("/kasus/case-0003", "tahan", {"reason": REASON}),
        ("/kasus/case-0001", "usul-lepas", {"reason": REASON}),
        ("/ganda/case-0003", "tampilkan", {"reason": REASON}),
        ("/blangko", "kuota", {"area": "14.08.06", "amount": "9"}),
        ("/pengumuman", "kirim", {"title": "a", "text": "b"}),
        ("/kunci", "kunci", {"station": "DAYUN", "reason": REASON}),
        ("/pengiriman", "kirim", {"item": "pita", "source": "SIAK", "target": "DAYUN", "sent": "1", "paper": "x"}),
        ("/pengiriman", "kirim", {"item": "pita", "source": "", "target": "DAYUN", "sent": "1", "paper": "x"}),
        ("/akun", "tambah", {"name": "kawan", "full_name": "K", "role": "administrator"}),
    ],
)
def test_a_uptd_does_nothing_beyond_its_own(town: Console, path: str, act: str, fields: dict[str, str]) -> None:
    status, page = town.signed_in("uptd-dayun").post(path, act, **fields)
    assert status == 404
    assert SECRET not in page
    assert town.lines(account="uptd-dayun", act="ubah") == ()
    assert set(statuses(town).values()) == {Status.VERIFIED.value}


def test_an_administrator_reads_no_resident_and_no_case(town: Console) -> None:
    browser = town.signed_in("adi")
    for page in PAGES:
        path = page.path.replace("{case}", OURS).replace("{station}", "DAYUN").replace("{which}", "x")
        text = browser.web.get("/console" + path).text
        assert "D-2611-0001" not in text, path
        assert SECRET not in text, path


# two persons ----------------------------------------------------------------------------------------------------------
def test_a_lock_takes_two_and_reaches_the_signed_feed_once(town: Console) -> None:
    tuti, budi = town.signed_in("tuti"), town.signed_in("budi")
    assert lock(tuti) == 200
    which = waiting(town)
    assert feed_kinds(town) == []
    assert tuti.post("/persetujuan", "setujui", which=which)[0] == 403
    assert feed_kinds(town) == []
    assert budi.post("/persetujuan", "setujui", which=which)[0] == 200
    assert budi.post("/persetujuan", "setujui", which=which)[0] == 409
    said = canonical({"v": 1, "locked": 1, "reason": REASON, "at": town.clock.stamp()})
    assert [(kind, body[:30]) for kind, body in feed_kinds(town)] == [("lock", said[:30])]
    assert feed_kinds(town, "SIAK") == []


def test_the_books_themselves_refuse_the_proposers_own_word(town: Console) -> None:
    lock(town.signed_in("tuti"))
    which = waiting(town)
    with town.ledger.writing() as book:
        assert not decide(book.connection, which, "done", "tuti", town.clock.stamp())
        assert decide(book.connection, which, "done", "budi", town.clock.stamp())
        assert not decide(book.connection, which, "refused", "budi", town.clock.stamp())


def test_about_one_thing_one_proposal_waits(town: Console) -> None:
    assert lock(town.signed_in("tuti")) == 200
    assert lock(town.signed_in("budi")) == 409
    assert waiting(town)


def test_lifting_a_lock_takes_two_as_well(town: Console) -> None:
    tuti, budi = town.signed_in("tuti"), town.signed_in("budi")
    lock(tuti)
    budi.post("/persetujuan", "setujui", which=waiting(town))
    lock(budi, act="buka")
    assert budi.post("/persetujuan", "setujui", which=waiting(town))[0] == 403
    assert tuti.post("/persetujuan", "setujui", which=waiting(town))[0] == 200
    assert [kind for kind, _ in feed_kinds(town)] == ["lock", "unlock"]


@pytest.mark.parametrize("name", ["uptd-dayun", "uptd-siak", "adi"])
def test_only_the_dinas_decides(town: Console, name: str) -> None:
    lock(town.signed_in("tuti"))
    assert town.signed_in(name).post("/persetujuan", "setujui", which=waiting(town))[0] == 404
    assert feed_kinds(town) == []


def test_one_who_was_revoked_after_proposing_still_needs_another(town: Console) -> None:
    tuti = town.signed_in("tuti")
    lock(tuti)
    which = waiting(town)
    town.signed_in("adi").post("/akun", "cabut", name="tuti")
    assert tuti.web.get("/console/persetujuan", follow_redirects=False).status_code == 303
    assert town.signed_in("budi").post("/persetujuan", "setujui", which=which)[0] == 200


def test_a_hold_is_lifted_by_two_and_leads_back_to_the_upstream(town: Console) -> None:
    tuti, budi = town.signed_in("tuti"), town.signed_in("budi")
    assert tuti.post(f"/kasus/{OURS}", "tahan", other="S-2611-0003", reason=REASON)[0] == 200
    assert tuti.post(f"/kasus/{OURS}", "usul-lepas", reason=REASON)[0] == 200
    which = waiting(town)
    assert tuti.post("/persetujuan", "setujui", which=which)[0] == 403
    assert statuses(town)[OURS] == Status.HELD
    assert budi.post("/persetujuan", "setujui", which=which)[0] == 200
    assert statuses(town)[OURS] == Status.RECEIVED
    assert kinds(town, OURS)[-2:] == [Kind.HELD.value, Kind.HOLD_LIFTED.value]


def test_a_refused_proposal_changes_nothing(town: Console) -> None:
    tuti, budi = town.signed_in("tuti"), town.signed_in("budi")
    tuti.post(f"/kasus/{OURS}", "tahan", other="", reason=REASON)
    tuti.post(f"/kasus/{OURS}", "usul-lepas", reason=REASON)
    which = waiting(town)
    assert budi.post("/persetujuan", "tolak", which=which)[0] == 200
    assert budi.post("/persetujuan", "setujui", which=which)[0] == 409
    assert statuses(town)[OURS] == Status.HELD


def test_one_administrator_cannot_make_himself_two_officers(town: Console) -> None:
    admin = town.signed_in("adi")
    given = {"name": "dua", "full_name": "Dua", "role": "dinas", "area": "", "reason": REASON}
    assert admin.post("/akun", "tambah", **given)[0] == 200
    which = waiting(town)
    assert admin.post("/persetujuan", "setujui", which=which)[0] == 403
    with town.ledger.writing() as book:
        assert account(book.connection, "dua") is None
    assert town.signed_in("uptd-dayun").post("/persetujuan", "setujui", which=which)[0] == 404
    assert admin.post("/akun", "siapkan-ulang", name="tuti", reason=REASON)[0] == 200
    assert town.signed_in("tuti").get("/")  # nothing has changed for her


def test_nobody_agrees_to_a_new_passphrase_of_his_own(town: Console) -> None:
    town.signed_in("adi").post("/akun", "siapkan-ulang", name="tuti", reason=REASON)
    assert town.signed_in("tuti").post("/persetujuan", "setujui", which=waiting(town))[0] == 403


# the upstream's word --------------------------------------------------------------------------------------------------
def test_only_a_hold_and_its_end_are_written_by_the_console() -> None:
    """Nothing of the console's own writes an answer of the upstream, a release or a way to one; its end is written by
    the room that found the likeness (central.dedupe)."""
    written: dict[str, set[str]] = {}
    lifts = [source.name for source in sorted(CONSOLE.rglob("*.py")) if "dedupe." in source.read_text("utf-8")]
    for source in sorted(CONSOLE.rglob("*.py")):
        calls = re.findall(r"\b_?write\((?:[^()]|\([^()]*\))*\)", source.read_text("utf-8"))
        found = {kind for call in calls for kind in re.findall(r"Kind\.(\w+)", call)}
        if calls:
            written[source.name] = found
    assert written == {"holds.py": {"HELD"}}
    assert lifts == ["holds.py"]
    assert re.findall(r"dedupe\.(\w+)\(", (CONSOLE / "holds.py").read_text("utf-8")) == ["lift"]


@pytest.mark.parametrize("pair", list(itertools.permutations(EVERYONE, 2)), ids="+".join)
def test_no_pair_of_officers_makes_a_case_print_ready(town: Console, pair: tuple[str, str]) -> None:
    """Each does every deed of every page with words that would please the upstream; then the other decides."""
    one, two = (town.signed_in(name) for name in pair)
    wish = {
        "reason": SiakStatus.PRINT_READY_RECORD.value,
        "status": SiakStatus.PRINT_READY_RECORD.value,
        "variant": SiakStatus.PRINT_READY_RECORD.value,
        "kind": Kind.UPSTREAM_ANSWERED.value,
        "other": "S-2611-0003",
        "reference": "",
        "station": "DAYUN",
        "name": "kawan",
        "full_name": "Kawan",
        "role": "dinas",
    }
    for page in PAGES:
        for act in (*page.deeds, Kind.UPSTREAM_ANSWERED.value, Kind.RELEASED.value):
            one.post(page.path.replace("{case}", OURS), act, **wish)
    with town.ledger.writing() as book:
        found = all_proposals(book.connection, state="open")
    assert found  # the deeds were done and not turned away at the door
    for proposal in found:
        two.post("/persetujuan", "setujui", which=proposal.id, **wish)
    with town.ledger.writing() as book:
        done = [action.header.kind for action, _ in book.case_actions(OURS)]
    assert Kind.UPSTREAM_ANSWERED not in done
    assert Kind.RELEASED not in done


def test_a_held_case_gets_no_answer_until_it_is_let_go(town: Console) -> None:
    town.signed_in("tuti").post(f"/kasus/{OURS}", "tahan", other="", reason=REASON)
    with town.ledger.writing() as book:
        town.now += timedelta(days=30)
        due = [row.id for row in book.due_cases(town.clock.stamp(), 99)]
    assert OURS not in due
    assert THEIRS in due


def test_a_case_that_is_print_ready_is_not_held_and_not_let_go(town: Console) -> None:
    answer(town, OURS, SiakStatus.PRINT_READY_RECORD)
    tuti = town.signed_in("tuti")
    assert tuti.post(f"/kasus/{OURS}", "tahan", other="", reason=REASON)[0] == 409
    assert tuti.post(f"/kasus/{OURS}", "usul-lepas", reason=REASON)[0] == 409
    assert statuses(town)[OURS] == Status.PRINT_READY


def test_the_matters_are_those_looked_at_here() -> None:
    """Whoever adds one asks himself what two officers could do with it."""
    assert set(MATTERS) == {"lepas-tahan", "kunci-cetak", "ekspor-bernama", "akun"}


# lists taken out ------------------------------------------------------------------------------------------------------
def test_a_list_with_names_needs_another_person_and_lasts_a_day(town: Console) -> None:
    tuti, budi = town.signed_in("tuti"), town.signed_in("budi")
    tuti.post("/ekspor", "minta", reason=REASON)
    which = waiting(town)
    path = f"/console/ekspor/bernama/{which}"
    assert tuti.web.get(path).status_code == 403
    assert tuti.post("/persetujuan", "setujui", which=which)[0] == 403
    assert budi.post("/persetujuan", "setujui", which=which)[0] == 200
    assert budi.web.get(path).status_code == 404  # he agreed, he did not ask
    text = tuti.web.get(path).content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[-2] for row in table[1:]] == [SECRET, SECRET]
    nik = str(somebody(1).nik)
    assert nik not in text.replace(" ", "")
    assert [(line.act, line.subject) for line in town.lines(account="tuti", act="unduh")] == [("unduh", which)]
    town.now += timedelta(days=1)
    assert town.signed_in("tuti").web.get(path).status_code == 403


def test_a_uptds_list_stays_its_own_even_when_the_dinas_agrees(town: Console) -> None:
    dayun, budi = town.signed_in("uptd-dayun"), town.signed_in("budi")
    dayun.post("/ekspor", "minta", reason=REASON)
    which = waiting(town)
    budi.post("/persetujuan", "setujui", which=which)
    text = dayun.web.get(f"/console/ekspor/bernama/{which}").text
    assert "D-2611-0001" in text
    assert "S-2611-0003" not in text


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", " =1", "|cmd"])
def test_no_cell_becomes_a_formula(town: Console, name: str) -> None:
    record(town, "case-0009", who=somebody(9, name=name))
    tuti, budi = town.signed_in("tuti"), town.signed_in("budi")
    tuti.post("/ekspor", "minta", reason=REASON)
    which = waiting(town)
    budi.post("/persetujuan", "setujui", which=which)
    path = f"/console/ekspor/bernama/{which}"
    rows = list(csv.reader(io.StringIO(tuti.web.get(path).content.decode("utf-8-sig")), delimiter=";"))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] in "=+-@|" and cell.strip()]
    book = openpyxl.load_workbook(io.BytesIO(tuti.web.get(path, params={"bentuk": "xlsx"}).content))
    found = [cell for row in book.active.iter_rows() for cell in row]
    assert {cell.data_type for cell in found} <= {"s", "n"}
    assert any(str(cell.value).endswith(name.strip()) for cell in found)
