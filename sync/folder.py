"""A parcel: one folder on a stick that carries sealed files, and an index of them signed by whoever made it.

    DAYUN-20261123-104207-kirim/        from the station; `-balasan` from the centre, for that station
        index.json    canonical, in the clear: station, kind, epoch, made, and name, size and SHA-256 of each file
        index.sig     64 bytes of Ed25519 over index.json by the maker
        *.age         sealed files; nothing else is of interest

Written under another name, resumed after a cut, and renamed when every byte is durable: a parcel is whole or not
there. A stick may still be hostile, or copied by halves. So it is read in this order: name, kind of file and size; the
signature over the index before a byte of it is parsed; each file's size and SHA-256 before it is opened. Links are
never followed.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sync.durable import write_whole
from sync.errors import BadPacket, BadWire, StickFault
from sync.keys import SigningKey, ed25519_check
from sync.records import decode, encode
from sync.wire import LARGEST

EXPORT, RETURN = "kirim", "balasan"
LARGEST_INDEX = 1024 * 1024
MOST_FILES = 4096
MOST_PARCELS = 256  # looked at on one stick
INDEX, MARK = "index.json", "index.sig"
_NAME = re.compile(r"([A-Z0-9][A-Z0-9-]{0,39})-(\d{8})-(\d{6})-(kirim|balasan)")
_FILE = re.compile(r"[0-9A-Za-z-]{1,64}\.age")
_SHA = re.compile(r"[0-9a-f]{64}")
_FULL = (errno.ENOSPC, 122)  # 122: EDQUOT, which Windows does not name
_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

Watch = Callable[[int], None]  # bytes done so far; what it raises ends the work


@dataclass(frozen=True, slots=True)
class Index:
    """What a parcel says of itself. `kind` is kirim or balasan, `made` the maker's UTC time."""

    station: str
    kind: str
    epoch: int
    made: str
    files: Mapping[str, str]  # name -> SHA-256
    sizes: Mapping[str, int]

    def to_bytes(self) -> bytes:
        """The canonical bytes that are signed."""
        return encode(self)

    @classmethod
    def from_bytes(cls, body: bytes) -> Index:
        """Parse signed bytes; raises BadWire, also for a name that is none and a size that no file may have."""
        found = decode(cls, body)
        named = found.files.keys() == found.sizes.keys() and len(found.files) <= MOST_FILES
        if not named or found.kind not in (EXPORT, RETURN):
            raise BadWire("index")
        if not all(_FILE.fullmatch(name) and _SHA.fullmatch(sha) for name, sha in found.files.items()):
            raise BadWire("index")
        if not all(0 < size <= LARGEST for size in found.sizes.values()):
            raise BadWire("index")
        return found

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(self.sizes.values())


@dataclass(frozen=True, slots=True)
class Parcel:
    """A folder with the name of a parcel; nothing of it has been proved yet."""

    folder: Path
    station: str
    kind: str

    @property
    def name(self) -> str:
        """The name of the folder."""
        return self.folder.name


@dataclass(frozen=True, slots=True)
class Read:
    """A parcel whose index holds: it is from whom it should be, and says what lies in it."""

    folder: Path
    index: Index

    def file(self, name: str) -> bytes:
        """A file as its maker wrote it; raises BadPacket("half-copied") or StickFault."""
        size = self.index.sizes.get(name, 0)
        data = _read(self.folder / name, size) if size else b""
        if len(data) != size or hashlib.sha256(data).hexdigest() != self.index.files.get(name):
            raise BadPacket("half-copied")
        return data


def parcel_name(station: str, made: str, kind: str) -> str:
    """The name of a folder, by the local day and time it was made: people ask each other for it.

    >>> len(parcel_name("DAYUN", "2026-11-23T10:42:07Z", "kirim")) - len("DAYUN-20261123-104207-kirim")
    0
    """
    return f"{station}-{datetime.fromisoformat(made).astimezone():%Y%m%d-%H%M%S}-{kind}"


def parcels(stick: Path) -> tuple[Parcel, ...]:
    """What looks like a parcel in a folder, or the folder itself; the oldest first. Raises StickFault."""
    with _on_stick():
        inside = list(stick.iterdir())
    found = [_named(folder) for folder in (stick, *inside)]
    whole = [parcel for parcel in found if parcel is not None]
    return tuple(sorted(whole, key=lambda parcel: parcel.name.removeprefix(parcel.station))[:MOST_PARCELS])


