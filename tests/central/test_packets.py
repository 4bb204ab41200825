"""Packets on disk and in an S3-compatible store: the same contract, and what happens when either is full or away."""

from __future__ import annotations

import errno
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from central.errors import BadAddress, NotKnown, NotNow
from central.packets import PacketName, PacketStore
from central.stores import packets_at

NAME = PacketName("DAYUN", "0192a0b1-c2d3")
KEY = NAME.key("2026-11-24T00:00:00Z")


@contextmanager
def s3(bucket: str) -> Iterator[str]:
    """A store on loopback with an empty bucket; its URL."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        _make_bucket(f"http://{host}:{port}", bucket)
        yield f"s3://{bucket}/loket?endpoint=http://{host}:{port}"
    finally:
        server.stop()


def _make_bucket(endpoint: str, name: str) -> None:
    import boto3  # only this test needs it, and it comes with moto

    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket=name)


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")


@pytest.fixture(params=["folder", "s3"])
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], PacketStore]]:
    if request.param == "folder":
        yield lambda: packets_at("", tmp_path)
        return
    with s3(f"b{uuid.uuid4().hex}") as url:
        yield lambda: packets_at(url, tmp_path)


def test_parts_become_a_packet_that_stays(opening: Callable[[], PacketStore], tmp_path: Path) -> None:
    store = opening()
    assert store.put_part(NAME, 0, b"") == 0
    assert store.put_part(NAME, 0, b"one") == 3
    assert store.put_part(NAME, 0, b"again") == 3  # not where the file ends
    assert opening().put_part(NAME, 3, b"two") == 6
    assert store.open(NAME, "") == b"onetwo"
    store.commit(NAME, KEY)
    assert opening().open(NAME, KEY) == b"onetwo"
    assert store.put_part(NAME, 0, b"") == 0
    assert list(tmp_path.rglob("*.part")) == []
    store.delete(NAME, KEY)
    with pytest.raises(NotKnown):
        store.open(NAME, KEY)


def test_two_stations_may_use_one_name(opening: Callable[[], PacketStore]) -> None:
    store, other = opening(), PacketName("MINAS", NAME.packet)
    store.put_part(NAME, 0, b"ours")
    assert store.put_part(other, 0, b"") == 0
    store.put_part(other, 0, b"theirs")
    assert store.open(NAME, "") == b"ours"


def test_names_stay_in_the_folder(tmp_path: Path) -> None:
    home = tmp_path / "packets"
    store = packets_at("", home)
    for station in ("..", "../..", "/etc", "a/b", "C:\\x", "a\0b"):
        name = PacketName(station, "..")
        store.put_part(name, 0, b"x")
        store.commit(name, name.key("2026-11-24"))
    assert [path for path in tmp_path.rglob("*") if path.is_file() and home not in path.parents] == []
    assert sum(path.is_file() for path in home.rglob("*")) == 6


def test_parts_let_go_are_gone(opening: Callable[[], PacketStore]) -> None:
    store = opening()
    store.put_part(NAME, 0, b"x")
    store.delete(NAME, "")
    store.delete(NAME, "")
    assert store.put_part(NAME, 0, b"") == 0


def test_a_full_disk_leaves_the_part_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = packets_at("", tmp_path)
    store.put_part(NAME, 0, b"one")
    real = os.write

    def full(descriptor: int, data: memoryview) -> int:
        if len(data) == 4:
            return real(descriptor, data[:2])
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(NotNow, match="disk-full"):
            store.put_part(NAME, 3, b"four")
    assert store.put_part(NAME, 0, b"") == 3
    assert store.put_part(NAME, 3, b"four") == 7


def test_a_store_that_is_away_keeps_the_parts(tmp_path: Path) -> None:
    with s3("gone") as url:
        store = packets_at(url, tmp_path)
        store.put_part(NAME, 0, b"whole")
    with pytest.raises(NotNow, match="store-away"):
        store.commit(NAME, KEY)
    assert store.open(NAME, "") == b"whole"


@pytest.mark.parametrize("url", ["http://x/b", "s3://", "s3://k:secret@bucket", "s3://bucket?secret=x", "bucket"])
def test_addresses_that_are_none(url: str, tmp_path: Path) -> None:
    with pytest.raises(BadAddress):
        packets_at(url, tmp_path)
