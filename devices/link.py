"""The way to a device: bytes over a serial line, a pty or a TCP socket, always with an explicit deadline.

A link gives bytes and `TransportError`s and nothing else; what the bytes mean is the codec's business.
"""

import errno
import os
import select
import socket
import time
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

import serial

from devices.errors import Busy, Denied, Disconnected, NotFound, TransportError
from devices.uri import DeviceUri

CONNECT_S = 3.0
POLL_S = 0.05
WRITE_S = 2.0

OPEN_FAULTS = MappingProxyType(
    {
        errno.ENOENT: NotFound,
        errno.ENODEV: NotFound,
        errno.ENXIO: NotFound,
        errno.EIO: NotFound,
        errno.ECONNREFUSED: NotFound,
        errno.EHOSTUNREACH: NotFound,
        errno.ENETUNREACH: NotFound,
        errno.ETIMEDOUT: NotFound,
        errno.EACCES: Denied,
        errno.EPERM: Denied,
        errno.EBUSY: Busy,
        errno.EAGAIN: Busy,
    }
)


class Link(Protocol):
    """An open way to one device; used by one thread at a time."""

    uri: str

    def write(self, data: bytes) -> None:
        """Send all of `data`; raises `Disconnected`."""
        ...

    def read(self, limit: int, until: float) -> bytes:
        """Up to `limit` bytes as soon as any are there; b"" when `time.monotonic()` passes `until`.

        Raises `Disconnected` when the device is gone.
        """
        ...

    def close(self) -> None:
        """Let the port go; a second call does nothing."""
        ...


@dataclass(frozen=True, slots=True)
class LineSettings:
    """Speed and shape of a serial line."""

    baud: int = 115200
    bits: int = 8
    parity: str = serial.PARITY_NONE
    stop: int = 1


class SerialLink:
    """A serial port, a USB serial adapter or a pty, through pyserial."""

    def __init__(self, uri: str, path: str, line: LineSettings) -> None:
        self.uri = uri
        line = masked(path, line)
        try:
            self._port = serial.Serial(
                path,
                baudrate=line.baud,
                bytesize=line.bits,
                parity=line.parity,
                stopbits=line.stop,
                timeout=POLL_S,
                write_timeout=WRITE_S,
                exclusive=True,
            )
            self._port.reset_input_buffer()
        except (OSError, ValueError) as error:
            raise _open_fault(uri, error) from error

    def write(self, data: bytes) -> None:
        try:
            self._port.write(data)
        except OSError as error:
            raise Disconnected(self.uri, detail=str(error)) from error

    def read(self, limit: int, until: float) -> bytes:
        try:
            # pyserial waits for the full count it is asked for: wait for one byte, then take what is there.
            while not (first := self._port.read(1)) and time.monotonic() < until:
                pass
            rest = self._port.read(min(limit - 1, self._port.in_waiting)) if first else b""
        except OSError as error:
            raise Disconnected(self.uri, detail=str(error)) from error
        return bytes(first + rest)

    def close(self) -> None:
        self._port.close()


class TcpLink:
    """A device behind a TCP port: a terminal server, or a simulator."""

    def __init__(self, uri: str, host: str, port: int) -> None:
        self.uri = uri
        try:
            self._socket = socket.create_connection((host, port), CONNECT_S)
        except OSError as error:
            raise _open_fault(uri, error) from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.settimeout(WRITE_S)

    def write(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise Disconnected(self.uri, detail=str(error)) from error

    def read(self, limit: int, until: float) -> bytes:
        try:
            if not select.select([self._socket], [], [], max(0.0, until - time.monotonic()))[0]:
                return b""
            data = self._socket.recv(limit)
        except (OSError, ValueError) as error:
            raise Disconnected(self.uri, detail=str(error)) from error
        if not data:
            raise Disconnected(self.uri, detail="the other end closed the connection")
        return data

    def close(self) -> None:
        self._socket.close()


def open_link(uri: DeviceUri, line: LineSettings) -> Link:
    """Open what `uri` names: a host and port is a socket, a path is a serial port; `?baud=` overrides the line's speed.

    Raises `NotFound`, `Busy` or `Denied`.
    """
    if uri.host:
        if uri.port is None:
            raise NotFound(uri.text, reason="bad-uri", detail="a network device needs a port number")
        return TcpLink(uri.text, uri.host, uri.port)
    baud = uri.number("baud", line.baud)
    return SerialLink(uri.text, uri.path, LineSettings(baud, line.bits, line.parity, line.stop))


def masked(path: str, line: LineSettings) -> LineSettings:
    """The settings a port can take: a pty knows neither parity nor seven bits.

    The Linux kernel drops both silently, and glibc 2.36 then fails the second open with EINVAL.
    """
    if os.path.realpath(path).startswith("/dev/pts/"):
        return LineSettings(line.baud, stop=line.stop)
    return line


def _open_fault(uri: str, error: OSError | ValueError) -> TransportError:
    if isinstance(error, TimeoutError | socket.gaierror):
        return NotFound(uri, detail=str(error))
    code = error.errno or 0 if isinstance(error, OSError) else 0
    if code in OPEN_FAULTS:
        return OPEN_FAULTS[code](uri, detail=str(error))
    # On Windows pyserial puts the system's error into its text only; there a held port is "access denied".
    return Busy(uri, detail=str(error)) if "PermissionError" in str(error) else NotFound(uri, detail=str(error))
