"""A disk as a power cut leaves it: what was synced is there, of the rest any part in any state a disk can write.

What can be lost is taken from POSIX and from what SQLite assumes (sqlite.org/atomiccommit.html), not from one file
system: data counts only after fsync of its file, a name only after fsync of its folder. A sector is written whole, as
it stood in the page cache at some moment; sectors reach the disk in any order. Changes of one folder reach it in the
order they were made (every journal does that); two folders know nothing of each other, but a file that is moved is
never in neither.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePosixPath

SECTORS = (512, 4096)


class Cut(Enum):
    """What became of what was not synced."""

    DROPPED = "dropped"  # nothing of it reached the disk
    KEPT = "kept"  # all of it did: the same as kill -9
    TORN = "torn"  # in order up to some write, and of that one some sectors
    MIXED = "mixed"  # each sector and each name at a moment of its own


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes at a place of a file, not synced yet."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Resize:
    """A new length of a file, not synced yet."""

    size: int


@dataclass(slots=True)
class File:
    """What is on the disk of a file, and what is on its way there."""

    synced: bytes = b""
    pending: list[Write | Resize] = field(default_factory=list)
    size: int = 0

    def write(self, offset: int, data: bytes) -> None:
        """As pwrite; at the end of the file when `offset` is negative."""
        offset = self.size if offset < 0 else offset
        self.pending.append(Write(offset, data))
        self.size = max(self.size, offset + len(data))

    def resize(self, size: int) -> None:
        """As ftruncate."""
        self.pending.append(Resize(size))
        self.size = size

    def sync(self) -> None:
        """As fsync."""
        if self.pending:
            self.synced = _apply(self.synced, self.pending)
            self.pending = []

    def after(self, cut: Cut, chance: random.Random) -> bytes:
        """The bytes found when the power is back."""
        if cut is Cut.DROPPED or not self.pending:
            return self.synced
        if cut is Cut.KEPT:
            return _apply(self.synced, self.pending)
        sector = chance.choice(SECTORS)
        whole = chance.randint(0, len(self.pending))
        if cut is Cut.TORN:
            return self._torn(whole, sector, chance)
        return self._mixed(whole, sector, chance)

    def _torn(self, whole: int, sector: int, chance: random.Random) -> bytes:
        kept = self.pending[:whole]
        if whole < len(self.pending):
            last = self.pending[whole]
            if isinstance(last, Write):
                return _apply(self.synced, [*kept, *(part for part in _cut(last, sector) if chance.random() < 0.5)])
        return _apply(self.synced, kept)

    def _mixed(self, whole: int, sector: int, chance: random.Random) -> bytes:
        """Each sector as it stood after some write to it; the length as it was after `whole` of them.

        Where the file grew over sectors that were not written it holds zeros or what lay on the disk before.
        """
        pieces = [
            (number, piece)
            for number, change in enumerate(self.pending)
            for piece in (_cut(change, sector) if isinstance(change, Write) else (change,))
        ]
        until = {
            piece.offset // sector: chance.randint(0, len(self.pending))
            for _, piece in pieces
            if isinstance(piece, Write)
        }
        kept = [
            piece
            for number, piece in pieces
            if (number < until[piece.offset // sector] if isinstance(piece, Write) else number < whole)
        ]
        size = len(self.synced)
        for change in self.pending[:whole]:
            size = change.size if isinstance(change, Resize) else max(size, change.offset + len(change.data))
        return _apply(self.synced, kept, size, chance if chance.random() < 0.5 else None)


@dataclass(frozen=True, slots=True)
class Change:
    """A name that goes, a name that comes, or both at once."""

    gone: str = ""
    new: str = ""
    node: File | Folder | None = None
    to: Folder | None = None  # the file came to another folder by this
    key: int = 0  # the same for both halves of such a move


@dataclass(slots=True, eq=False)
class Folder:
    """The names on the disk, the names as programs see them, and the changes between the two."""

    synced: dict[str, File | Folder] = field(default_factory=dict)
    seen: dict[str, File | Folder] = field(default_factory=dict)
    pending: list[Change] = field(default_factory=list)

    def change(self, change: Change) -> None:
        """Make it seen."""
        self.pending.append(change)
        _rename(self.seen, change)

    def sync(self) -> None:
        """As fsync of the folder; where a file left it, the folder it went to has it as well."""
        for change in self.pending:
            if change.to is not None:
                change.to.settle(change.key)
        self.synced, self.pending = dict(self.seen), []

    def settle(self, key: int) -> None:
        """Bring to the disk what came up to one move."""
        keys = [change.key for change in self.pending]
        if key in keys:
            count = keys.index(key) + 1
            for change in self.pending[:count]:
                _rename(self.synced, change)
            self.pending = self.pending[count:]


class Disk:
    """A tree of files under one root, changed by what a program did. Paths are relative to the root."""

    def __init__(self) -> None:
        self.root = Folder()
        self._moves = 0

    def make_folder(self, path: str) -> None:
        """As mkdir."""
        folder, name = self._place(path)
        folder.change(Change(new=name, node=Folder()))

    def open(self, path: str, *, create: bool, empty: bool) -> File | Folder:
        """As open; raises FileNotFoundError."""
        if path == ".":
            return self.root
        folder, name = self._place(path)
        if name not in folder.seen:
            if not create:
                raise FileNotFoundError(path)
            folder.change(Change(new=name, node=File()))
        node = folder.seen[name]
        if empty and isinstance(node, File) and node.size:
            node.resize(0)
        return node

    def move(self, old: str, new: str) -> None:
        """As rename."""
        (source, gone), (target, name) = self._place(old), self._place(new)
        node = source.seen[gone]
        if source is target:
            source.change(Change(gone, name, node))
            return
        self._moves += 1
        target.change(Change("", name, node, None, self._moves))
        source.change(Change(gone, "", None, target, self._moves))

    def remove(self, path: str) -> None:
        """As unlink."""
        folder, name = self._place(path)
        folder.change(Change(name))

    def after(self, cut: Cut, chance: random.Random) -> dict[str, bytes]:
        """Path -> bytes of every file that is there when the power is back."""
        counts: dict[int, int] = {}
        for folder in _folders(self.root):
            full = len(folder.pending)
            some = {Cut.DROPPED: 0, Cut.KEPT: full}.get(cut)
            counts[id(folder)] = chance.randint(0, full) if some is None else some
        moved = {
            change.key: change.to
            for folder in _folders(self.root)
            for change in folder.pending[: counts[id(folder)]]
            if change.to is not None
        }
        for key, target in moved.items():  # what left one folder has come to the other
            keys = [change.key for change in target.pending]
            if key in keys:
                counts[id(target)] = max(counts[id(target)], keys.index(key) + 1)
        found: dict[str, bytes] = {}
        _gather(self.root, PurePosixPath(), counts, cut, chance, found)
        return found

    def _place(self, path: str) -> tuple[Folder, str]:
        where = PurePosixPath(path)
        folder = self.root
        for part in where.parent.parts:
            node = folder.seen[part]
            assert isinstance(node, Folder), path
            folder = node
        return folder, where.name


def _folders(top: Folder) -> list[Folder]:
    """This one and all that can be reached from it, now or after a cut."""
    found, seen = [top], {id(top)}
    for folder in found:
        below = [*folder.synced.values(), *(change.node for change in folder.pending)]
        for node in below:
            if isinstance(node, Folder) and id(node) not in seen:
                seen.add(id(node))
                found.append(node)
    return found


def _gather(
    folder: Folder,
    at: PurePosixPath,
    counts: dict[int, int],
    cut: Cut,
    chance: random.Random,
    found: dict[str, bytes],
) -> None:
    names = dict(folder.synced)
    for change in folder.pending[: counts[id(folder)]]:
        _rename(names, change)
    for name, node in names.items():
        if isinstance(node, Folder):
            _gather(node, at / name, counts, cut, chance, found)
        else:
            found[str(at / name)] = node.after(cut, chance)


def _rename(names: dict[str, File | Folder], change: Change) -> None:
    if change.gone:
        names.pop(change.gone, None)
    if change.new and change.node is not None:
        names[change.new] = change.node


def _cut(write: Write, sector: int) -> list[Write]:
    """A write as pieces that lie in one sector each."""
    pieces, at, end = [], write.offset, write.offset + len(write.data)
    while at < end:
        stop = min(end, (at // sector + 1) * sector)
        pieces.append(Write(at, write.data[at - write.offset : stop - write.offset]))
        at = stop
    return pieces


def _apply(
    before: bytes, changes: list[Write | Resize], size: int | None = None, stale: random.Random | None = None
) -> bytes:
    """The bytes after changes; at the end cut or grown to `size`. New room holds zeros, or random bytes of `stale`."""
    data = bytearray(before)
    for change in changes:
        if isinstance(change, Resize):
            _fit(data, change.size, None)
        else:
            _fit(data, max(len(data), change.offset), stale)
            data[change.offset : change.offset + len(change.data)] = change.data
    if size is not None:
        _fit(data, size, stale)
    return bytes(data)


def _fit(data: bytearray, size: int, stale: random.Random | None) -> None:
    grown = size - len(data)
    if grown > 0:
        data += stale.randbytes(grown) if stale else bytes(grown)
    elif grown < 0:
        del data[size:]
