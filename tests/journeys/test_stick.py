"""One resident by stick alone: recorded, verified, answered, released and printed with no network anywhere."""

import shutil
import subprocess

import pytest

from registry.actions import Kind, Outcome
from registry.lifecycle import Status
from registry.stock import Blank, Entry, Move
from station.desk.checking import CheckingDesk
from station.desk.printing import LOKET, PrintDesk
from station.desk.releasing import ReleaseDesk
from tests.journeys.carrying import Carrier, authority, somebody
from tests.journeys.children import PASSPHRASE, record


def test_a_resident_from_the_door_to_the_card_by_stick_only(places):
    a, b, carrier, _ = places
    rina = a.sign_in("rina", PASSPHRASE)
    assert carrier.round(rina).items  # the residents of the kecamatan came by stick too
    assert rina.store.residents.count() >= 40
    case = record(rina, somebody(rina))
    hendra = a.unlock(rina, "hendra", PASSPHRASE)
    CheckingDesk(hendra).approve(case, {})
    assert hendra.store.cases.get(case).status is Status.VERIFIED
    taken = carrier.round(hendra)
    assert (taken.receipts, taken.refused, taken.faults) == (1, 0, ())
    assert hendra.store.side.waiting() == ()
    assert hendra.store.cases.row(case).receipted
    assert hendra.store.cases.get(case).status is Status.RELEASED
    hendra.store.close()

    murni = b.sign_in("murni", PASSPHRASE)
    carrier.round(murni)
    ReleaseDesk(murni, authority(murni)).approve(case)
    murni.store.blanks.add(Entry("e1", Move.RECEIVED, Blank("B26-0417", 1), 500, "", "BAST-7", "yuli", "t"))
    yuli = b.unlock(murni, "yuli", PASSPHRASE)
    desk = PrintDesk(yuli, authority(yuli))
    job, card = desk.begin(case, Blank("B26-0417", 1), LOKET, 18205)
    assert card.photo
    desk.book(desk.ejected(desk.spend(job), 18206), Outcome.GOOD, chip_uid="04A1B2")
    assert carrier.round(yuli).receipts == 1
    yuli.store.close()

    rina = a.sign_in("rina", PASSPHRASE)
    carrier.round(rina)
    assert rina.store.cases.get(case).status is Status.CHIP_VERIFIED
    assert rina.store.problems.open() == ()
    rina.store.close()


def test_the_same_sticks_again_change_nothing(places, tmp_path):
    a, _, carrier, _ = places
    rina = a.sign_in("rina", PASSPHRASE)
    carrier.round(rina)
    record(rina, somebody(rina))
    carrier.out(rina)
    shutil.copytree(carrier.stick, tmp_path / "old")
    carrier.at_centre("DAYUN")
    shutil.copytree(carrier.stick, tmp_path / "older")
    carrier.back(rina)
    before = rina.store.contents(), rina.store.side.cursor(), rina.store.problems.open()
    old = Carrier(carrier.centre, tmp_path / "old")
    taken, _ = old.at_centre("DAYUN")
    assert [(each.accepted, each.known, each.fault, each.problems) for each in taken] == [(0, 1, "", ())]
    for stick in (tmp_path / "old", tmp_path / "older"):
        again = Carrier(carrier.centre, stick).back(rina)
        assert (again.found, again.receipts, again.items, again.faults) == (1, 0, 0, ())
    assert (rina.store.contents(), rina.store.side.cursor(), rina.store.problems.open()) == before
    rina.store.close()


def test_a_return_file_begins_wherever_the_station_stands(places, tmp_path):
    """One stick stayed in a pocket: the next one told the same cursor, and the first is applied before it."""
    a, _, carrier, _ = places
    rina = a.sign_in("rina", PASSPHRASE)
    carrier.round(rina)
    case = record(rina, somebody(rina))
    first, second = Carrier(carrier.centre, tmp_path / "one"), Carrier(carrier.centre, tmp_path / "two")
    first.out(rina)
    first.at_centre("DAYUN")
    hendra = a.unlock(rina, "hendra", PASSPHRASE)
    CheckingDesk(hendra).approve(case, {})
    second.out(hendra)
    second.at_centre("DAYUN")
    assert first.back(hendra).receipts == 1
    came = second.back(hendra)
    assert came.receipts == 1
    assert came.items  # the answers of the upstream, from the middle of what the file carries
    assert hendra.store.cases.get(case).status is Status.RELEASED
    hendra.store.close()


