"""What can go wrong when pictures of faces and fingers are judged."""

from __future__ import annotations


class BiometricsError(Exception):
    """Base of this room. `code` is a stable keyword."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadImage(BiometricsError):
    """The bytes are no image of the kind asked for, or not what they should show."""


class BadRecord(BiometricsError):
    """The bytes are no record of the format asked for, or a value does not fit its field."""


class WorkerGone(BiometricsError):
    """The worker process ended in the middle of a request; the next request starts a new one."""


class WorkerSlow(BiometricsError):
    """The worker process did not answer in time and was ended; the next request starts a new one."""


class WorkDropped(BiometricsError):
    """The asker cancelled, or closed the worker while the answer was outstanding."""
