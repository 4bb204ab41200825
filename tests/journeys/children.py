"""A centre as a child process, and a whole recording made through the desk without windows."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from registry.officers import Role
from registry.people import Resident
from registry.submission import RECORDING_ORDER, Submission
from station.desk.recording import RecordingDesk, submission_from
from station.desk.session import Clock, Session
from station.desk.sign_in import Code, Door, Newcomer
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


def start_centre(home: Path, *, port: int = 0, residents: int = 40, delay_s: float = 0.05) -> CentreChild:
    """Start a centre that ends with this process."""
    command = [sys.executable, "-m", "central", "--home", str(home), "--port", str(port), "--parent", "--drill"]
    command += ["--upstream-delay", str(delay_s), "--residents", str(residents), "--seed", "7"]
    command += ["--code", "DAYUN:Kantor Camat Dayun:14.08.06", "--code", "UPTD-SIAK:UPTD Dukcapil Siak:"]
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


def record(session: Session, resident: Resident) -> str:
    """Record a resident through the desk; returns the case id."""
    desk = RecordingDesk(session)
    draft = desk.begin(resident, "ktp-baru", "belum")
    case = draft.case
    desk.put_field(case, "phone", "0812 7654 3210")
    desk.add_photo(case, photo())
    desk.approve_photo(case)
    desk.put_signature(case, ink())
    for position in RECORDING_ORDER:
        desk.put_finger(case, position, 50 + position, b"WSQ %d" % position, b"template %d" % position)
    desk.skip_iris(case, "alat tidak ada")
    for position in (7, 2):
        desk.put_match(case, position, 120)
    draft = desk.put_declaration(case, ink() + b"")
    submission: Submission = submission_from(draft, resident, boxes=("KTP-A",), changed=(), missing=())
    desk.submit(draft, submission)
    return case
