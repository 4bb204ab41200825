"""Sans-I/O codecs: bytes in, frames out. They know no port, no clock and no thread, so they can be fuzzed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

FrameT_co = TypeVar("FrameT_co", covariant=True)


@dataclass(slots=True)
class Stats:
    """What a codec has seen since it was made; a technician reads the quality of a cable from it."""

    received: int = 0
    frames: int = 0
    skipped: int = 0
    bad_checksums: int = 0

    def copy(self) -> "Stats":
        """A snapshot, to compare with later."""
        return Stats(self.received, self.frames, self.skipped, self.bad_checksums)


class Codec(Protocol[FrameT_co]):
    """Turns a byte stream, cut anywhere and with noise in it, into frames."""

    stats: Stats

    def feed(self, data: bytes) -> Sequence[FrameT_co]:
        """Take what came, and give the frames it completes. Noise is skipped and counted, never raised."""
        ...

    def resync(self) -> None:
        """Forget a frame begun and not ended; the next byte may start a new one."""
        ...
