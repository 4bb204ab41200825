"""A restored history prints nothing until the centre says how it goes on; nobody else can say it."""

import shutil
import threading
from dataclasses import replace

import pytest

from central.errors import Conflicting, NotKnown
from registry.actions import Outcome
from registry.canonical import parse
from registry.lifecycle import Status
from registry.releases import ReleaseRefused
from registry.stock import Blank, Entry, Move
from registry.uuid7 import Uuid7Source
from station.desk.checking import CheckingDesk
from station.desk.keeping import Keeper
from station.desk.printing import LOKET, PrintDesk
from station.desk.releasing import ReleaseDesk
from station.desk.session import Clock
from station.desk.syncing import SyncDesk
from station.store.store import SPENT
from sync.epochs import NewEpoch
from sync.keys import SigningKey
from sync.wire import FeedItem, FeedPage
from tests.journeys.carrying import authority, somebody
from tests.journeys.children import CHEAP, PASSPHRASE, record, start_centre
from tests.station.store.making import person

FIRST, SECOND = Blank("B26-0417", 1), Blank("B26-0417", 2)
REASON = "Disk rusak, dipulihkan dari cadangan; BA 12/2026"


@pytest.fixture
def printing(places):
    """A case whose card may be printed at the UPTD, and a backup of before the print."""
    a, b, carrier, _ = places
    rina = a.sign_in("rina", PASSPHRASE)
    carrier.round(rina)
    case = record(rina, somebody(rina))
    hendra = a.unlock(rina, "hendra", PASSPHRASE)
    CheckingDesk(hendra).approve(case, {})
    carrier.round(hendra)
    hendra.store.close()
    murni = b.sign_in("murni", PASSPHRASE)
    carrier.round(murni)
    ReleaseDesk(murni, authority(murni)).approve(case)
    murni.store.blanks.add(Entry("e1", Move.RECEIVED, FIRST, 500, "", "BAST-7", "yuli", "t"))
    carrier.round(murni)
    murni.store.close()
    home = carrier.centre.parent
    made = Keeper(home / "uptd", Clock()).back_up("yuli", PASSPHRASE, home / "backups")
    return b, carrier, case, made


def printed(door, case):
    yuli = door.sign_in("yuli", PASSPHRASE)
    desk = PrintDesk(yuli, authority(yuli))
    job, _ = desk.begin(case, FIRST, LOKET, 18205)
    desk.book(desk.ejected(desk.spend(job), 18206), Outcome.GOOD, chip_uid="04A1B2")
    return yuli


def restored(door, carrier, made, *, log=True):
    keeper = Keeper(carrier.centre.parent / "uptd", Clock())
    done = keeper.restore(keeper.look(made.folder), "yuli", PASSPHRASE)
    if not log and done.aside:
        (carrier.centre.parent / "uptd" / SPENT).unlink()
    return door.sign_in("yuli", PASSPHRASE)


def why_not(session, case):
    with pytest.raises(ReleaseRefused) as error:
        PrintDesk(session, authority(session)).begin(case, SECOND, LOKET, 18206)
    return error.value.code


def given(carrier, reason=REASON):
    with carrier.office() as centre, centre.ledger.writing() as book:
        found = centre.epochs.compare(book, "UPTD-SIAK")
        return found, centre.epochs.give(book, "UPTD-SIAK", reason)


def word_of(carrier):
    """The entry of the feed that brings the epoch, as the centre wrote it."""
    with carrier.office() as centre, centre.ledger.writing() as book:
        return parse(book.fact("epoch.UPTD-SIAK.2"))


