"""The line of a simulated device as a pty. POSIX only: Windows has none, there the simulators use TCP.

A pty gets a new number each time it is made, so a link with a fixed name stands for the socket it is plugged into.
"""

import os
import termios
import tty
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote

from devices.simulate.stream import Stream


class PtyLine:
    """A pty behind the link `name`. A host that opens it at another speed than `baud` reads and sends rubbish."""

    def __init__(self, name: Path, baud: int) -> None:
        self.on_bytes: Callable[[bytes], None] = _lose
        self._name = name
        self._baud = baud
        self._speed = getattr(termios, f"B{baud}")
        self._ends: tuple[int, int] | None = None
        self._stream: Stream | None = None

    def plug(self) -> None:
        if self._ends is None:
            master, slave = os.openpty()
            tty.setraw(slave)
            os.set_blocking(master, False)
            # The slave end stays open here: without it, reading fails each time a host closes the port.
            self._ends = master, slave
            read, write = partial(os.read, master), partial(os.write, master)
            self._stream = Stream(master, read, write, self._hear, self.unplug)
            self._name.symlink_to(os.ttyname(slave))

    def unplug(self) -> None:
        if self._stream is not None and self._ends is not None:
            self._stream.detach()
            self._name.unlink(missing_ok=True)
            for end in self._ends:
                os.close(end)
        self._stream = self._ends = None

    def send(self, data: bytes) -> None:
        if self._stream is not None:
            self._stream.send(self._over_the_line(data))

    def uri(self, scheme: str) -> str:
        return f"{scheme}://{quote(str(self._name))}?baud={self._baud}"

    def _hear(self, data: bytes) -> None:
        self.on_bytes(self._over_the_line(data))

    def _over_the_line(self, data: bytes) -> bytes:
        if self._ends is None or termios.tcgetattr(self._ends[1])[5] == self._speed:
            return data
        return bytes(byte ^ 0xA5 for byte in data)


def _lose(data: bytes) -> None:
    """Nobody is plugged in."""
