"""A PostgreSQL cluster of its own on a free port: Debian's programs as the user postgres, in a passing folder."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

OPTIONS = "-c listen_addresses=127.0.0.1 -c shared_buffers=64MB -c max_connections=120"


@dataclass(frozen=True)
class Cluster:
    """A running server; `database` makes an empty database and gives its URL."""

    folder: Path
    bin: Path
    port: int

    def run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """One of its programs, as the user it runs under."""
        return _as_postgres([str(self.bin / program), *arguments], check=check)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"{OPTIONS} -p {self.port} -k {self.folder}"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-t", "60", "-l", log, "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """End it; `immediate` is a crash."""
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", mode, "stop", check=False)

    def database(self, name: str) -> str:
        """A new empty database."""
        where = ("-h", "127.0.0.1", "-p", str(self.port))
        self.run("dropdb", *where, "--if-exists", "--force", name)
        self.run("createdb", *where, name)
        return self.url(name)

    def url(self, name: str) -> str:
        """For SQLAlchemy."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"


def programs() -> Path | None:
    """Where initdb and pg_ctl lie, the newest first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return found[0].parent if found else None


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A cluster for as long as it is needed; skips by name where its programs are missing."""
    where = programs()
    if where is None or not (_is_root() or shutil.which("initdb")):
        pytest.skip("postgresql is missing (Debian: postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="loket-pg-"))
    if _is_root():
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
    made = Cluster(folder, where, _free_port())
    try:
        made.run("initdb", "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _is_root() -> bool:
    return os.geteuid() == 0


def _as_postgres(command: list[str], *, check: bool) -> subprocess.CompletedProcess[str]:
    whole = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command] if _is_root() else command
    clean = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
    return subprocess.run(
        whole, check=check, text=True, stdin=subprocess.DEVNULL, capture_output=True, cwd="/", env=clean, timeout=90
    )


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