def test_a_print_the_centre_knows_of_comes_back_with_the_new_epoch(printing):
    door, carrier, case, made = printing
    yuli = printed(door, case)
    carrier.round(yuli)
    yuli.store.close()
    yuli = restored(door, carrier, made)
    assert yuli.store.cases.get(case).status is Status.PRINT_APPROVED  # by this history it was never printed
    assert why_not(yuli, case) == "not-reconciled"
    carrier.round(yuli)  # a return file alone, without anybody's word, lifts nothing
    assert why_not(yuli, case) == "not-reconciled"
    found, epoch = given(carrier)
    assert found.state == "shorter"
    assert (len(found.lost), epoch.epoch, epoch.count) == (found.known - found.common, 2, found.claimed)
    carrier.at_centre("UPTD-SIAK")
    carrier.back(yuli)
    assert not yuli.store.releases.reconcile_needed
    assert yuli.store.releases.restored_from == ""
    assert yuli.store.epoch == 2
    assert yuli.store.cases.get(case).status is Status.CHIP_VERIFIED
    assert not yuli.store.problems.has("own-act-unknown")
    serial = next(iter(epoch.begun))
    assert (yuli.store.releases.spending(serial).begun, yuli.store.releases.spending(serial).good) == (1, 1)
    yuli.store.close()


def test_store_and_log_taken_back_together_are_told_by_the_centre(printing):
    """The log's key lies in the store: who takes both back has a station that believes it printed nothing."""
    door, carrier, case, made = printing
    yuli = printed(door, case)
    carrier.round(yuli)
    yuli.store.close()
    yuli = restored(door, carrier, made, log=False)
    carrier.round(yuli)
    _, epoch = given(carrier)
    carrier.at_centre("UPTD-SIAK")
    carrier.back(yuli)
    serial = next(iter(epoch.begun))
    assert yuli.store.releases.spending(serial).good == 1
    assert serial.encode() in (yuli.store.folder / SPENT).read_bytes()  # and the log outside has learnt of it
    assert not yuli.store.releases.reconcile_needed
    yuli.store.close()


def test_a_print_nobody_else_knows_of_stays_spent_by_the_log_outside(printing):
    door, carrier, case, made = printing
    printed(door, case).store.close()
    yuli = restored(door, carrier, made)
    carrier.round(yuli)
    found, _ = given(carrier)
    assert found.state == "same"
    carrier.at_centre("UPTD-SIAK")
    carrier.back(yuli)
    assert not yuli.store.releases.reconcile_needed
    assert why_not(yuli, case) == "spent"
    yuli.store.close()


def test_a_restored_station_that_went_on_is_forked_and_its_new_acts_are_taken(printing):
    door, carrier, case, made = printing
    yuli = printed(door, case)
    carrier.round(yuli)
    yuli.store.close()
    yuli = restored(door, carrier, made)
    fresh = record(yuli, replace(person(7), id="other"))
    carrier.out(yuli)
    taken, _ = carrier.at_centre("UPTD-SIAK")
    assert [code for _, code in taken[-1].problems] == ["chain-shorter"], taken
    carrier.back(yuli)
    assert {info.reason for info in yuli.store.side.waiting()} == {"chain-shorter"}
    found, _ = given(carrier)
    assert (found.state, found.common) == ("forked", found.claimed - 1)
    taken, _ = carrier.at_centre("UPTD-SIAK")
    assert taken[-1].fault == "old-epoch"  # the parcel of before is no use, the return file all the same is
    carrier.back(yuli)
    assert not yuli.store.releases.reconcile_needed
    assert carrier.round(yuli).receipts == 1
    assert yuli.store.cases.row(fresh).receipted
    assert yuli.store.cases.get(case).status is Status.CHIP_VERIFIED
    assert yuli.store.cases.verify_journal().broken_at == 0
    yuli.store.close()


