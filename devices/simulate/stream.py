"""One open end of a line on the event loop: bytes are heard as they come, and sent as they fit."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

CHUNK = 4096


class Stream:
    """A non-blocking descriptor with its own `read` and `write`, so that a socket and a pty look the same.

    `on_bytes` hears what comes, `on_gone` is told once that the other end has left. It needs a selector event loop.
    """

    def __init__(
        self,
        descriptor: int,
        read: Callable[[int], bytes],
        write: Callable[[bytes], int],
        on_bytes: Callable[[bytes], None],
        on_gone: Callable[[], None],
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._descriptor = descriptor
        self._read = read
        self._write = write
        self._on_bytes = on_bytes
        self._on_gone = on_gone
        self._unsent = bytearray()
        self._loop.add_reader(descriptor, self._hear)

    def send(self, data: bytes) -> None:
        """Send now what fits, and the rest when the other end has read."""
        self._unsent += data
        self._flush()

    def detach(self) -> None:
        """Leave the loop; the caller closes the descriptor."""
        self._loop.remove_reader(self._descriptor)
        self._loop.remove_writer(self._descriptor)
        self._unsent.clear()

    def _hear(self) -> None:
        try:
            data = self._read(CHUNK)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        if data:
            self._on_bytes(data)
        else:
            self._on_gone()

    def _flush(self) -> None:
        try:
            with suppress(BlockingIOError):
                del self._unsent[: self._write(bytes(self._unsent))]
        except ConnectionError:
            self._on_gone()
            return
        if self._unsent:
            self._loop.add_writer(self._descriptor, self._flush)
        else:
            self._loop.remove_writer(self._descriptor)
