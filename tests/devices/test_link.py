"""Serial lines, ptys and sockets under the drivers."""

import os
import socket
import sys
import time

import pytest
import serial

from devices import link
from devices.errors import Busy, Denied, Disconnected, NotFound
from devices.link import LineSettings, SerialLink, TcpLink, masked, open_link
from devices.uri import DeviceUri

posix = pytest.mark.skipif(sys.platform == "win32", reason="there is no pty on Windows")
SEVEN_ODD = LineSettings(19200, 7, serial.PARITY_ODD)


@pytest.fixture
def pty():
    """Master end and name of a pty."""
    master, slave = os.openpty()
    yield master, os.ttyname(slave)
    os.close(master)
    os.close(slave)


@pytest.fixture
def server():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def soon() -> float:
    return time.monotonic() + 0.2


@posix
def test_a_pty_is_asked_for_no_parity_however_often_it_is_opened(pty):
    master, name = pty
    for _ in range(2):
        port = SerialLink("x:", name, SEVEN_ODD)
        os.write(master, b"\xffhello")
        assert port.read(64, soon()) == b"\xffhello"
        port.close()


@posix
def test_a_link_to_a_pty_is_a_pty(pty, tmp_path):
    (tmp_path / "port").symlink_to(pty[1])
    assert masked(str(tmp_path / "port"), SEVEN_ODD) == LineSettings(19200)
    assert masked("/dev/ttyS0", SEVEN_ODD) == SEVEN_ODD
    assert masked("COM3", SEVEN_ODD) == SEVEN_ODD


@posix
def test_bytes_go_both_ways_over_a_pty(pty):
    master, name = pty
    port = open_link(DeviceUri.parse(f"x://{name}?baud=9600"), LineSettings())
    port.write(bytes(range(256)))
    assert os.read(master, 300) == bytes(range(256))
    os.write(master, b"abcdef")
    assert port.read(4, soon()) + port.read(4, soon()) == b"abcdef"
    port.close()


@posix
def test_what_came_before_the_port_was_opened_is_dropped(pty):
    master, name = pty
    first = SerialLink("x:", name, LineSettings())
    first.close()
    os.write(master, b"old")
    second = SerialLink("x:", name, LineSettings())
    assert second.read(16, time.monotonic()) == b""
    second.close()


@posix
def test_nothing_comes_until_the_deadline(pty):
    port = SerialLink("x:", pty[1], LineSettings())
    began = time.monotonic()
    assert port.read(16, began + 0.15) == b""
    assert 0.14 < time.monotonic() - began < 0.4
    port.close()


@posix
def test_a_port_is_for_one_program(pty):
    port = SerialLink("x:", pty[1], LineSettings())
    with pytest.raises(Busy):
        SerialLink("x:", pty[1], LineSettings())
    port.close()


@posix
def test_a_port_that_goes_away_is_disconnected():
    master, slave = os.openpty()
    port = SerialLink("x:gone", os.ttyname(slave), LineSettings())
    os.close(slave)
    os.close(master)
    with pytest.raises(Disconnected) as caught:
        port.read(1, soon())
    assert caught.value.uri == "x:gone"
    with pytest.raises(Disconnected):
        port.write(b"x")
    port.close()


@pytest.mark.parametrize(
    ("raised", "error"),
    [
        (serial.SerialException(2, "no such file"), NotFound),
        (serial.SerialException(13, "permission denied"), Denied),
        (serial.SerialException(16, "busy"), Busy),
        (serial.SerialException("could not open port 'COM9': FileNotFoundError(2, 'x', None, 2)"), NotFound),
        (serial.SerialException("could not open port 'COM3': PermissionError(13, 'Access is denied.', None, 5)"), Busy),
        (ValueError("not a valid baudrate"), NotFound),
    ],
)
def test_every_refusal_of_the_system_has_its_error(raised, error, monkeypatch):
    def refuse(*_args, **_options):
        raise raised

    monkeypatch.setattr(link.serial, "Serial", refuse)
    with pytest.raises(error) as caught:
        SerialLink("x:/dev/ttyS9", "/dev/ttyS9", LineSettings())
    assert type(caught.value) is error
    assert caught.value.uri == "x:/dev/ttyS9"


def test_bytes_go_both_ways_over_a_socket(server):
    port = open_link(DeviceUri.parse(f"x://127.0.0.1:{server.getsockname()[1]}"), LineSettings())
    with server.accept()[0] as device:
        port.write(b"ask")
        assert device.recv(16) == b"ask"
        device.sendall(b"answer")
        assert port.read(3, soon()) + port.read(9, soon()) == b"answer"
        began = time.monotonic()
        assert port.read(9, began + 0.1) == b""
        assert time.monotonic() - began >= 0.1
    port.close()


def test_a_closed_socket_is_disconnected(server):
    port = TcpLink("x:gone", *server.getsockname())
    server.accept()[0].close()
    with pytest.raises(Disconnected) as caught:
        port.read(1, soon())
    assert caught.value.uri == "x:gone"
    port.close()


def test_a_link_that_we_closed_is_disconnected_too(server):
    port = TcpLink("x:", *server.getsockname())
    port.close()
    with pytest.raises(Disconnected):
        port.read(1, soon())


@pytest.mark.parametrize("uri", ["x://127.0.0.1", "x://no.such.host.invalid:1", "x:///dev/no-such-port"])
def test_nothing_there_is_not_found(uri):
    with pytest.raises(NotFound):
        open_link(DeviceUri.parse(uri), LineSettings())
