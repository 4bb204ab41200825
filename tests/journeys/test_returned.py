"""A recording that comes back is mended in the same case, signed anew, checked by another, and goes on as before."""

import subprocess
import sys
from dataclasses import replace

import pytest

from registry.actions import Kind
from registry.case import NotAllowed
from registry.lifecycle import Status
from registry.officers import Role
from registry.releases import Authority
from registry.upstream import SiakStatus
from station.desk.checking import MATCHES, CheckingDesk, submission_of
from station.desk.mending import MendingDesk
from station.desk.recording import RecordingDesk
from station.desk.releasing import ReleaseDesk, elements_of
from station.store.store import Store
from sync.keys import ed25519_check
from tests.journeys.children import (
    PASSPHRASE,
    capture,
    found_station,
    mend,
    newcomer,
    record,
    start_centre,
    sync_until,
    whom_to_record,
)
from tests.journeys.mending_child import CASE, session_of
from tests.station.store.making import KEY, act, append_recording, person, store_in

OFFICERS = (
    newcomer("rina", "Rina Oktaviani", Role.OPERATOR),
    newcomer("fajar", "Fajar Ramadhan", Role.OPERATOR, Role.VERIFIER),
    newcomer("hendra", "Hendra Saputra", Role.VERIFIER),
)
OF_UPTD = (
    newcomer("murniati", "Murniati Lubis", Role.VERIFIER),
    newcomer("yulianti", "Yulianti Harefa", Role.OPERATOR, Role.PRINTING),
)
REASON = "Nama jalan tidak sama dengan KK."


@pytest.fixture
def centre(tmp_path, request):
    running = start_centre(tmp_path / "centre", **getattr(request, "param", {}))
    yield running
    running.stop()


@pytest.fixture
def place(centre, tmp_path):
    return found_station(tmp_path / "kecamatan", centre, "DAYUN", OFFICERS)


def folded(session, case):
    return session.store.cases.get(case)


def kinds_of(session, case):
    return [action.header.kind for action in folded(session, case).actions]


def change_street(session, case, who):
    """Mended as the verifikator asked; what is handed in."""
    mended = replace(who, address=replace(who.address, street="JL. SULTAN ISMAIL NO. 9"))
    RecordingDesk(session).put_field(case, "street", mended.address.street)
    mend(session, case, mended, ("street",))


def nothing_refused(*sessions):
    return all(session.store.problems.count() == 0 for session in sessions)


def test_returned_mended_checked_by_another_and_accepted(place):
    rina = place.sign_in("rina", PASSPHRASE)
    who = whom_to_record(rina)
    case = record(rina, who)
    hendra = place.unlock(rina, "hendra", PASSPHRASE)
    CheckingDesk(hendra).mark(case, "name", MATCHES)
    CheckingDesk(hendra).send_back(case, ("street",), REASON)
    first = submission_of(folded(hendra, case))

    fajar = place.unlock(hendra, "fajar", PASSPHRASE)
    draft = MendingDesk(fajar).reopen(case)
    assert (draft.case, draft.number, draft.step, draft.declaration) == (case, first.number, "biodata", "")
    assert (draft.returned.by, draft.returned.reason) == ("Hendra Saputra", REASON)
    assert draft.returned.fields == ("street",)
    assert draft.photo.approved_at
    assert draft.fingers_done
    assert draft.matched
    RecordingDesk(fajar).put_field(case, "street", "JL. LAIN")
    assert MendingDesk(fajar).reopen(case).fields["street"] == "JL. LAIN"  # asked twice it is the same draft
    change_street(fajar, case, who)
    assert folded(fajar, case).status is Status.SUBMITTED
    assert fajar.store.drafts.all() == ()

    with pytest.raises(NotAllowed):
        CheckingDesk(fajar).approve(case, {})  # who mended it is an author too
    hendra = place.unlock(fajar, "hendra", PASSPHRASE)
    assert CheckingDesk(hendra).marks(case) == {}  # they judged the first recording
    CheckingDesk(hendra).approve(case, {})
    sync_until(hendra, lambda: folded(hendra, case).status is Status.RELEASED)
    assert nothing_refused(hendra)
    assert kinds_of(hendra, case)[:4] == [Kind.SUBMITTED, Kind.RETURNED, Kind.SUBMITTED, Kind.VERIFIED]
    assert elements_of(folded(hendra, case)).street == "JL. SULTAN ISMAIL NO. 9"


def test_the_first_recorder_may_not_verify_what_another_mended(place):
    fajar = place.sign_in("fajar", PASSPHRASE)
    who = whom_to_record(fajar)
    case = record(fajar, who)
    hendra = place.unlock(fajar, "hendra", PASSPHRASE)
    CheckingDesk(hendra).send_back(case, (), REASON)
    rina = place.unlock(hendra, "rina", PASSPHRASE)
    MendingDesk(rina).reopen(case)
    change_street(rina, case, who)
    fajar = place.unlock(rina, "fajar", PASSPHRASE)
    assert CheckingDesk(fajar).own(folded(fajar, case))
    with pytest.raises(NotAllowed, match="same-person"):
        CheckingDesk(fajar).approve(case, {})


def test_only_what_came_back_is_opened_again(place):
    rina = place.sign_in("rina", PASSPHRASE)
    case = record(rina, whom_to_record(rina))
    with pytest.raises(NotAllowed):
        MendingDesk(rina).reopen(case)
    hendra = place.unlock(rina, "hendra", PASSPHRASE)
    CheckingDesk(hendra).send_back(case, (), "Foto kabur.")
    with pytest.raises(NotAllowed):
        MendingDesk(hendra).reopen(case)
    assert hendra.store.drafts.all() == ()


