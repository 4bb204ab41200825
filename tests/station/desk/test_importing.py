"""A file of residents: looked at row by row, signed by two, taken in whole; and what is refused, with its words."""

from contextlib import suppress
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.actions import Kind
from registry.case import NotAllowed
from registry.intake import MOST_ROWS, NEEDED, FileRefused, rows_of
from registry.officers import Role
from registry.upstream import SiakStatus
from registry.uuid7 import Uuid7Source
from station.cli import main
from station.desk.import_report import report_text, save_report
from station.desk.importing import ImportRefused, Outcome, carry_out, examine
from station.desk.recording import RecordingDesk
from station.desk.session import Clock, Officer, Session
from station.errand_words import file_words, import_words, row_words
from station.store.cases import CaseFilter
from station.store.errors import DiskFault
from station.store.machine import machine_secret
from station.store.slots import Cost, Slots, Unlocked
from sync.wire import FeedItem, FeedPage
from tests.station.store.making import AT, KEY, key_of, person, signed_grant, store_in

SANDI = "loket-latihan"
BAST = "470/12/BAST/2026"
ROW = {
    "NIK": "1408065203099004", "NO_KK": "1408061203159007", "NAMA_LGKP": "Suhaila  Mardiani", "JENIS_KLMIN": "2",
    "TMPT_LHR": "Siak", "TGL_LHR": "12-03-2009", "GOL_DRH": "4", "AGAMA": "1", "STAT_KWN": "1", "JENIS_PKRJN": "3",
    "PDDK_AKH": "4", "STAT_HBKEL": "4", "NAMA_LGKP_IBU": "Yusnidar", "NAMA_LGKP_AYAH": "Mardianto", "NO_PROP": "14",
    "NO_KAB": "8", "NO_KEC": "6", "NO_KEL": "2001", "ALAMAT": "Jl. Pemda Km 4", "NO_RT": "3", "NO_RW": "002",
}  # fmt: skip


@pytest.fixture
def store(tmp_path):
    store = store_in(tmp_path / "kecamatan")
    yield store
    store.close()


def session(store, handle="dewi", *roles):
    officer = Officer(handle, handle.title(), frozenset(roles or (Role.ADMINISTRATOR,)))
    return Session(officer, "DAYUN", key_of(handle), store, Clock(), Uuid7Source())


def file_of(*rows, delimiter=",", columns=NEEDED):
    lines = [delimiter.join(columns), *(delimiter.join({**ROW, **row}[c] for c in columns) for row in rows)]
    return ("\r\n".join(lines) + "\r\n").encode()


def other(number):
    return {"NIK": f"140806520309{number:04d}", "NAMA_LGKP": f"ORANG {'A' * number}"}


def take_in(store, data, second="rina", bast=BAST):
    plan = examine(data, session(store))
    return carry_out(plan, bast, session(store), session(store, second, Role.OPERATOR))


# taken in -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_row_becomes_a_resident_whom_nobody_recorded_yet(store, delimiter):
    made = take_in(store, file_of({}, delimiter=delimiter))
    who = store.residents.by_nik(ROW["NIK"])
    assert (who.name, who.sex, who.birth_date.isoformat()) == ("SUHAILA MARDIANI", "2", "2009-03-12")
    assert (who.address.village, who.address.rt, who.occupation.key) == ("14.08.06.2001", "003", "2026:3")
    assert who.ktp_status is SiakStatus.UNREGISTERED
    assert (made.added, made.changed, made.refused, made.bast) == (1, 0, 0, BAST)
    assert store.imports.all() == (made,)


def test_the_import_is_signed_by_both_in_the_journal_with_the_hash_and_the_counts(store):
    made = take_in(store, file_of(other(1), other(2), other(2)))
    assert store.cases.verify_journal() == type(store.cases.verify_journal())(2, 0)
    acts = store.cases.get(made.id).actions
    assert [(a.header.kind, a.header.author) for a in acts] == [
        (Kind.IMPORT_PROPOSED, "dewi"), (Kind.IMPORT_CONFIRMED, "rina"),
    ]  # fmt: skip
    assert {a.header.variant for a in acts} == {made.sha256}
    assert acts[0].record == acts[1].record
    said = {name: acts[0].record[name] for name in ("bast", "added", "refused", "administrator", "second")}
    assert said == {"bast": BAST, "added": 2, "refused": 1, "administrator": "dewi", "second": "rina"}
    assert ROW["NIK"][:6] not in repr(acts[0].record)
    assert store.cases.page(CaseFilter()) == ()