def test_a_forged_or_foreign_epoch_changes_nothing(printing):
    door, carrier, case, made = printing
    yuli = printed(door, case)
    carrier.round(yuli)
    yuli.store.close()
    yuli = restored(door, carrier, made)
    carrier.round(yuli)
    given(carrier)
    word = word_of(carrier)
    good = NewEpoch.from_bytes(bytes.fromhex(word["epoch"]))
    forger = SigningKey.generate()
    forged = {"epoch": word["epoch"], "signature": forger.sign(bytes.fromhex(word["epoch"])).hex()}
    with carrier.office() as centre:
        key = centre.keys.signing
    others = [replace(good, station="DAYUN"), replace(good, seen_head="11" * 32), replace(good, head="22" * 32)]
    signed = [{"epoch": each.to_bytes().hex(), "signature": key.sign(each.to_bytes()).hex()} for each in others]
    for record_ in (forged, *signed):
        start = yuli.store.side.cursor()
        page = FeedPage("UPTD-SIAK", start, start + 1, False, Clock().stamp(), (FeedItem("epoch", record_),))
        yuli.store.side.apply(page)
        assert not yuli.store.releases.settle_epoch(Clock().stamp())
        assert yuli.store.epoch == 1
        assert why_not(yuli, case) == "not-reconciled"
    codes = sorted(kept.code for kept in yuli.store.problems.open())
    assert codes.count("bad-item") == 2
    assert codes.count("epoch-of-other-history") == 1  # two of one number are one
    yuli.store.close()


def test_a_clone_that_went_another_way_is_not_let_go(printing):
    """Two copies of one station: the word is about the journal that the centre has looked at."""
    door, carrier, case, made = printing
    home = carrier.centre.parent
    printed(door, case).store.close()
    shutil.copytree(home / "uptd", home / "clone")
    yuli = restored(door, carrier, made)
    record(yuli, replace(person(7), id="other"))
    carrier.round(yuli)
    given(carrier)
    carrier.at_centre("UPTD-SIAK")
    clone = type(door)(home / "clone", Clock(), cost=CHEAP, use_keyring=False).sign_in("yuli", PASSPHRASE)
    carrier.back(clone)
    assert clone.store.epoch == 1
    assert clone.store.problems.has("epoch-of-other-history")
    clone.store.close()
    carrier.back(yuli)
    assert yuli.store.epoch == 2
    yuli.store.close()


def test_no_epoch_without_a_reason_or_a_claim(places):
    _, _, carrier, _ = places
    with carrier.office() as centre, centre.ledger.writing() as book:
        with pytest.raises(Conflicting, match="no-reason"):
            centre.epochs.give(book, "DAYUN", "  ")
        with pytest.raises(NotKnown, match="no-claim"):
            centre.epochs.give(book, "DAYUN", REASON)
        assert book.station("DAYUN").epoch == 1


def test_by_network_too_the_claim_is_kept_and_the_epoch_comes_by_the_feed(places):
    a, _, carrier, _ = places
    home = carrier.centre.parent
    rina = a.sign_in("rina", PASSPHRASE)
    carrier.round(rina)
    port = int(rina.store.identity.centre_url.rpartition(":")[2])
    made = Keeper(home / "kecamatan", Clock()).back_up("rina", PASSPHRASE, home / "backups")
    lost = record(rina, somebody(rina))
    carrier.round(rina)
    rina.store.close()
    keeper = Keeper(home / "kecamatan", Clock())
    keeper.restore(keeper.look(made.folder), "rina", PASSPHRASE)
    rina = a.sign_in("rina", PASSPHRASE)
    kept = record(rina, somebody(rina, 1))
    assert synced(carrier, rina, port) in {"chain-shorter", "chain-forked"}
    with carrier.office() as centre, centre.ledger.writing() as book:
        found = centre.epochs.compare(book, "DAYUN")
        assert (found.state, [act.case for act in found.lost]) == ("forked", [lost])
        centre.epochs.give(book, "DAYUN", REASON)
    synced(carrier, rina, port)  # brings the word
    assert rina.store.epoch == 2
    assert synced(carrier, rina, port) == ""
    assert not rina.store.releases.reconcile_needed
    assert rina.store.cases.row(kept).receipted
    assert rina.store.cases.get(lost).status is Status.SUBMITTED
    assert rina.store.side.waiting() == ()
    assert not rina.store.problems.has("own-act-unknown")
    rina.store.close()


def synced(carrier, session, port):
    """One round against the centre, served for it; the first thing that went wrong."""
    served = start_centre(carrier.centre, port=port, residents=0)
    desk = SyncDesk(session.store, Clock(), Uuid7Source())
    try:
        problem = desk.run(threading.Event()).problem
        return problem.code if problem else ""
    finally:
        desk.close()
        served.stop()
