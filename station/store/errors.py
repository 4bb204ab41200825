"""What the store cannot do, as facts; words are made in station.problems.

StoreError
  StoreLocked    the key does not fit      StoreFull    no room         NotFound    no such row
  StoreDamaged   the file is not whole     StoreBusy    another writes  Conflict    against what is there
  StoreNewer     of a newer Loket          DiskFault    the disk failed StoreClosed signed out meanwhile
  StoreScarce    room only for what is begun
  StoreOlder     of an older Loket: station.store.migrate brings it here
"""

from __future__ import annotations


class StoreError(Exception):
    """Base of this room."""


class StoreLocked(StoreError):
    """The key does not open the file."""


class StoreDamaged(StoreError):
    """The file is not whole. What can still be read is never wrong: every page carries its HMAC."""


class StoreFull(StoreError):
    """No room left to write; what was to be written is still with the caller, and nothing of it is in the file."""


class StoreScarce(StoreError):
    """Room is kept back for what is begun, so nothing new is begun; its text says how much is left."""


class StoreNewer(StoreError):
    """The file was written by a newer Loket."""


class StoreOlder(StoreError):
    """The file was written by an older Loket, and its tables are not yet those of this one."""


class StoreBusy(StoreError):
    """Another connection held the file for longer than we wait."""


class StoreClosed(StoreError):
    """The store was closed, as at sign-out, before this call."""


class DiskFault(StoreError):
    """The disk does not read or write: failing, read-only or unplugged."""


class NotFound(StoreError):
    """No such row."""


class Conflict(StoreError):
    """It stands against what is already there: another content under the same id, or a file that exists."""
