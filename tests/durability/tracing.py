"""What a program did to the files below one folder, in order: recorded by strace from outside, the program unchanged.

The log is strace's own text (strace(1), version 5.10 or newer), with every string and path in hex. Only calls that
change files count; a call that could change them and is not known here is an error, never left out.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

TRACED = (  # what is read here, then what would have to be; calls that a kernel does not have are left out
    "?open,?openat,?creat,?write,?pwrite64,?lseek,?fsync,?fdatasync,?ftruncate,?rename,?renameat,?renameat2,?unlink,"
    "?unlinkat,?rmdir,?mkdir,?mkdirat,?close,"
    "?truncate,?writev,?pwritev,?pwritev2,?fallocate,?copy_file_range,?sendfile,?splice,?link,?linkat,?symlink,"
    "?symlinkat,?dup,?dup2,?dup3,?mmap,?sync_file_range"
)
END = -1  # the offset of what was added at the end
LONGEST = 16 * 1024 * 1024  # bytes of one write that are recorded
_LINE = re.compile(r"(?:(\d+) +)?(\w+)\((.*)\) += (-?\d+|\?)(.*)")
_CUT_OFF = re.compile(r"(?:(\d+) +)?(\w+)\((.*) <unfinished \.\.\.>")
_RESUMED = re.compile(r"(?:(\d+) +)?<\.\.\. (\w+) resumed>(.*)")
_HEX = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_DESCRIPTOR = re.compile(r"(\d+|AT_FDCWD)(?:<((?:\\x[0-9a-f]{2})*)>)?")


class NoTracer(Exception):
    """Nothing here can record: the text says why."""


@dataclass(frozen=True, slots=True)
class Event:
    """One call that succeeded: its name, the path it was about (relative to the root), and what it carried.

    `call` is made, opened, wrote, resized, synced, moved, removed or told (a line of the program itself); `by` is the
    system call.
    """

    call: str
    by: str
    path: str
    data: bytes = b""
    offset: int = 0
    other: str = ""  # the new path of what moved
    create: bool = False
    empty: bool = False


def require_tracer() -> str:
    """The path of strace; raises NoTracer when it is missing or may not trace."""
    program = shutil.which("strace")
    if program is None:
        raise NoTracer("strace is not installed (Debian: strace)")
    tried = subprocess.run([program, "-qq", "-o", os.devnull, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        raise NoTracer(f"strace may not trace here: {tried.stderr.strip()[:200]}")
    return program


def record(command: Sequence[str], root: Path, log: Path, *, kill: str = "") -> Iterator[Event]:
    """Run a program to its end (or until `kill`, an injection of strace, ends it) and give back what it did.

    `root` must be a resolved path. What the program writes to descriptor 1 becomes events `told`, line by line.
    """
    trace = [require_tracer(), "-f", "-qq", "-y", "-xx", "-s", str(LONGEST), "-e", "signal=none"]
    trace += ["-e", f"trace={TRACED}", "-o", str(log)]
    trace += ["-e", f"inject={kill}"] if kill else ["--seccomp-bpf"]  # the quick way, which injects nothing
    done = subprocess.run([*trace, *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    if done.returncode != (-signal.SIGKILL if kill else 0):
        raise subprocess.CalledProcessError(done.returncode, list(command))
    return events(_lines(log), root)


def events(lines: Iterator[str], root: Path) -> Iterator[Event]:
    """The calls of a log that changed something below `root`, and what the program told."""
    reader = _Reader(root)
    for line in lines:
        found = _LINE.fullmatch(line)
        if found and not found[4].startswith(("-", "?")):
            yield from reader.read(found[2], found[3], int(found[4]), found[5])


def _lines(log: Path) -> Iterator[str]:
    """Whole calls: one that another thread came between is joined again, at the place where it ended."""
    begun: dict[str, str] = {}
    with log.open(encoding="ascii") as file:
        for raw in file:
            line = raw.rstrip("\n")
            if found := _CUT_OFF.fullmatch(line):
                begun[found[1]] = f"{found[2]}({found[3]}"
            elif found := _RESUMED.fullmatch(line):
                yield f"{found[1] or ''} {begun.pop(found[1])}{found[3]}".lstrip()
            else:
                yield line


class _Reader:
    """Keeps what a log does not repeat: how each descriptor was opened and where it stands."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._at: dict[str, int] = {}
        self._ends: set[str] = set()  # descriptors that always write at the end
        self._both: set[str] = set()  # those that may read, and reading is not in the log
        self._known: dict[str, Callable[[str, str, int, str], Iterator[Event]]] = {
            "open": self._open,
            "openat": self._open,
            "creat": self._open,
            "write": self._write,
            "pwrite64": self._pwrite,
            "lseek": self._seek,
            "fsync": self._sync,
            "fdatasync": self._sync,
            "ftruncate": self._resize,
            "rename": self._move,
            "renameat": self._move,
            "renameat2": self._move,
            "unlink": self._remove,
            "unlinkat": self._remove,
            "rmdir": self._remove,
            "mkdir": self._make,
            "mkdirat": self._make,
            "close": self._close,
        }

    def read(self, call: str, said: str, result: int, rest: str) -> Iterator[Event]:
        if call in self._known:
            yield from self._known[call](call, said, result, rest)
        elif self._touches(said) and not _harmless(call, said):
            raise NotImplementedError(f"{call} below the root: {said[:200]}")

    def _open(self, by: str, said: str, result: int, rest: str) -> Iterator[Event]:
        path = self._inside(_path(_DESCRIPTOR, f"{result}{rest}"))
        self._at[str(result)] = 0
        self._ends.discard(str(result))
        self._both.discard(str(result))
        if path is None:
            return
        if "O_RDWR" in said:
            self._both.add(str(result))
        if "O_APPEND" in said:
            self._ends.add(str(result))
        create, empty = "O_CREAT" in said, "O_TRUNC" in said
        if create or empty:
            yield Event("opened", by, path, create=create, empty=empty)

    def _write(self, by: str, said: str, result: int, rest: str) -> Iterator[Event]:
        number, path = self._descriptor(said)
        data = _bytes(said)[:result]
        if number == "1":
            yield from (Event("told", by, "", line) for line in data.splitlines())
        if path is None:
            return
        if number in self._both and number not in self._ends:
            raise NotImplementedError(f"written where reading stood: {path}")
        at = END if number in self._ends else self._at.get(number, 0)
        self._at[number] = at + result
        yield Event("wrote", by, path, data, at)

    def _pwrite(self, by: str, said: str, result: int, rest: str) -> Iterator[Event]:
        _, path = self._descriptor(said)
        if path is not None:
            yield Event("wrote", by, path, _bytes(said)[:result], int(said.rsplit(", ", 1)[1]))

    def _seek(self, by: str, said: str, result: int, rest: str) -> Iterator[Event]:
        self._at[self._descriptor(said)[0]] = result
        return iter(())

    def _sync(self, by: str, said: str, result: int, rest: str) -> Iterator[Event]:
        _, path = self._descriptor(said)
        if path is not None:
            yield Event("synced", by, path)

    def _resize(self, by: str, said: str, result: int, rest: str) -> Iterator[Event]:
        _, path = self._descriptor(said)
        if path is not None:
            yield Event("resized", by, path, offset=int(said.rsplit(", ", 1)[1]))

    def _move(self, by: str, said: str, result: int, rest: str) -> Iterator[Event]:
        old, new = (self._inside(_decoded(name)) for name in _HEX.findall(said))
        if old is not None and new is not None:
            yield Event("moved", by, old, other=new)
        elif old is not None or new is not None:
            raise NotImplementedError(f"moved over the border: {said[:200]}")

    def _remove(self, by: str, said: str, result: int, rest: str) -> Iterator[Event]:
        path = self._inside(_named(said))
        if path is not None:
            yield Event("removed", by, path)

    def _make(self, by: str, said: str, result: int, rest: str) -> Iterator[Event]:
        path = self._inside(_named(said))
        if path is not None:
            yield Event("made", by, path)

    def _close(self, by: str, said: str, result: int, rest: str) -> Iterator[Event]:
        self._ends.discard(self._descriptor(said)[0])
        return iter(())

    def _descriptor(self, said: str) -> tuple[str, str | None]:
        found = _DESCRIPTOR.match(said)
        assert found, said
        return found[1], self._inside(_decoded(found[2] or ""))

    def _inside(self, path: str) -> str | None:
        """The path below the root, "." for the root itself; None elsewhere."""
        if path == self._root:
            return "."
        return path.removeprefix(self._root + "/") if path.startswith(self._root + "/") else None

    def _touches(self, said: str) -> bool:
        return "".join(f"\\x{byte:02x}" for byte in self._root.encode()) in said


def _harmless(call: str, said: str) -> bool:
    """Mapped for reading, or the index of the log, which no reader trusts after a cut."""
    shared = "MAP_SHARED" in said and "PROT_WRITE" in said
    index = "".join(f"\\x{byte:02x}" for byte in b"-shm") in said
    return call == "mmap" and (not shared or index)


def _bytes(said: str) -> bytes:
    found = _HEX.search(said)
    assert found, said[:200]
    return bytes.fromhex(found[1].replace("\\x", ""))


def _named(said: str) -> str:
    """The path a call names, which may be relative to a folder it holds open."""
    name = _decoded(_HEX.findall(said)[0])
    return name if name.startswith("/") else f"{_path(_DESCRIPTOR, said)}/{name}"


def _decoded(hexed: str) -> str:
    return bytes.fromhex(hexed.replace("\\x", "")).decode()


def _path(pattern: re.Pattern[str], said: str) -> str:
    found = pattern.match(said)
    return _decoded(found[2] or "") if found else ""