def test_what_siak_cannot_read_is_recorded_anew_and_judged_from_the_beginning(place):
    rina = place.sign_in("rina", PASSPHRASE)
    who = whom_to_record(rina)
    case = record(rina, who, without=range(2, 11))
    hendra = place.unlock(rina, "hendra", PASSPHRASE)
    CheckingDesk(hendra).approve(case, {})
    sync_until(hendra, lambda: folded(hendra, case).status is Status.RERECORD)

    rina = place.unlock(hendra, "rina", PASSPHRASE)
    draft = MendingDesk(rina).reopen(case)
    assert (draft.step, draft.returned.reason) == ("foto", SiakStatus.ENROLL_FAILURE_AT_CENTRAL)
    assert (draft.photo.takes, draft.signature, draft.fingers, draft.matches) == ((), "", {}, {})
    capture(RecordingDesk(rina), case)
    mend(rina, case, who)
    hendra = place.unlock(rina, "hendra", PASSPHRASE)
    CheckingDesk(hendra).approve(case, {})
    sync_until(hendra, lambda: folded(hendra, case).status is Status.RELEASED)
    assert nothing_refused(hendra)
    answers = [a.header.variant for a in folded(hendra, case).actions if a.header.kind is Kind.UPSTREAM_ANSWERED]
    assert answers.count(SiakStatus.BIO_CAPTURED) == 2
    assert answers[-1] == SiakStatus.PRINT_READY_RECORD


@pytest.mark.parametrize("centre", [{"verify_at": "DAYUN=UPTD-SIAK"}], indirect=True)
def test_another_station_returns_verifies_and_prints(place, centre, tmp_path):
    uptd = found_station(tmp_path / "uptd", centre, "UPTD-SIAK", OF_UPTD)
    rina = place.sign_in("rina", PASSPHRASE)
    who = whom_to_record(rina)
    case = record(rina, who)
    sync_until(rina, lambda: folded(rina, case).holder == "UPTD-SIAK")
    hendra = place.unlock(rina, "hendra", PASSPHRASE)
    with pytest.raises(NotAllowed, match="not-holder"):
        CheckingDesk(hendra).approve(case, {})

    murniati = uptd.sign_in("murniati", PASSPHRASE)
    sync_until(murniati, lambda: murniati.store.cases.counts() == {"submitted": 1})
    said, blobs = CheckingDesk(murniati).submission(case), murniati.store.blobs
    assert blobs.has(said.photo)
    assert blobs.has(said.signature)
    assert not any(blobs.has(finger.image) for finger in said.fingers)
    CheckingDesk(murniati).send_back(case, ("street",), REASON)
    yulianti = uptd.unlock(murniati, "yulianti", PASSPHRASE)
    sync_until(yulianti, lambda: folded(yulianti, case).holder == "DAYUN")
    with pytest.raises(NotAllowed, match="not-holder"):
        MendingDesk(yulianti).reopen(case)

    fajar = place.unlock(hendra, "fajar", PASSPHRASE)
    sync_until(fajar, lambda: (folded(fajar, case).status, folded(fajar, case).holder) == (Status.RETURNED, "DAYUN"))
    draft = MendingDesk(fajar).reopen(case)
    assert (draft.returned.by, draft.returned.reason, draft.fingers_done) == ("Murniati Lubis", REASON, True)
    change_street(fajar, case, who)
    sync_until(fajar, lambda: folded(fajar, case).holder == "UPTD-SIAK")

    murniati = uptd.unlock(yulianti, "murniati", PASSPHRASE)
    sync_until(murniati, lambda: folded(murniati, case).status is Status.SUBMITTED)
    CheckingDesk(murniati).approve(case, {})
    sync_until(murniati, lambda: folded(murniati, case).status is Status.RELEASED)
    assert folded(murniati, case).holder == "UPTD-SIAK"
    root = bytes.fromhex(murniati.store.identity.training_root)
    desk = ReleaseDesk(murniati, Authority(ed25519_check, training_roots=frozenset({root})))
    desk.approve(case)
    card = desk.printable(folded(murniati, case))
    assert card.elements.street == "JL. SULTAN ISMAIL NO. 9"
    sync_until(fajar, lambda: folded(fajar, case).status is Status.RELEASED)
    assert nothing_refused(fajar, murniati)


def test_a_killed_desk_keeps_what_was_mended(tmp_path):
    home = tmp_path / "kecamatan"
    store = store_in(home)
    store.residents.put([person(1)])
    first = append_recording(store, CASE, person(1))
    store.cases.append((act(Kind.RETURNED, "hendra", Role.VERIFIER, after=first.header.id),))
    store.close()
    for lines in (1, 7, 12):
        last = one_life(home, lines)
        store = Store.open(home, KEY)
        draft = RecordingDesk(session_of(store)).load(CASE)
        assert int(draft.fields["phone"]) in (last, last + 1)  # one more may be kept than was said
        assert draft.returned
        assert draft.fingers_done
        store.close()
    store = Store.open(home, KEY)
    mend(session_of(store), CASE, person(1))
    assert store.cases.get(CASE).status is Status.SUBMITTED
    assert store.cases.verify_journal().broken_at == 0
    store.close()


def one_life(home, lines):
    """Mends until it is killed after so many lines; the last number that was said to be kept."""
    command = [sys.executable, "-m", "tests.journeys.mending_child", str(home), KEY.hex()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        told = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        told += [line for line in process.stdout if line.endswith("\n")]
    return int(told[-1])
