"""A new epoch: the centre's word on which part of a station's journal goes on, once it was restored, cut or forked.

Signed by the centre as a grant is. It names the last act both have (`count`, `head`) and the end of the journal the
centre has looked at (`seen_count`, `seen_head`): a copy of the station that went another way does not have that end,
and the word does nothing for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sync.errors import BadWire
from sync.records import decode, encode


@dataclass(frozen=True, slots=True)
class NewEpoch:
    """For one station. `lost` are acts the centre has and the journal has not; `begun` prints by release, `good` the
    releases with a good card, as the centre's books know them."""

    station: str
    epoch: int
    count: int
    head: str  # hex
    seen_count: int
    seen_head: str  # hex
    at: str
    reason: str
    lost: tuple[str, ...]
    begun: Mapping[str, int]
    good: tuple[str, ...]

    def to_bytes(self) -> bytes:
        """The canonical bytes that the centre signs."""
        return encode(self)

    @classmethod
    def from_bytes(cls, body: bytes) -> NewEpoch:
        """Parse signed bytes; raises BadWire."""
        found = decode(cls, body)
        if found.seen_count < found.count or found.epoch < 1:
            raise BadWire("epoch")
        return found
