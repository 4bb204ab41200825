"""The log of strace, read: whole calls, offsets, what it cannot follow; and one small program from end to end."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.durability.tracing import END, Event, NoTracer, events, record, require_tracer

ROOT = Path("/srv/loket")


def hexed(text):
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


def fd(number, path):
    return f"{number}<{hexed(str(path))}>"


def read(*lines):
    return list(events(iter(lines), ROOT))


def opened(number, path, flags):
    return f'openat(AT_FDCWD<{hexed("/")}>, "{hexed(str(path))}", {flags}, 0666) = {fd(number, path)}'


def test_writes_follow_each_other_and_appended_ones_go_to_the_end():
    log, part = ROOT / "spent.log", ROOT / "a.part"
    assert read(
        opened(4, log, "O_WRONLY|O_CREAT|O_APPEND|O_CLOEXEC"),
        opened(5, part, "O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC"),
        f'write({fd(4, log)}, "{hexed("ab")}", 2) = 2',
        f'write({fd(5, part)}, "{hexed("abcd")}", 4) = 3',
        f'write({fd(5, part)}, "{hexed("d")}", 1) = 1',
        f"lseek({fd(5, part)}, 1, SEEK_SET) = 1",
        f'write({fd(5, part)}, "{hexed("x")}", 1) = 1',
        f'pwrite64({fd(5, part)}, "{hexed("yz")}", 2, 4096) = 2',
        f"fsync({fd(5, part)}) = 0",
        f'rename("{hexed(str(part))}", "{hexed(str(ROOT / "a"))}") = 0',
        f"fsync({fd(6, ROOT)}) = 0",
    ) == [
        Event("opened", "openat", "spent.log", create=True),
        Event("opened", "openat", "a.part", create=True, empty=True),
        Event("wrote", "write", "spent.log", b"ab", END),
        Event("wrote", "write", "a.part", b"abc", 0),
        Event("wrote", "write", "a.part", b"d", 3),
        Event("wrote", "write", "a.part", b"x", 1),
        Event("wrote", "pwrite64", "a.part", b"yz", 4096),
        Event("synced", "fsync", "a.part"),
        Event("moved", "rename", "a.part", other="a"),
        Event("synced", "fsync", "."),
    ]


def test_a_folder_is_cleared_by_names_relative_to_it():
    part = ROOT / ".part"
    assert read(
        f'unlinkat({fd(4, part)}, "{hexed("a")}", 0) = 0',
        f'unlinkat({fd(3, ROOT)}, "{hexed(".part")}", AT_REMOVEDIR) = 0',
        f'rmdir("{hexed(str(ROOT / "b"))}") = 0',
    ) == [
        Event("removed", "unlinkat", ".part/a"),
        Event("removed", "unlinkat", ".part"),
        Event("removed", "rmdir", "b"),
    ]


def test_what_failed_and_what_is_elsewhere_does_not_count():
    assert read(
        f'unlink("{hexed(str(ROOT / "a"))}") = -1 ENOENT (No such file or directory)',
        opened(4, "/srv/loket-2/a", "O_WRONLY|O_CREAT"),
        f'pwrite64({fd(4, "/etc/a")}, "{hexed("x")}", 1, 0) = 1',
        f'write({fd(4, ROOT / "a")}, "{hexed("x")}", 1) = ?',
    ) == []  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        f"fallocate({fd(4, ROOT / 'a')}, 0, 0, 4096) = 0",
        f"mmap(NULL, 32768, PROT_READ|PROT_WRITE, MAP_SHARED, {fd(4, ROOT / 'a')}, 0) = 0x7f0000000000",
        f'rename("{hexed(str(ROOT / "a"))}", "{hexed("/srv/b")}") = 0',
    ],
)
def test_a_change_that_is_not_understood_is_an_error(line):
    with pytest.raises(NotImplementedError):
        read(line)


def test_a_write_where_reading_stood_is_an_error():
    with pytest.raises(NotImplementedError, match="reading"):
        read(opened(4, ROOT / "a", "O_RDWR|O_CREAT"), f'write({fd(4, ROOT / "a")}, "{hexed("x")}", 1) = 1')


def test_mapping_for_reading_and_the_index_of_the_log_do_no_harm():
    index = ROOT / "station.db-shm"
    assert read(
        f'mmap(NULL, 32768, PROT_READ|PROT_WRITE, MAP_SHARED, {fd(4, index)}, 0) = 0x7f0000000000',
        f'mmap(NULL, 32768, PROT_READ, MAP_PRIVATE, {fd(4, ROOT / "a")}, 0) = 0x7f0000000000',
    ) == []  # fmt: skip


PROGRAM = """
import os, sys, threading
from pathlib import Path
home = Path(sys.argv[1]) / "home"
home.mkdir()
def write(name):
    with (home / name).open("wb") as file:
        file.write(name.encode() * 1000)
        file.flush()
        os.fsync(file.fileno())
threads = [threading.Thread(target=write, args=(name,)) for name in ("one", "two")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
os.write(1, b"done\\n")
os.unlink(home / "one")
"""


@pytest.mark.tools
def test_a_program_of_several_threads_is_recorded(tracer, tmp_path):
    root = tmp_path / "disk"
    root.mkdir()
    found = list(record([sys.executable, "-c", PROGRAM, str(root)], root.resolve(), tmp_path / "log"))
    assert found[0] == Event("made", "mkdir", "home")
    assert found[-2:] == [Event("told", "write", "", b"done"), Event("removed", "unlink", "home/one")]
    for name in ("one", "two"):
        own = [event for event in found if event.path == f"home/{name}"][:3]
        assert [event.call for event in own] == ["opened", "wrote", "synced"]
        assert own[1].data == name.encode() * 1000


@pytest.mark.tools
def test_a_program_that_fails_is_an_error(tracer, tmp_path):
    with pytest.raises(subprocess.CalledProcessError):
        record([sys.executable, "-c", "raise SystemExit(3)"], tmp_path.resolve(), tmp_path / "log")


def test_without_strace_the_reason_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoTracer, match="strace is not installed"):
        require_tracer()
