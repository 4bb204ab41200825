"""`loket central backup | restore`: a copy of the whole centre that was opened before it was called good.

    FOLDER/centre.db        the embedded file, under the same key; or centre.pgdump of pg_dump --format=custom
    FOLDER/packets/         the packets that lie in the folder (an S3-compatible store is kept by its own means)
    FOLDER/backup.json      what it is, with the SHA-256 of each file; written last: without it there is no backup

The key file is not copied: it belongs in another place than the books, and without it a copy opens for nobody. Packets
come after the books: the books never name one that the copy does not hold.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from central.compose import key_of
from central.errors import CentreError
from central.ledger.copies import check_file, copy_file
from central.ledger.ledger import Ledger
from central.options import add_database
from sync.durable import make_folder, sync_file, sync_folder, write_durably

_BOOKS, _DUMP, _LIST, _PACKETS = "centre.db", "centre.pgdump", "backup.json", "packets"


class NotKept(CentreError):
    """A copy could not be made, or does not hold. `code`: not-empty, no-backup, altered, pg_dump or pg_restore."""


def backup(home: Path, target: Path, *, database: str = "") -> Path:
    """Copy a centre, also while it runs, into a new folder. Raises NotKept, BadCopy, NotNow, OSError."""
    if target.exists() and any(target.iterdir()):
        raise NotKept("not-empty")
    make_folder(target)
    key = key_of(home)
    if database:
        _dump(database, target / _DUMP)
    else:
        ledger = Ledger(home / _BOOKS, key)
        try:
            copy_file(ledger.engine, target / _BOOKS, key)
        finally:
            ledger.close()
    _copy_tree(home / _PACKETS, target / _PACKETS)
    hashes = {path.relative_to(target).as_posix(): _hash(path) for path in _files(target)}
    kind = "postgresql" if database else "sqlite"
    write_durably(target / _LIST, json.dumps({"v": 1, "kind": kind, "files": hashes}, sort_keys=True).encode())
    return target


def restore(source: Path, home: Path, key_file: Path, *, database: str = "") -> None:
    """Make a centre of a copy: into a new folder, or a new database. Everything is checked before anything is written.

    Raises NotKept, BadCopy (also for another key file). Stations that have seen more than the copy holds are told so
    by their journals, and send again what it lacks.
    """
    kind = verify(source, key_file)
    if home.exists() and any(home.iterdir()):
        raise NotKept("not-empty")
    if (kind == "postgresql") != bool(database):
        raise NotKept("no-backup")
    make_folder(home)
    _copy_tree(source / _PACKETS, home / _PACKETS)
    if database:
        _run("pg_restore", database, "--no-owner", "--single-transaction", "--exit-on-error", str(source / _DUMP))
    else:
        _copy(source / _BOOKS, home / _BOOKS)
    _copy(key_file, home / "centre.key")
    (home / "centre.key").chmod(0o600)
    sync_folder(home)
    Ledger(home / _BOOKS, key_of(home), url=database).close()


def verify(source: Path, key_file: Path) -> str:
    """Read every byte of a copy and open it; its kind. Raises NotKept, BadCopy."""
    try:
        said = json.loads((source / _LIST).read_bytes())
        kind, files = str(said["kind"]), dict(said["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotKept("no-backup") from error
    found = {path.relative_to(source).as_posix(): _hash(path) for path in _files(source) if path.name != _LIST}
    if found != files:
        raise NotKept("altered")
    if kind == "sqlite":
        check_file(source / _BOOKS, bytes.fromhex(key_file.read_text().strip()))
    else:
        _program("pg_restore", "--list", str(source / _DUMP))
    return kind


def keep(given: list[str]) -> int:
    """The commands; 1 with the reason when refused."""
    parser = argparse.ArgumentParser(prog="loket central")
    parser.add_argument("act", choices=["backup", "restore"])
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True, help="of the copy")
    parser.add_argument("--key-file", type=Path, help="restore: centre.key, which is kept apart from the copy")
    add_database(parser)
    options = parser.parse_args(given)
    try:
        if options.act == "backup":
            backup(options.home, options.folder, database=options.database)
            verify(options.folder, options.home / "centre.key")
        elif options.key_file is None:
            parser.error("--key-file")
        else:
            restore(options.folder, options.home, options.key_file, database=options.database)
    except (CentreError, OSError) as error:
        sys.stderr.write(f"{getattr(error, 'code', error)}\n")
        return 1
    sys.stdout.write(f"{options.act}: {options.folder}\n")
    return 0


def _dump(database: str, target: Path) -> None:
    """One consistent snapshot, while others write."""
    _run("pg_dump", database, "--format=custom", "--no-owner", "--file", str(target))
    sync_file(target)


def _run(program: str, database: str, *arguments: str) -> None:
    """A program of PostgreSQL; the password goes by the environment, where other users do not see it."""
    said = urlsplit(database)
    where = {
        "--host": said.hostname,
        "--port": said.port,
        "--username": unquote(said.username or ""),
        "--dbname": said.path.strip("/"),
    }
    named = [part for name, value in where.items() if value for part in (name, str(value))]
    secret = {"PGPASSWORD": unquote(said.password)} if said.password else {}
    _program(program, *named, *arguments, more=secret)


def _program(program: str, *arguments: str, more: dict[str, str] | None = None) -> None:
    done = subprocess.run([program, *arguments], env={**os.environ, **(more or {})}, capture_output=True, check=False)
    if done.returncode:
        raise NotKept(program)


def _copy_tree(source: Path, target: Path) -> None:
    make_folder(target)
    for path in _files(source):
        if path.suffix == ".age":  # parts are sent again
            place = target / path.relative_to(source)
            make_folder(place.parent)
            _copy(path, place)
            sync_folder(place.parent)


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    sync_file(target)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
