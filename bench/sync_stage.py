"""What bench/sync.py sends: full enrolments of invented residents at stations of a real centre in its own process."""

import getpass
import random
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench.durability_stage import INK, PHOTO, TEMPLATE, WSQ
from registry.numbers import Nik
from registry.officers import Role
from registry.submission import RECORDING_ORDER
from registry.uuid7 import Uuid7Source
from station.desk.recording import RecordingDesk, submission_from
from station.desk.session import Clock, Session
from station.desk.syncing import SyncDesk
from sync.http import Centre
from sync.keys import SigningKey
from tests.journeys.children import PASSPHRASE, CentreChild, found_station, newcomer, start_centre
from tests.station.store.making import person

HANDLE = "rina"


@dataclass(slots=True)
class Station:
    """A station with its operator signed in, and its rounds."""

    home: Path
    session: Session
    desk: SyncDesk
    made: int = 0  # enrolments so far
    size: int = 0  # bytes that wait, sealed

    def enrol(self, count: int, wsq: int = WSQ, seed: int = 7) -> None:
        """So many full enrolments, sealed and waiting."""
        chance, desk = random.Random(seed), RecordingDesk(self.session)
        first, self.made = self.made, self.made + count
        for number in range(first, self.made):
            who = replace(person(number % 20), id=f"{self.home.name}-{number}", nik=_nik(number))
            self.session.store.residents.put([who])
            _record(desk, chance, who, wsq)
        self.desk.pause("bench")
        self.desk.tick(threading.Event())  # paused: it seals and sends nothing
        self.desk.resume()
        self.size = sum(info.size for info in self.session.store.side.waiting())

    @property
    def waiting(self) -> int:
        """How many packets have no receipt."""
        return len(self.session.store.side.waiting())

    def line(self) -> Centre:
        """One more connection in this station's name."""
        who = self.session.store.identity
        return Centre(who.centre_url, who.station, SigningKey.from_bytes(bytes.fromhex(who.signing_key)))

    def close(self) -> None:
        """Let the files go."""
        self.desk.close()
        self.session.store.close()


def station(home: Path, centre: CentreChild, name: str) -> Station:
    """A new station at a running centre, which has its first feed."""
    door = found_station(home, centre, name, (newcomer(HANDLE, "Rina Oktaviani", Role.OPERATOR),))
    session = door.sign_in(HANDLE, PASSPHRASE)
    desk = SyncDesk(session.store, Clock(), Uuid7Source())
    report = desk.run(threading.Event())
    if report.problem is not None:
        raise report.problem
    return Station(home, session, desk)


@contextmanager
def centre(home: Path, port: int = 0) -> Iterator[CentreChild]:
    """A centre in its own process."""
    running = start_centre(home, port=port, residents=0)
    try:
        yield running
    finally:
        running.stop()


@contextmanager
def nginx(folder: Path) -> Iterator[str]:
    """Debian's nginx with DAV PUT, which neither hashes nor syncs: the limit. Its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    (folder / "dav").mkdir()
    conf = folder / "nginx.conf"
    conf.write_text(
        f"user {getpass.getuser()}; daemon off; worker_processes 1;\n"
        f"pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        "events { worker_connections 64; }\n"
        f"http {{ access_log off; client_body_temp_path {folder}/body; client_max_body_size 64m;\n"
        f"  server {{ listen 127.0.0.1:{port}; location / {{ root {folder}/dav; dav_methods PUT; }} }} }}\n"
    )
    child = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(conf)], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait(timeout=10)


def kilobytes(pid: int, name: str) -> int:
    """A figure of /proc/PID/status, as VmHWM: the most memory it ever held."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0


def sender(home: Path) -> subprocess.Popen[str]:
    """A station as a process that sends until nothing waits."""
    return subprocess.Popen(
        [sys.executable, "-m", "bench.sync_child", str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _record(desk: RecordingDesk, chance: random.Random, who: object, wsq: int) -> None:
    case = desk.begin(who, "ktp-baru", "belum").case  # type: ignore[arg-type]  # a Resident
    desk.add_photo(case, chance.randbytes(PHOTO))
    desk.approve_photo(case)
    desk.put_signature(case, chance.randbytes(INK))
    for position in RECORDING_ORDER:
        desk.put_finger(case, position, 60, chance.randbytes(wsq), chance.randbytes(TEMPLATE))
    desk.skip_iris(case, "alat tidak ada")
    for position in desk.load(case).pickup_fingers():
        desk.put_match(case, position, 120)
    draft = desk.put_declaration(case, chance.randbytes(INK))
    resident = desk._session.store.residents.get(draft.resident)  # noqa: SLF001  # as the page hands it over
    desk.submit(draft, submission_from(draft, resident, boxes=("KTP-A",), changed=(), missing=()))


def _nik(number: int) -> Nik:
    return Nik(f"140806010190{number + 1:04d}")


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            threading.Event().wait(0.02)
        else:
            return
    raise TimeoutError("nginx does not answer")
