"""Sealed files: durable before they count, swept when no packet knows them, kept some days after their receipt."""

import errno
import os
import stat
from datetime import UTC, datetime, timedelta

import pytest

from sync import durable
from sync.errors import NotSealed
from sync.outbox import KEPT, Outbox

NOW = datetime(2026, 11, 24, 3, 42, tzinfo=UTC)
SHA = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # of b"abc", FIPS 180-2


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_files_are_written_synced_and_renamed_and_their_folder_is_synced_once(tmp_path, monkeypatch):
    done = []
    real_fsync, real_replace = os.fsync, durable.Path.replace
    monkeypatch.setattr(
        os, "fsync", lambda fd: (done.append(f"fsync {'dir' if _is_dir(fd) else 'file'}"), real_fsync(fd))
    )
    monkeypatch.setattr(
        durable.Path, "replace", lambda a, b: (done.append(f"{a.name} > {b.name}"), real_replace(a, b))[1]
    )
    outbox = Outbox(tmp_path / "outbox")
    assert outbox.put("p-1", b"abc").read_bytes() == b"abc"
    outbox.put("p-2", b"abc")
    outbox.settle()
    first, second = (["fsync file", f"{name}.age.part > {name}.age"] for name in ("p-1", "p-2"))
    assert done == ["fsync dir", *first, *second, "fsync dir"]  # the first is for the folder's own name


def test_folders_are_made_from_above_and_each_name_is_synced(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(durable, "sync_folder", synced.append)
    durable.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    assert synced == [tmp_path, tmp_path / "a"]
    durable.make_folder(tmp_path / "a" / "b")  # there, but who made it may have been killed before he synced
    assert synced == [tmp_path, tmp_path / "a", tmp_path / "a"]


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk-full"), (errno.EACCES, "folder-not-writable"), (errno.EIO, "folder-not-writable")],
)
def test_a_disk_that_refuses_leaves_nothing_behind(tmp_path, monkeypatch, number, code):
    def refuse(fd):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(NotSealed, match=code):
        Outbox(tmp_path).put("p-1", b"abc")
    assert names(tmp_path) == []


def test_a_lost_and_a_damaged_file_are_told_apart(tmp_path):
    outbox = Outbox(tmp_path)
    path = outbox.put("p-1", b"abc")
    assert outbox.fault(path, SHA) == ""
    path.write_bytes(b"abd")
    assert outbox.fault(path, SHA) == "file-damaged"
    path.unlink()
    assert outbox.fault(path, SHA) == "file-missing"


def test_files_of_no_packet_are_swept(tmp_path):
    outbox = Outbox(tmp_path)
    for packet in ("p-1", "p-2"):
        outbox.put(packet, b"abc")
    (tmp_path / "p-3.age.part").write_bytes(b"a")
    (tmp_path / "note.txt").write_bytes(b"a")
    outbox.sweep({"p-1.age"}, NOW)
    assert names(tmp_path) == ["note.txt", "p-1.age"]
    Outbox(tmp_path / "nothing here yet").sweep(set(), NOW)


def test_a_sent_file_is_kept_for_its_days_from_the_receipt_on(tmp_path):
    outbox = Outbox(tmp_path)
    path = outbox.put("p-1", b"abc")
    os.utime(path, (0, 0))  # sealed long ago, without a network since
    outbox.put_away(path, NOW)
    outbox.sweep(set(), NOW + KEPT - timedelta(seconds=1))
    assert names(tmp_path) == ["sent/p-1.age"]
    outbox.sweep(set(), NOW + KEPT + timedelta(seconds=1))
    assert names(tmp_path) == []


def test_putting_away_what_is_gone_is_no_error(tmp_path):
    Outbox(tmp_path).put_away(tmp_path / "p-1.age", NOW)
    assert names(tmp_path) == []


def _is_dir(fd):
    return stat.S_ISDIR(os.fstat(fd).st_mode)


def test_a_folder_that_others_made_needs_no_look_above(tmp_path, monkeypatch):
    def closed(folder):
        raise PermissionError(errno.EACCES, "not yours")

    monkeypatch.setattr(durable, "sync_folder", closed)
    durable.make_folder(tmp_path / "a")
    assert (tmp_path / "a").is_dir()


def test_a_private_file_is_whole_or_not_there_and_nobody_elses(tmp_path, monkeypatch):
    path, real = tmp_path / "machine.key", os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: _refuse(fd) if not _is_dir(fd) else real(fd))
    with pytest.raises(OSError, match="no room"):
        durable.write_private(path, b"abc")
    assert not path.exists()
    monkeypatch.undo()
    durable.write_private(path, b"abc")
    assert names(tmp_path) == ["machine.key"]
    assert path.read_bytes() == b"abc"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def _refuse(fd):
    raise OSError(errno.ENOSPC, "no room")
