"""One conversation with an SFM module: requests out, replies in, each wait with a deadline and a reason for its end."""

import threading
import time
from collections import deque
from collections.abc import Callable

from devices.codec import Stats
from devices.errors import Checksum, Framing, LinkError, Timeout
from devices.fingerprint.sfm_codec import Reply, SfmCodec, request
from devices.fingerprint.sfm_codes import PACKET_SIZE, Command
from devices.link import Link

SILENCE_S = 1.0
QUIET_S = 0.05
DRAIN_S = 10.0
SLICE_S = 0.05
CHUNK = 4096


class SfmLine:
    """Link and codec together. `stale` says that answers of a broken-off exchange may still come."""

    def __init__(self, link: Link, clock: Callable[[], float] = time.monotonic) -> None:
        self.link = link
        self.clock = clock
        self.stale = True
        self._codec = SfmCodec()
        self._replies: deque[Reply] = deque()
        self._before = Stats()

    @property
    def stats(self) -> Stats:
        """What the line has carried so far."""
        return self._codec.stats

    @property
    def receiving(self) -> bool:
        """Whether a reply has begun and not ended."""
        return self._codec.pending > 0

    def send(self, command: Command, *, size: int = 0, flag: int = 0) -> None:
        """Send a request, after letting leftovers of an earlier exchange pass by."""
        if self.stale:
            self._drain()
        self._before = self.stats.copy()
        self.link.write(request(command, size=size, flag=flag))

    def reply(self, until: float, cancel: threading.Event | None = None) -> Reply | None:
        """The next reply; None when `until` passes or `cancel` is set.

        A reply that has begun may take longer than `until`; if it stops for `SILENCE_S` in the middle, `Timeout`.
        """
        heard = self.clock()
        while not self._replies:
            now = self.clock()
            if now >= (heard + SILENCE_S if self.receiving else until):
                if not self.receiving:
                    return None
                self._give_up_partial()
                continue
            if cancel is not None and cancel.is_set():
                return None
            if data := self.link.read(CHUNK, min(now + SLICE_S, heard + SILENCE_S if self.receiving else until)):
                heard = self.clock()
                self._replies.extend(self._codec.feed(data))
        return self._replies.popleft()

    def silence(self) -> LinkError:
        """Why the last request got no answer, read from what the codec saw since."""
        self.stale = True
        uri, seen, before = self.link.uri, self.stats, self._before
        if seen.bad_checksums > before.bad_checksums:
            return Checksum(uri)
        if seen.skipped > before.skipped:
            return Framing(uri, detail=f"{seen.skipped - before.skipped} bytes were no packet")
        return Timeout(uri)

    def close(self) -> None:
        """Let the port go."""
        self.link.close()

    def _give_up_partial(self) -> None:
        """A packet that never ended is noise; data that stopped in the middle is a fault of the line."""
        if self._codec.pending >= PACKET_SIZE:
            self.stale = True
            raise Timeout(self.link.uri, reason="cut-short", detail=f"{self._codec.pending} bytes of an answer")
        self._codec.resync()

    def _drain(self) -> None:
        until = self.clock() + DRAIN_S
        while self.link.read(CHUNK, self.clock() + QUIET_S) and self.clock() < until:
            pass
        self._codec.resync()
        self._replies.clear()
        self.stale = False