def test_who_is_here_already_keeps_id_status_and_telephone(store):
    known = replace(person(1), ktp_status=SiakStatus.CARD_ISSUED, address=replace(person(1).address, phone="0812"))
    store.residents.put([known])
    plan = examine(file_of({"NIK": str(known.nik), "NAMA_LGKP": "NAMA BARU"}), session(store))
    assert plan.rows[0].outcome is Outcome.CHANGED
    assert "name" in plan.rows[0].changes
    assert "NAMA" not in repr(plan.rows)
    carry_out(plan, BAST, session(store), session(store, "rina", Role.OPERATOR))
    who = store.residents.by_nik(str(known.nik))
    assert (who.id, who.name, who.ktp_status, who.address.phone) == (
        known.id, "NAMA BARU", SiakStatus.CARD_ISSUED, "0812",
    )  # fmt: skip
    assert store.residents.count() == 1


def test_the_feed_takes_the_place_of_who_came_by_a_file(store):
    take_in(store, file_of({}))
    imported = store.residents.by_nik(ROW["NIK"])
    draft = RecordingDesk(session(store, "rina", Role.OPERATOR)).begin(imported, "ktp-baru", "belum")
    item = FeedItem("residents", {"v": 1, "residents": [replace(imported, id="of-the-feed").to_record()]})
    store.side.apply(FeedPage("DAYUN", 0, 1, False, AT, (item,)))
    assert store.residents.count() == 1
    assert store.residents.by_nik(ROW["NIK"]).id == "of-the-feed"
    assert store.drafts.get(draft.case).resident == "of-the-feed"


# two persons --------------------------------------------------------------------------------------------------------
def test_who_may_not_sign_the_import_does_not_look_at_it_either(store):
    with pytest.raises(NotAllowed, match="wrong-role"):
        examine(file_of({}), session(store, "rina", Role.OPERATOR))


def test_nobody_takes_a_file_in_alone(store):
    plan = examine(file_of({}), session(store))
    alone = session(store, "dewi", Role.ADMINISTRATOR, Role.OPERATOR)
    with pytest.raises(NotAllowed, match="same-person"):
        carry_out(plan, BAST, alone, alone)
    assert (store.residents.count(), store.cases.verify_journal().count) == (0, 0)


@pytest.mark.parametrize(("first", "second"), [(Role.OPERATOR, Role.OPERATOR), (Role.ADMINISTRATOR, Role.TECHNICIAN)])
def test_the_first_is_an_administrator_and_the_second_serves_at_the_counter(store, first, second):
    plan = examine(file_of({}), session(store))
    with pytest.raises(NotAllowed, match="wrong-role"):
        carry_out(plan, BAST, session(store, "dewi", first), session(store, "rina", second))
    assert (store.residents.count(), store.imports.all()) == (0, ())


@pytest.mark.parametrize(
    ("code", "bast", "again"),
    [("no-bast", " ", ""), ("bast-used", BAST, "bast"), ("file-used", "471", "file"), ("nothing-new", BAST, "same")],
)
def test_without_a_bast_or_for_the_second_time_nothing_is_taken_in(store, code, bast, again):
    if again:
        take_in(store, file_of(other(9)) if again == "bast" else file_of({}))
    if again == "file":
        store.residents.put([replace(store.residents.by_nik(ROW["NIK"]), name="ANDERS")])
    data = file_of({}, other(5)) if again == "bast" else file_of({})
    head = store.cases.chain_head()
    with pytest.raises(ImportRefused) as refused:
        take_in(store, data, bast=bast)
    assert refused.value.code == code
    assert import_words(code).title
    assert store.cases.chain_head() == head


