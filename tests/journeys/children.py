"""A centre as a child process, and a whole recording made through the desk without windows."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

from registry.officers import Role
from registry.people import Resident
from registry.submission import RECORDING_ORDER, Submission
from registry.uuid7 import Uuid7Source
from station.desk.recording import RecordingDesk, submission_from
from station.desk.session import Clock, Session
from station.desk.sign_in import Code, Door, Newcomer
from station.desk.syncing import SyncDesk
from station.store.slots import Cost
from tests.forms.making import ink, photo

PASSPHRASE = "loket-latihan"
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)


@dataclass
class CentreChild:
    """A running centre; `codes` are one-time codes by station."""

    process: subprocess.Popen[str]
    url: str
    codes: dict[str, dict[str, str]]
    identity: str

    def stop(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=20)
        assert self.process.stdout is not None
        self.process.stdout.close()


def start_centre(
    home: Path, *, port: int = 0, residents: int = 40, delay_s: float = 0.05, verify_at: str = ""
) -> CentreChild:
    """Start a centre that ends with this process; `verify_at` says who verifies for whom: DAYUN=UPTD-SIAK."""
    command = [sys.executable, "-m", "central", "--home", str(home), "--port", str(port), "--parent", "--drill"]
    command += ["--upstream-delay", str(delay_s), "--residents", str(residents), "--seed", "7"]
    command += [
        "--code",
        "DAYUN:Kantor Camat Dayun:14.08.06",
        "--code",
        "UPTD-SIAK:UPTD Dukcapil Siak:",
        "--print-at",
        "DAYUN=UPTD-SIAK",
    ]
    command += ["--verify-at", verify_at] if verify_at else []
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    ready = json.loads(process.stdout.readline())
    return CentreChild(process, ready["ready"], ready["codes"], ready["identity"])


def found_station(home: Path, centre: CentreChild, station: str, officers: tuple[Newcomer, ...]) -> Door:
    """A station with its administrator and officers, all with the training passphrase."""
    door = Door(home, Clock(), cost=CHEAP, use_keyring=False)
    code = centre.codes[station]
    administrator = Newcomer("dewi", "Dewi Anggraini", frozenset({Role.ADMINISTRATOR}), PASSPHRASE)
    letter = station[0]
    store = door.found(Code(centre.url, code["code"], bytes.fromhex(code["secret"])), administrator, officers, letter)
    store.close()
    return door


def newcomer(handle: str, name: str, *roles: Role) -> Newcomer:
    """An officer of the cast."""
    return Newcomer(handle, name, frozenset(roles), PASSPHRASE)


def another(resident: Resident, number: int) -> Resident:
    """Somebody else at the same counter: one has at most one open case of a service."""
    return replace(resident, id=f"{resident.id}-{number}")


def record(session: Session, resident: Resident, *, without: Collection[int] = ()) -> str:
    """Record a resident through the desk, some fingers as exceptions; returns the case id."""
    desk = RecordingDesk(session)
    draft = desk.begin(resident, "ktp-baru", "belum")
    case = draft.case
    desk.put_field(case, "phone", "0812 7654 3210")
    capture(desk, case, without)
    draft = desk.put_declaration(case, ink())
    submission: Submission = submission_from(draft, resident, boxes=("KTP-A",), changed=(), missing=())
    desk.submit(draft, submission)
    return case


def capture(desk: RecordingDesk, case: str, without: Collection[int] = ()) -> None:
    """Everything that is captured, up to the declaration."""
    desk.add_photo(case, photo())
    desk.approve_photo(case)
    desk.put_signature(case, ink())
    for position in RECORDING_ORDER:
        if position in without:
            desk.except_finger(case, position, "aus", "tetap")
        else:
            desk.put_finger(case, position, 50 + position, b"WSQ %d" % position, b"template %d" % position)
    desk.skip_iris(case, "alat tidak ada")
    for position in desk.load(case).pickup_fingers():
        desk.put_match(case, position, 120)


def mend(session: Session, case: str, resident: Resident, changed: tuple[str, ...] = ()) -> None:
    """Sign for the truth of the mended data and hand them in after what came before."""
    desk = RecordingDesk(session)
    draft = desk.put_declaration(case, ink())
    submission = submission_from(draft, resident, boxes=("KTP-A",), changed=changed, missing=())
    desk.submit(draft, submission, session.store.cases.get(case))


def sync_until(session: Session, done: Callable[[], bool], limit_s: float = 20.0) -> None:
    """Rounds of sync until something has come."""
    desk = SyncDesk(session.store, Clock(), Uuid7Source())
    end = time.monotonic() + limit_s
    try:
        while not done():
            report = desk.run(threading.Event())
            assert report.problem is None, report.problem
            assert time.monotonic() < end, "the centre did not answer in time"
    finally:
        desk.close()


def whom_to_record(session: Session) -> Resident:
    """The first resident of the feed who may be recorded and get a card today."""
    sync_until(session, lambda: session.store.residents.count() >= 40)
    fit = (hit.resident for hit in session.store.residents.search("1408", limit=200))
    return next(r for r in fit if not r.ktp_status.closes_capture and r.age(Clock().now().date()) >= 17)
