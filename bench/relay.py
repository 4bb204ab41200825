"""A bad line on loopback: a relay between station and centre with a rate, a delay and losses, and a count of bytes.

It stands where TCP stands, so that it needs no root, no netem and no TUN: bytes are taken from the sender no faster
than the rate, wait the delay, and where a segment would be lost, it and all behind it come a round trip later, as after
a fast retransmit. What TCP itself would send again is counted apart: no design above it can change that.
"""

import asyncio
import random
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType

SEGMENT = 1460


@dataclass(frozen=True, slots=True)
class Quality:
    """Bits a second each way (0: no limit), seconds one way, and the share of segments lost."""

    bits_s: float = 0.0
    delay_s: float = 0.0
    loss: float = 0.0


@dataclass(slots=True)
class Count:
    """Bytes one way, as taken from the sender, and those that TCP would have sent twice."""

    bytes: int = 0
    resent: int = 0
    free_at: float = 0.0  # when the line has carried what was given to it


@dataclass(slots=True)
class Relay:
    """Listens on a free port of loopback and leads to `target`; runs on a thread of its own."""

    target: int
    quality: Quality = field(default_factory=Quality)
    seed: int = 1
    up: Count = field(default_factory=Count)
    down: Count = field(default_factory=Count)
    port: int = 0
    _ready: threading.Event = field(default_factory=threading.Event)
    _chance: random.Random = field(default_factory=random.Random)
    _thread: threading.Thread | None = None
    _loop: asyncio.AbstractEventLoop | None = None
    _over: asyncio.Event | None = None

    def __enter__(self) -> "Relay":
        self._chance.seed(self.seed)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="relay", daemon=True)
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        if self._loop is not None and self._over is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._over.set)
            self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._meet, "127.0.0.1", 0, limit=SEGMENT)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        server.close()

    async def _meet(self, mine: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            theirs, on = await asyncio.open_connection("127.0.0.1", self.target, limit=SEGMENT)
        except OSError:  # the centre is down: whoever calls is told so
            back.transport.abort()
            return
        ways = [
            asyncio.ensure_future(self._carry(mine, on, self.up)),
            asyncio.ensure_future(self._carry(theirs, back, self.down)),
        ]
        try:
            with suppress(asyncio.CancelledError):  # the line is taken down: asyncio tells of nothing else
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)  # one side is gone: so is the other
        finally:
            for way in ways:
                way.cancel()
            for writer in (on, back):
                writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, count: Count) -> None:
        coming: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        hands = asyncio.ensure_future(self._hand_over(coming, writer))
        latest = 0.0
        try:
            with suppress(OSError):
                while data := await reader.read(SEGMENT):
                    latest = max(latest, await self._admit(len(data), count))
                    coming.put_nowait((latest, data))
                coming.put_nowait((latest, b""))
                await hands
        finally:
            hands.cancel()

    async def _admit(self, size: int, count: Count) -> float:
        """Wait until the line is free; when the segment arrives."""
        count.bytes += size
        now, quality = asyncio.get_running_loop().time(), self.quality
        if quality.bits_s:
            count.free_at = max(now, count.free_at) + size * 8 / quality.bits_s
            await asyncio.sleep(count.free_at - now)
        late = 0.0
        if self._chance.random() < quality.loss:
            late, count.resent = 2 * quality.delay_s, count.resent + size
        return asyncio.get_running_loop().time() + quality.delay_s + late

    async def _hand_over(self, coming: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while True:
                at, data = await coming.get()
                await asyncio.sleep(max(0.0, at - asyncio.get_running_loop().time()))
                if not data:
                    return
                writer.write(data)
                await writer.drain()
