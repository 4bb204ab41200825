"""What the store cannot do, as facts; words are made in station.problems."""

from __future__ import annotations


class StoreError(Exception):
    """Base of this room."""


class StoreLocked(StoreError):
    """The key does not open the file."""


class StoreDamaged(StoreError):
    """The file is not whole."""


class StoreFull(StoreError):
    """No room left to write; what was to be written is still with the caller."""


class StoreNewer(StoreError):
    """The file was written by a newer Loket."""


class NotFound(StoreError):
    """No such row."""
