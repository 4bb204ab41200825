"""What can go wrong between a station and the centre.

SyncError
  Unreachable   no answer                        NotSealed   the disk did not take a sealed file
  Refused       the centre said no               BadPacket   a sealed file does not hold
    Locked      ... because it locked us         BadWire     bytes are not of the agreed form
    Busy        ... for now                        StickFault  the stick did not take or give a file
  ClockWrong    the clock is too far off
"""

from __future__ import annotations

from registry.canonical import NotCanonical


class SyncError(Exception):
    """Base of this room. `code` is a stable keyword for words and logs."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unreachable(SyncError):
    """No answer; the next try is computed, not waited for. `code`: unreachable, cut-off or bad-address."""


class Refused(SyncError):
    """The centre answered and said no; `status` is the HTTP status, `code` its keyword."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status


class Locked(Refused):
    """The centre has locked this station: it takes nothing from it, and the feed says why."""


class Busy(Refused):
    """The centre, or what stands before it, has no time for us now; `wait_s` is how long it asked us to stay away."""

    def __init__(self, status: int, code: str, wait_s: float) -> None:
        super().__init__(status, code)
        self.wait_s = wait_s


class ClockWrong(SyncError):
    """The station's clock is `skew_s` seconds ahead (0.0: not known by how much) and requests cannot hold."""

    def __init__(self, skew_s: float) -> None:
        super().__init__("clock-wrong")
        self.skew_s = skew_s


class NotSealed(SyncError):
    """The disk did not take a sealed file; the actions stay unsealed. `code`: disk-full or folder-not-writable."""


class StickFault(SyncError):
    """A stick did not take or give a file; nothing is lost by it. `code`: stick-full, stick-read-only, stick-pulled or
    stick-odd (what is there is no folder of ours, and was left alone)."""


class BadPacket(SyncError):
    """A sealed file does not hold: cannot be opened, wrong signer, altered, too large, or not of the form."""


class BadWire(SyncError, NotCanonical):
    """A message is not of the form both ends agreed on; `code` is "malformed"."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("malformed")
        self.detail = detail