def read_parcel(parcel: Parcel, key: str) -> Read:
    """The parcel when `key` (hex) signed its index and the index is about the station that its name tells.

    Raises BadPacket: half-copied (no whole index), bad-signature, bad-index; StickFault.
    """
    body, mark = _read(parcel.folder / INDEX, LARGEST_INDEX), _read(parcel.folder / MARK, 64)
    if not body or len(body) > LARGEST_INDEX or len(mark) != 64:
        raise BadPacket("half-copied")
    if not ed25519_check(bytes.fromhex(key), body, mark):
        raise BadPacket("bad-signature")
    try:
        index = Index.from_bytes(body)
    except BadWire as error:
        raise BadPacket("bad-index") from error
    if (index.station, index.kind) != (parcel.station, parcel.kind):
        raise BadPacket("bad-index")
    return Read(parcel.folder, index)


class Writer:
    """Writes one parcel onto a stick: files one by one, then `close`. What an earlier try left whole is kept."""

    def __init__(self, stick: Path, station: str, kind: str, watch: Watch = lambda done: None) -> None:
        """Raises StickFault("stick-odd") when something else stands where the parcel is to be written."""
        self._stick = stick
        self._station = station
        self._kind = kind
        self._watch = watch
        self._part = stick / f"{station}-{kind}.part"
        self._files: dict[str, str] = {}
        self._sizes: dict[str, int] = {}
        with _on_stick():
            if self._part.is_symlink() or (self._part.exists() and not self._part.is_dir()):
                raise StickFault("stick-odd")
            self._part.mkdir(exist_ok=True)
            for left in list(self._part.iterdir()):
                if not _FILE.fullmatch(left.name) or not stat.S_ISREG(left.lstat().st_mode):
                    _remove(left)  # never through a link that somebody laid there

    def put(self, name: str, data: bytes) -> None:
        """One sealed file, durable when it returns. Raises StickFault, and BadPacket("too-large") past the limits."""
        if len(self._files) >= MOST_FILES or not 0 < len(data) <= LARGEST:
            raise BadPacket("too-large")
        sha = hashlib.sha256(data).hexdigest()
        with _on_stick():
            if not self._has(self._part / name, sha, len(data)):
                write_whole(self._part / name, data)
        self._files[name], self._sizes[name] = sha, len(data)
        self._watch(sum(self._sizes.values()))

    def close(self, epoch: int, made: str, key: SigningKey) -> Path:
        """Sign the index, give the parcel its name, and take older ones of the same kind and station away."""
        index = Index(self._station, self._kind, epoch, made, self._files, self._sizes)
        body = index.to_bytes()
        if len(body) > LARGEST_INDEX:
            raise BadPacket("too-large")
        whole = self._stick / parcel_name(self._station, made, self._kind)
        with _on_stick():
            for left in list(self._part.iterdir()):
                if left.name not in self._files:
                    _remove(left)
            write_whole(self._part / INDEX, body)
            write_whole(self._part / MARK, key.sign(body))
            _settle(self._part)
            if whole.exists():  # of the same second
                _remove(whole)
            self._part.rename(whole)
            _settle(self._stick)
            self._take_away(whole)
            _settle(self._stick)
        return whole

    def _has(self, path: Path, sha: str, size: int) -> bool:
        """Whether an earlier try left this file whole, as the stick itself gives it back."""
        data = _read(path, size)
        return len(data) == size and hashlib.sha256(data).hexdigest() == sha

    def _take_away(self, newest: Path) -> None:
        """What is in an older parcel is in this one, or has been answered."""
        for folder in list(self._stick.iterdir()):
            parcel = _named(folder)
            same = parcel is not None and (parcel.station, parcel.kind) == (self._station, self._kind)
            if same and folder.name < newest.name:
                _remove(folder)


def _named(folder: Path) -> Parcel | None:
    said = _NAME.fullmatch(folder.name)
    if said is None or folder.is_symlink() or not folder.is_dir():
        return None
    return Parcel(folder, said[1], said[4])


def _read(path: Path, most: int) -> bytes:
    """At most `most` bytes and one more of a plain file; b"" for what is none. Raises StickFault."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _NO_FOLLOW)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ELOOP, errno.ENXIO, errno.EISDIR, errno.ENOTDIR):
            return b""
        raise _fault(error) from error
    with os.fdopen(descriptor, "rb") as file, _on_stick():
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode) or about.st_size > most:
            return b""
        return file.read(most + 1)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)  # which follows no links
    else:
        path.unlink()


def _settle(folder: Path) -> None:
    """Make names durable where the stick's file system can: some drivers of exFAT and NTFS cannot sync a folder."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with _if_able():
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _if_able() -> Iterator[None]:
    """Let the answer "not for this kind of file" pass, and nothing else."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise


@contextmanager
def _on_stick() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _fault(error) from error


def _fault(error: OSError) -> StickFault:
    if error.errno in _FULL:
        return StickFault("stick-full")
    return StickFault("stick-read-only" if error.errno in _READ_ONLY else "stick-pulled")
