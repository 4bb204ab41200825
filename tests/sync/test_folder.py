"""Parcels: whole or not there, resumed, and refused by name, size and signature before anything is parsed."""

import errno
import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.canonical import NotCanonical
from sync import folder as room
from sync.errors import BadPacket, BadWire, StickFault
from sync.folder import (
    EXPORT,
    INDEX,
    LARGEST_INDEX,
    MARK,
    MOST_FILES,
    RETURN,
    Index,
    Parcel,
    Writer,
    parcel_name,
    parcels,
    read_parcel,
)
from tests.sync.making import key

MADE = "2026-11-23T03:42:07Z"
FILES = {"a.age": b"first", "b.age": b"second" * 50}


def written(stick, files=None, station="DAYUN", kind=EXPORT, made=MADE, signer="DAYUN"):
    writer = Writer(stick, station, kind)
    for name, data in (FILES if files is None else files).items():
        writer.put(name, data)
    return writer.close(1, made, key(signer))


def opened(folder, station="DAYUN", kind=EXPORT, signer="DAYUN"):
    return read_parcel(Parcel(folder, station, kind), key(signer).public)


def code(call, *args, **kwargs):
    with pytest.raises((BadPacket, StickFault)) as error:
        call(*args, **kwargs)
    return error.value.code


def test_what_is_written_is_read(tmp_path):
    folder = written(tmp_path)
    assert folder.name == parcel_name("DAYUN", MADE, EXPORT)
    assert parcels(tmp_path) == (Parcel(folder, "DAYUN", EXPORT),)
    assert parcels(folder) == (Parcel(folder, "DAYUN", EXPORT),)  # who opens the folder itself means it
    whole = opened(folder)
    assert {name: whole.file(name) for name in whole.index.files} == FILES
    assert (whole.index.epoch, whole.index.made, whole.index.size) == (1, MADE, 305)


def test_nothing_shows_before_it_is_whole_and_the_next_try_goes_on(tmp_path, monkeypatch):
    writer = Writer(tmp_path, "DAYUN", EXPORT)
    writer.put("a.age", FILES["a.age"])
    assert parcels(tmp_path) == ()
    before = (tmp_path / "DAYUN-kirim.part" / "a.age").stat().st_mtime_ns
    (tmp_path / "DAYUN-kirim.part" / "b.age").write_bytes(FILES["b.age"][:-1])  # torn when the stick was pulled out
    (tmp_path / "DAYUN-kirim.part" / "old.age").write_bytes(b"of a packet that has its receipt")
    (tmp_path / "DAYUN-kirim.part" / "c.age.part").write_bytes(b"half")
    folder = written(tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == ["a.age", "b.age", INDEX, MARK]
    assert (folder / "a.age").stat().st_mtime_ns == before
    assert opened(folder).file("b.age") == FILES["b.age"]


def test_an_older_parcel_goes_once_the_new_one_is_whole_and_others_stay(tmp_path):
    first = written(tmp_path)
    other = written(tmp_path, station="MINAS", signer="MINAS")
    back = written(tmp_path, kind=RETURN)
    private = tmp_path / "foto"
    private.mkdir()
    second = written(tmp_path, made="2026-11-24T03:42:07Z")
    assert not first.exists()
    assert all(path.exists() for path in (second, other, back, private))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "stick-full"),
        (errno.EROFS, "stick-read-only"),
        (errno.EIO, "stick-pulled"),
        (errno.ENODEV, "stick-pulled"),
    ],
)
def test_a_stick_that_fails_keeps_the_parcel_of_before(tmp_path, monkeypatch, number, said):
    first = written(tmp_path)

    def fails(path, data):
        raise OSError(number, "stick")

    monkeypatch.setattr(room, "write_whole", fails)
    assert code(written, tmp_path, {"c.age": b"new"}, made="2026-11-24T03:42:07Z") == said
    monkeypatch.undo()
    assert parcels(tmp_path) == (Parcel(first, "DAYUN", EXPORT),)
    assert opened(first).file("a.age") == b"first"


def test_a_stick_that_is_gone(tmp_path):
    assert code(parcels, tmp_path / "gone") == "stick-pulled"
    assert code(Writer, tmp_path / "gone", "DAYUN", EXPORT) == "stick-pulled"


# hostile ----------------------------------------------------------------------------------------------------------
def test_no_link_is_followed_out_of_the_stick(tmp_path):
    outside, stick = tmp_path / "outside", tmp_path / "stick"
    outside.mkdir()
    stick.mkdir()
    (outside / "secret").write_bytes(b"secret")
    (stick / "DAYUN-kirim.part").symlink_to(outside, target_is_directory=True)
    assert code(Writer, stick, "DAYUN", EXPORT) == "stick-odd"
    (stick / "DAYUN-kirim.part").unlink()
    part = stick / "DAYUN-kirim.part"
    part.mkdir()
    (part / "a.age").symlink_to(outside / "secret")
    (part / "a.age.part").symlink_to(outside / "secret")
    (part / INDEX).symlink_to(outside / "secret")
    folder = written(stick)
    assert (outside / "secret").read_bytes() == b"secret"
    assert not any(path.is_symlink() for path in folder.iterdir())
    (folder / "a.age").unlink()
    (folder / "a.age").symlink_to(outside / "secret")
    assert code(opened(folder).file, "a.age") == "half-copied"
    (stick / parcel_name("MINAS", MADE, EXPORT)).symlink_to(outside, target_is_directory=True)
    assert [parcel.station for parcel in parcels(stick)] == ["DAYUN"]


