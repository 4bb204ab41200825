"""What can go wrong when pictures of faces and fingers are judged."""

from __future__ import annotations


class BiometricsError(Exception):
    """Base of this room. `code` is a stable keyword."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadImage(BiometricsError):
    """The bytes are no image of the kind asked for."""


class WorkerGone(BiometricsError):
    """The worker process ended in the middle of a request; the next request starts a new one."""
