"""bench/sync.py with small counts, and the bad line it sends over: bytes are counted, and none is lost or altered."""

import os
import random
import shutil
import socket
import threading
from contextlib import suppress

import pytest

from bench import sync
from bench.__main__ import benches
from bench.relay import Quality, Relay


def test_the_station_of_the_bench_is_no_bench_of_its_own():
    assert "sync" in benches()
    assert not {"sync_child", "sync_stage", "relay"} & set(benches())


@pytest.fixture
def echo():
    """A server that gives back what comes, in capitals."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                met, _ = listener.accept()
            except OSError:
                return
            with met:
                while data := met.recv(4096):
                    met.sendall(data.upper())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    listener.close()


@pytest.mark.parametrize("quality", [Quality(), Quality(4_000_000, 0.002, 0.2)], ids=["plain", "bad"])
def test_the_line_carries_every_byte_in_order_and_counts_it(echo, quality):
    sent = bytes(random.Random(1).choices(b"abcdefghij", k=60_000))
    with Relay(echo, quality) as line, socket.create_connection(("127.0.0.1", line.port)) as mine:
        threading.Thread(target=mine.sendall, args=(sent,), daemon=True).start()
        back = b""
        while len(back) < len(sent):
            back += mine.recv(65536)
    assert back == sent.upper()
    assert (line.up.bytes, line.down.bytes) == (len(sent), len(sent))
    assert bool(line.up.resent) is bool(quality.loss)


def test_who_calls_a_centre_that_is_down_is_told_so():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with Relay(port) as line, socket.create_connection(("127.0.0.1", line.port)) as mine:
        mine.settimeout(10)
        with suppress(ConnectionResetError):
            assert mine.recv(1) == b""


def test_a_full_enrolment_is_counted_on_the_wire(tmp_path):
    row = sync.packet(tmp_path)
    assert (row.name, row.goal) == ("packet", "<= 350 kB")
    assert 300 < row.value <= 350


@pytest.mark.tools
def test_upload_is_held_against_nginx_in_the_same_run(tmp_path):
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not installed (nginx-light)")
    row, booked = sync.upload(tmp_path, 1, count=4)
    assert row.name == "upload"
    assert row.ratio == row.value / row.limit
    assert booked > 0


@pytest.mark.long
@pytest.mark.skipif("LOKET_HOURS" not in os.environ, reason="half an hour and more: asked for by LOKET_HOURS=1")
@pytest.mark.timeout(600)
def test_kills_of_both_sides_lose_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(sync, "FIRST_KILL_S", 2.5)
    monkeypatch.setattr(sync, "LAST_KILL_S", 4.0)
    row, words = sync.resend(tmp_path, kills=2, count=3, seed=3, quality=Quality(1_000_000, 0.02, 0.02))
    assert row.ratio > 1
    assert words.startswith("2 kills, 3 packets")


@pytest.mark.long
@pytest.mark.skipif("LOKET_HOURS" not in os.environ, reason="half an hour and more: asked for by LOKET_HOURS=1")
@pytest.mark.timeout(1200)
def test_a_line_of_64_kbit_carries_a_packet_through_kills(tmp_path, monkeypatch):
    """The goal's ratio is for 512 kbit/s; here one packet has to come through at all, and no more than twice."""
    monkeypatch.setattr(sync, "LAST_KILL_S", 14.0)
    row, _ = sync.resend(tmp_path, kills=4, count=1, seed=3, quality=Quality(64_000, 0.15, 0.02))
    assert 1 < row.ratio < 2
