"""A centre of one's own on the same PC, with a root it calls operational: it can rehearse everything and print nothing
without the word."""

import shutil
import threading
import time

import pytest

from central.ledger.ledger import Ledger
from registry.actions import Action, Header, Kind, seal_payload
from registry.canonical import canonical
from registry.lifecycle import Status
from registry.officers import Role
from registry.releases import Authority, Certificate, ReleaseKind, ReleaseRefused
from registry.uuid7 import Uuid7Source
from station.compose.station import OPERATIONAL_ROOTS
from station.desk.checking import CheckingDesk
from station.desk.pen import write
from station.desk.releasing import ReleaseDesk
from station.desk.session import Clock
from station.desk.syncing import SyncDesk
from sync.errors import SyncError
from sync.http import Centre
from sync.keys import SigningKey, ed25519_check
from sync.wire import OfficerRequest
from tests.attacks.making import print_desk, printed_text, refused_in_words
from tests.forms.making import resident
from tests.journeys.children import PASSPHRASE, another, found_station, newcomer, record, start_centre

NO_CHAIN = "Rilis tidak sah: tanda tangan Dinas tidak cocok."
ALL = (
    newcomer("rina", "Rina Oktaviani", Role.OPERATOR, Role.VERIFIER),
    newcomer("hendra", "Hendra Saputra", Role.VERIFIER),
    newcomer("yulianti", "Yulianti Harefa", Role.OPERATOR, Role.PRINTING),
)


def call_itself_operational(home):
    """Rewrite the centre's own authority: it is his PC, his key file and his book."""
    book_key = bytes.fromhex((home / "centre.key").read_text().strip())
    ledger = Ledger(home / "centre.db", book_key)
    with ledger.writing() as book:
        root = SigningKey.from_bytes(book.fact("key.training-root"))
        old = Certificate.from_bytes(book.fact("key.certificate"))
        new = Certificate(ReleaseKind.OPERATIONAL, old.key, root.public, "SK-1/2026", old.not_before, old.until)
        book.put_fact("key.certificate", new.to_bytes())
        book.put_fact("key.certificate-signature", root.sign(new.to_bytes()))
    ledger.close()


@pytest.fixture(scope="module", params=list(ReleaseKind))
def own(request, tmp_path_factory):
    home = tmp_path_factory.mktemp("own")
    if request.param is ReleaseKind.OPERATIONAL:
        start_centre(home / "centre", residents=0).stop()
        call_itself_operational(home / "centre")
    centre = start_centre(home / "centre", residents=0)
    yield request.param, found_station(home / "uptd", centre, "UPTD-SIAK", ALL)
    centre.stop()


def sync_until(session, done):
    desk = SyncDesk(session.store, Clock(), Uuid7Source())
    end = time.monotonic() + 30
    while not done():
        assert desk.run(threading.Event()).problem is None
        assert time.monotonic() < end, "the centre did not answer in time"
    desk.close()


def authority(session):
    """As compose makes it in this build."""
    pinned = bytes.fromhex(session.store.identity.training_root)
    return Authority(ed25519_check, training_roots=frozenset({pinned}), operational_roots=OPERATIONAL_ROOTS)


def test_a_self_run_centre_prints_specimens_or_nothing(own):
    kind, door = own
    rina = door.sign_in("rina", PASSPHRASE)
    rina.store.residents.put([resident()])
    case = record(rina, resident())
    hendra = door.unlock(rina, "hendra", PASSPHRASE)
    CheckingDesk(hendra).approve(case, {})
    sync_until(hendra, lambda: hendra.store.cases.get(case).status is Status.RELEASED)
    yulianti = door.unlock(hendra, "yulianti", PASSPHRASE)
    if kind is ReleaseKind.OPERATIONAL:
        with pytest.raises(ReleaseRefused, match="broken-chain"):
            ReleaseDesk(hendra, authority(hendra)).approve(case)
        with pytest.raises(ReleaseRefused, match="broken-chain"):
            ReleaseDesk(yulianti, authority(yulianti)).printable(yulianti.store.cases.get(case))
        past_the_desk = write(hendra, hendra.store.cases.get(case), Kind.PRINT_APPROVED)
        hendra.store.cases.append((past_the_desk,))
        assert refused_in_words(print_desk(yulianti, authority(yulianti))) == NO_CHAIN
    else:
        ReleaseDesk(hendra, authority(hendra)).approve(case)
        assert "SPESIMEN" in printed_text(print_desk(yulianti, authority(yulianti)))
    rina.store.close()


def test_the_centre_refuses_a_recorder_who_verifies_past_the_desk(own):
    _, door = own
    rina = door.sign_in("rina", PASSPHRASE)
    case = record(rina, another(resident(), 2))
    verified = forged(rina, case, Kind.VERIFIED, Role.VERIFIER)
    rina.store.cases.append((verified,))
    sync_until(rina, lambda: not rina.store.side.waiting() and not rina.store.side.unsealed(9))
    assert rina.store.cases.get(case).status is Status.SUBMITTED
    assert any(p.code == "same-person" and p.subject == verified.header.id for p in rina.store.problems.open())
    rina.store.close()


def forged(session, case, kind, role):
    """An action that the desk would not write, signed with the officer's own key."""
    current, body, salt = session.store.cases.get(case), canonical({"v": 1}), b"s" * 16
    header = Header(
        session.ids.next(), case, current.service, kind, "", session.officer.handle, role, session.station,
        current.last, session.clock.stamp(), seal_payload(salt, body),
    )  # fmt: skip
    return Action(header, header.to_bytes(), session.key.sign(header.to_bytes()), salt, body)


def test_an_administrator_registers_no_second_self_and_nobody_registers_for_him(own):
    _, door = own
    rina = door.sign_in("rina", PASSPHRASE)
    who = rina.store.identity
    centre = Centre(who.centre_url, who.station, SigningKey.from_bytes(bytes.fromhex(who.signing_key)))
    for officer, roles in (("dewi", ("verifikator",)), ("siti", ("verifikator",)), ("siti", ("pusat-dinas",))):
        request = OfficerRequest(officer, "Siti", SigningKey.generate().public, roles, "2027-12-31", "dewi")
        with pytest.raises(SyncError):
            centre.register_officer(request, rina.key.sign(request.to_bytes()))  # not the administrator's key
    centre.close()
    assert "siti" not in rina.store.officers.names()
    rina.store.close()


def test_a_station_taken_back_whole_is_known_at_its_next_contact(own, tmp_path):
    """Store and log together: nothing on the PC tells, but the centre knows the longer history."""
    _, door = own
    rina = door.sign_in("rina", PASSPHRASE)
    folder = rina.store.folder
    rina.store.close()
    shutil.copytree(folder, tmp_path / "copy")
    rina = door.sign_in("rina", PASSPHRASE)
    record(rina, another(resident(), 3))
    sync_until(rina, lambda: not rina.store.side.waiting() and not rina.store.side.unsealed(9))
    rina.store.close()
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "copy", folder)
    rina = door.sign_in("rina", PASSPHRASE)
    case = record(rina, another(resident(), 4))  # recording goes on
    desk = SyncDesk(rina.store, Clock(), Uuid7Source())
    assert desk.run(threading.Event()).problem.code in ("chain-forked", "chain-shorter")
    desk.close()
    with pytest.raises(ReleaseRefused, match="not-reconciled"):
        ReleaseDesk(rina, authority(rina)).printable(rina.store.cases.get(case))
    rina.store.close()