# row by row ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"NAMA_LGKP": "=HYPERLINK(1)"}, "formula", "NAMA_LGKP"),
        ({"ALAMAT": "@SUM(A1)"}, "formula", "ALAMAT"),
        ({"NIK": "140806520309900"}, "nik", "NIK"),
        ({"NIK": "9908065203099004"}, "nik", "NIK"),
        ({"NO_KK": "1408065203159007"}, "kk", "NO_KK"),
        ({"TGL_LHR": "31-02-2009"}, "date", "TGL_LHR"),
        ({"TGL_LHR": "2009"}, "date", "TGL_LHR"),
        ({"JENIS_KLMIN": "L"}, "sex", "JENIS_KLMIN"),
        ({"AGAMA": "77"}, "code", "AGAMA"),
        ({"NO_KEC": "7"}, "elsewhere", "NO_KEC"),
        ({"NO_KEL": "9999"}, "village", "NO_KEL"),
        ({"NO_KEL": "²"}, "village", "NO_KEL"),
        ({"NAMA_LGKP": "-"}, "empty", "NAMA_LGKP"),
        ({"NAMA_LGKP": "A\u202eB"}, "control", "NAMA_LGKP"),
        ({"ALAMAT": "A" * 121}, "too-long", "ALAMAT"),
    ],
)
def test_a_row_that_is_no_resident_is_refused_with_line_and_reason_and_the_others_stand(store, changes, code, column):
    plan = examine(file_of(other(1), changes, other(2)), session(store))
    row = plan.rows[1]
    assert (row.line, row.outcome, row.code, row.column) == (3, Outcome.REFUSED, code, column)
    assert [r.outcome for r in plan.rows] == [Outcome.ADDED, Outcome.REFUSED, Outcome.ADDED]
    assert row_words(row.code, row.column, row.detail).startswith(f"{column}: ")
    assert len(plan.people) == 2


def test_the_same_nik_twice_in_a_file_is_taken_once_and_the_report_says_where(store):
    plan = examine(file_of({}, other(1), {"NIK": "1408 0652 0309 9004", "NAMA_LGKP": "LAIN"}), session(store))
    assert [row.outcome for row in plan.rows] == [Outcome.ADDED, Outcome.ADDED, Outcome.REFUSED]
    assert (plan.rows[2].code, plan.rows[2].detail) == ("twice", "2")


def test_the_report_has_each_row_and_no_full_nik_and_no_name(store, tmp_path):
    plan = examine(file_of({}, {"NAMA_LGKP": "=1"}, other(3)), session(store))
    path = save_report(plan, tmp_path / "keluaran", AT)
    text = path.read_text()
    assert text == report_text(plan)
    assert text.splitlines()[2:] == [
        "2;baru;1408 •••• •••• 9004;",
        "3;ditolak;1408 •••• •••• 9004;NAMA_LGKP: berisi rumus",
        "4;baru;1408 •••• •••• 0003;",
    ]
    assert ROW["NIK"] not in text
    assert "SUHAILA" not in text.upper()


# hostile files ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "no-columns", 1),
        (b"\xff\xfe" + "NIK".encode("utf-16-le"), "not-text", 1),
        (file_of({})[:-2] + b"\n\x00", "not-text", 3),
        (file_of({}) + b"x\xe9\n", "not-text", 3),
        (file_of({}) + b'"a\n', "not-csv", 3),
        (file_of({}) + b"1,2,3\n", "not-csv", 3),
        (file_of({}) + b'"' + b"a" * 200_000 + b'"\n', "not-csv", 3),
        (b"NIK,NIK\n1,2\n", "no-columns", 1),
        (file_of(), "no-rows", 0),
        (b"PK\x03\x04" + bytes(range(256)), "not-text", 2),
    ],
)
def test_a_file_that_is_none_is_refused_whole(store, data, code, line):
    with pytest.raises(FileRefused) as refused:
        examine(data, session(store))
    assert (refused.value.code, refused.value.line) == (code, line)
    assert file_words(refused.value).title


def test_a_file_too_large_or_too_long_is_refused(store, monkeypatch):
    monkeypatch.setattr("registry.intake.MOST_ROWS", 3)
    with pytest.raises(FileRefused, match="too-many"):
        examine(file_of(*map(other, range(1, 5))), session(store))
    monkeypatch.setattr("registry.intake.LARGEST", 300)
    with pytest.raises(FileRefused, match="too-large"):
        examine(file_of({}), session(store))
    assert MOST_ROWS == 200_000


def test_a_station_without_a_kecamatan_imports_nothing(store):
    store.identity = replace(store.identity, area="")
    with pytest.raises(FileRefused, match="no-area"):
        examine(file_of({}), session(store))


