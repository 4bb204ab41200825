"""The line of a simulated device as a loopback socket; it can be unplugged and plugged in again at the same port."""

import asyncio
import socket
from collections.abc import Callable
from typing import Protocol

from devices.simulate.stream import Stream

LOOPBACK = "127.0.0.1"


class Line(Protocol):
    """Where a simulated device is plugged in."""

    on_bytes: Callable[[bytes], None]

    def plug(self) -> None:
        """Let a host connect."""
        ...

    def unplug(self) -> None:
        """Be gone, also for a host that is connected; leaves nothing open."""
        ...

    def send(self, data: bytes) -> None:
        """Send to the connected host; lost if there is none."""
        ...

    def uri(self, scheme: str) -> str:
        """The device's URI."""
        ...


class TcpLine:
    """One port on the loopback; one host at a time, as on a cable: a second one is turned away."""

    def __init__(self, port: int = 0) -> None:
        self.on_bytes: Callable[[bytes], None] = _lose
        self._port = port
        self._door: socket.socket | None = None
        self._host: socket.socket | None = None
        self._stream: Stream | None = None

    def plug(self) -> None:
        if self._door is None:
            self._door = socket.create_server((LOOPBACK, self._port))
            self._door.setblocking(False)
            self._port = self._door.getsockname()[1]
            asyncio.get_running_loop().add_reader(self._door, self._welcome, self._door)

    def unplug(self) -> None:
        if self._door is not None:
            asyncio.get_running_loop().remove_reader(self._door)
            self._door.close()
            self._door = None
        self._farewell()

    def send(self, data: bytes) -> None:
        if self._stream is not None:
            self._stream.send(data)

    def uri(self, scheme: str) -> str:
        return f"{scheme}://{LOOPBACK}:{self._port}"

    def _welcome(self, door: socket.socket) -> None:
        try:
            host, _ = door.accept()
        except (BlockingIOError, ConnectionError):
            return  # it left before we opened
        if self._host is not None:
            host.close()
            return
        host.setblocking(False)
        self._host = host
        self._stream = Stream(host.fileno(), host.recv, host.send, self._hear, self._farewell)

    def _farewell(self) -> None:
        if self._stream is not None and self._host is not None:
            self._stream.detach()
            self._host.close()
        self._stream = self._host = None

    def _hear(self, data: bytes) -> None:
        self.on_bytes(data)


def _lose(data: bytes) -> None:
    """Nobody is plugged in."""