def test_a_pipe_in_the_place_of_a_file_does_not_hang(tmp_path):
    folder = written(tmp_path)
    (folder / "a.age").unlink()
    os.mkfifo(folder / "a.age")
    assert code(opened(folder).file, "a.age") == "half-copied"
    (folder / INDEX).unlink()
    os.mkfifo(folder / INDEX)
    assert code(opened, folder) == "half-copied"


def test_a_wrong_signature_is_refused_before_the_index_is_parsed(tmp_path, monkeypatch):
    folder = written(tmp_path, signer="MINAS")
    monkeypatch.setattr(Index, "from_bytes", lambda body: pytest.fail("parsed"))
    assert code(opened, folder) == "bad-signature"


def test_a_large_index_is_not_even_read(tmp_path):
    folder = written(tmp_path)
    with (folder / INDEX).open("r+b") as file:
        file.truncate(LARGEST_INDEX + 1)  # sparse
    assert code(opened, folder) == "half-copied"


def test_a_file_larger_than_it_was_signed_is_not_read(tmp_path):
    folder = written(tmp_path)
    with (folder / "a.age").open("r+b") as file:
        file.truncate(1 << 40)
    assert code(opened(folder).file, "a.age") == "half-copied"


def test_the_parcel_of_another_under_our_name_is_refused(tmp_path):
    folder = written(tmp_path, station="MINAS", signer="centre", kind=RETURN)
    renamed = folder.rename(tmp_path / parcel_name("DAYUN", MADE, RETURN))
    assert code(opened, renamed, kind=RETURN, signer="centre") == "bad-index"


@pytest.mark.parametrize(
    "change",
    [
        {"files": {"../x.age": "00" * 32}, "sizes": {"../x.age": 1}},
        {"files": {"/etc/x.age": "00" * 32}, "sizes": {"/etc/x.age": 1}},
        {"files": {"x.exe": "00" * 32}, "sizes": {"x.exe": 1}},
        {"files": {"x.age": "00"}, "sizes": {"x.age": 1}},
        {"files": {"x.age": "00" * 32}, "sizes": {"x.age": 1 << 40}},
        {"files": {"x.age": "00" * 32}, "sizes": {"x.age": 0}},
        {"files": {"x.age": "00" * 32}, "sizes": {}},
        {"files": {f"{n}.age": "00" * 32 for n in range(MOST_FILES + 1)}},
        {"kind": "lain"},
        {"more": 1},
    ],
)
def test_an_index_says_nothing_a_parcel_may_not(change):
    record = {"v": 1, "station": "DAYUN", "kind": EXPORT, "epoch": 1, "made": MADE, "files": {}, "sizes": {}, **change}
    if "sizes" not in change:
        record["sizes"] = dict.fromkeys(record["files"], 1)
    body = json.dumps(record, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(BadWire):
        Index.from_bytes(body)


def test_the_limits_of_a_writer(tmp_path):
    writer = Writer(tmp_path, "DAYUN", EXPORT)
    assert code(writer.put, "a.age", b"") == "too-large"
    writer._files = dict.fromkeys(map(str, range(MOST_FILES)), "")
    assert code(writer.put, "a.age", b"x") == "too-large"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300))
def test_any_signed_bytes_are_an_index_or_bad_wire(body):
    try:
        Index.from_bytes(body)
    except (BadWire, NotCanonical):
        return


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_is_cut_or_flipped_is_named_and_never_read_as_something_else(tmp_path_factory, data):
    """One file of a parcel, cut anywhere or with one byte changed: what still reads is as it was written."""
    stick = tmp_path_factory.mktemp("stick")
    folder = written(stick)
    name = data.draw(st.sampled_from([*FILES, INDEX, MARK]))
    raw = (folder / name).read_bytes()
    at = data.draw(st.integers(0, len(raw) - 1))
    flipped = raw[:at] + bytes([raw[at] ^ data.draw(st.integers(1, 255))]) + raw[at + 1 :]
    (folder / name).write_bytes(data.draw(st.sampled_from([raw[:at], flipped, raw + b"x"])))
    codes = {"half-copied", "bad-signature"}
    if name in FILES:
        whole = opened(folder)
        assert code(whole.file, name) in codes
        assert all(whole.file(other) == FILES[other] for other in FILES if other != name)
    else:
        assert code(opened, folder) in codes