def test_nothing_on_a_stick_is_in_the_clear(places):
    a, _, carrier, _ = places
    rina = a.sign_in("rina", PASSPHRASE)
    carrier.round(rina)
    who = somebody(rina)
    case = record(rina, who)
    carrier.out(rina)
    carrier.at_centre("DAYUN")
    number = rina.store.cases.row(case).number
    hidden = {who.name, str(who.nik), str(who.kk), case, number, "ktp-baru", "template ", "cursor", rina.officer.name}
    short = {*who.name.split(), "rina", "hendra", "wsq", "nik", "1408"}  # by chance in what is sealed
    for path in (each for each in carrier.stick.rglob("*") if each.is_file()):
        plain, words = path.read_bytes().decode("latin-1").lower(), path.name.lower()
        assert not [word for word in hidden if word.lower() in plain + words], path.name
        if path.suffix == ".json":
            assert not [word for word in short if word.lower() in plain + words], path.name
    rina.store.close()


@pytest.mark.tools
@pytest.mark.skipif(shutil.which("age") is None, reason="age is not installed")
def test_the_stock_age_opens_what_lies_on_it(places, tmp_path):
    a, _, carrier, identity = places
    rina = a.sign_in("rina", PASSPHRASE)
    carrier.round(rina)
    case = record(rina, somebody(rina))
    out = carrier.out(rina)
    carrier.at_centre("DAYUN")
    for name, key in (("of-centre", identity), ("of-station", rina.store.identity.age_identity)):
        (tmp_path / name).write_text(key + "\n")
    for path in out.folder.glob("*.age"):
        opened = opens(tmp_path / "of-centre", path)
        assert opened.startswith(b"PK")
        assert case.encode() in opened
    returned = next(carrier.stick.glob("*-balasan"))
    assert b"accepted" not in (returned / "receipts.age").read_bytes()
    assert all(opens(tmp_path / "of-station", path).startswith(b"PK") for path in returned.glob("*.age"))
    rina.store.close()


def opens(identity, path):
    command = ["age", "-d", "-i", str(identity), str(path)]
    return subprocess.run(command, check=True, capture_output=True, timeout=30).stdout


def test_a_packet_that_comes_before_what_it_follows_waits_for_it(places, tmp_path):
    a, _, carrier, _ = places
    rina = a.sign_in("rina", PASSPHRASE)
    carrier.round(rina)
    case = record(rina, somebody(rina))
    carrier.out(rina)
    hendra = a.unlock(rina, "hendra", PASSPHRASE)
    CheckingDesk(hendra).approve(case, {})
    late = Carrier(carrier.centre, tmp_path / "late")
    out = late.out(hendra)
    recorded = next(iter(sorted(path.name for path in out.folder.glob("0*.age"))))
    kept = (out.folder / recorded).read_bytes()
    (out.folder / recorded).unlink()  # as a copy by halves
    taken, _ = late.at_centre()
    codes = dict(taken[0].problems)
    assert sorted(codes.values()) == ["half-copied", "out-of-turn"]
    (out.folder / recorded).write_bytes(kept)
    taken, _ = late.at_centre("DAYUN")
    assert (taken[0].accepted, taken[0].problems) == (2, ())
    assert late.back(hendra).receipts == 2
    kinds = [action.header.kind for action in hendra.store.cases.get(case).actions]
    assert kinds[:2] == [Kind.SUBMITTED, Kind.VERIFIED]
    hendra.store.close()


def test_an_act_that_was_sealed_twice_keeps_its_number(places):
    """Receipt and file were both lost: the same act comes under another packet, and the centre knows it."""
    a, _, carrier, _ = places
    rina = a.sign_in("rina", PASSPHRASE)
    carrier.round(rina)
    case = record(rina, somebody(rina))
    carrier.out(rina)
    carrier.at_centre()
    rina.store.side.reseal(rina.store.side.waiting()[0].id)
    carrier.out(rina)
    taken, _ = carrier.at_centre("DAYUN")
    assert (taken[0].accepted, taken[0].known) == (1, 0)
    assert carrier.back(rina).receipts == 1
    assert rina.store.problems.open() == ()
    assert rina.store.cases.row(case).receipted
    rina.store.close()