@settings(max_examples=150, deadline=None)
@given(
    data=st.binary(max_size=400) | st.text(max_size=200).map(lambda text: file_of({}) + text.encode("utf-8", "replace"))
)
def test_no_bytes_raise_anything_but_a_refusal(data):
    with suppress(FileRefused):
        for row in rows_of(data):
            assert row.masked.count("•") in (0, 8)


def test_a_fault_in_the_middle_leaves_nothing(store, monkeypatch):
    plan = examine(file_of(*map(other, range(1, 9))), session(store))

    def fail(*_given):
        raise DiskFault("station.db")

    monkeypatch.setattr("station.store.imports.lend", fail)  # the last write of the transaction
    with pytest.raises(DiskFault):
        carry_out(plan, BAST, session(store), session(store, "rina", Role.OPERATOR))
    assert (store.residents.count(), store.imports.all()) == (0, ())
    assert (store.cases.verify_journal().count, store.residents.search("ORANG")) == (0, ())


# as typed -------------------------------------------------------------------------------------------------------------
@pytest.fixture
def loket(store, tmp_path, monkeypatch, capsys):
    """`loket import` with passphrases on stdin: how it ended, stdout and stderr."""
    home = store.folder
    secret = machine_secret(home, "kecamatan", use_keyring=False)
    slots = Slots(home / "slots.json", secret.value, Cost(memory_kib=64, passes=1, lanes=1))
    for handle, role in (("dewi", Role.ADMINISTRATOR), ("rina", Role.OPERATOR)):
        slots.add(handle, SANDI, Unlocked(KEY, key_of(handle).to_bytes()))
        store.officers.put(*signed_grant(handle, role, until=f"{Clock().now().year + 1}-12-31"))
    monkeypatch.setenv("LOKET_HOME", str(home.parent))

    def run(data, *arguments, passphrases=(SANDI, SANDI)):
        (tmp_path / "penduduk.csv").write_bytes(data)
        monkeypatch.setattr("sys.stdin", StringIO("".join(f"{each}\n" for each in passphrases)))
        who = ("--administrator", "dewi", "--second", "rina", "--passphrase-stdin")
        code = main(["import", str(tmp_path / "penduduk.csv"), *who, *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_the_command_takes_in_by_both_passphrases_and_says_where_the_report_is(loket, store, tmp_path):
    code, out, _ = loket(file_of({}, {"NO_KEC": "7"}), "--bast", BAST)
    assert code == 0
    assert "2 baris: 1 baru, 0 berubah, 0 sama, 1 ditolak." in out
    assert "baris 3, NO_KEC: di luar kecamatan ini 14.08.07.2001" in out
    assert f"Diimpor dengan BAST {BAST}: 1 baru, 0 berubah." in out
    assert "Ditandatangani Dewi dan Rina." in out
    (report,) = (tmp_path / "keluaran").iterdir()
    assert str(report) in out
    assert store.residents.by_nik(ROW["NIK"]) is not None


def test_a_look_changes_nothing_and_asks_for_nobody_else(loket, store):
    code, out, _ = loket(file_of({}), "--check", passphrases=(SANDI,))
    assert code == 0
    assert "Hanya diperiksa; tidak ada yang diubah." in out
    assert (store.residents.count(), store.imports.all()) == (0, ())


@pytest.mark.parametrize(
    ("data", "arguments", "passphrases", "said"),
    [
        (file_of({}), (), (SANDI, SANDI), "Nomor BAST belum ada."),
        (b"\xff", ("--bast", BAST), (SANDI, SANDI), "Berkas bukan teks UTF-8. Baris 1."),
        (file_of({}), ("--bast", BAST, "--second", "dewi"), (SANDI, SANDI), "Petugas kedua harus orang lain."),
        (file_of({}), ("--bast", BAST, "--administrator", "rina"), (SANDI, SANDI), "Petugas pertama harus admin"),
        (file_of({}), ("--bast", BAST), (SANDI, "salah"), "Sandi salah."),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_taken_in(loket, store, data, arguments, passphrases, said):
    code, out, err = loket(data, *arguments, passphrases=passphrases)
    assert code == 1
    assert said in out + err
    assert (store.residents.count(), store.cases.verify_journal().count) == (0, 0)
