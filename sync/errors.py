"""What can go wrong between a station and the centre."""

from __future__ import annotations


class SyncError(Exception):
    """Base of this room. `code` is a stable keyword for words and logs."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unreachable(SyncError):
    """No answer: network, name, refusal or time-out. Work goes on; the next try is computed, not waited for."""


class Refused(SyncError):
    """The centre answered and said no; `status` is the HTTP status."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status


class BadPacket(SyncError):
    """A sealed file does not hold: cannot be opened, wrong signer, altered, too large, or not of the form."""


class ClockWrong(SyncError):
    """The station's clock is off by `skew_s` seconds, so signatures and terms would not hold."""

    def __init__(self, skew_s: float) -> None:
        super().__init__("clock-wrong")
        self.skew_s = skew_s
