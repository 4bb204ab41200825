"""What SQLite reports, as errors of this room: callers above know no database."""

from __future__ import annotations

import shutil
from pathlib import Path

from station.store.errors import Conflict, DiskFault, StoreBusy, StoreDamaged, StoreError, StoreFull, StoreLocked

_SCARCE = 256 * 1024  # bytes free below which a failed write means a full disk, whatever SQLite calls it
_BY_CODE: dict[str, type[StoreError]] = {
    "SQLITE_FULL": StoreFull,
    "SQLITE_NOTADB": StoreLocked,
    "SQLITE_CORRUPT": StoreDamaged,
    "SQLITE_CONSTRAINT": Conflict,
    "SQLITE_BUSY": StoreBusy,
    "SQLITE_LOCKED": StoreBusy,
    "SQLITE_IOERR": DiskFault,
    "SQLITE_READONLY": DiskFault,
    "SQLITE_CANTOPEN": DiskFault,
}

_BY_MESSAGE: dict[str, type[StoreError]] = {  # errors of the backup API come without a code
    "database or disk is full": StoreFull,
    "disk I/O error": DiskFault,
    "database is locked": StoreBusy,
    "database disk image is malformed": StoreDamaged,
}


def translated(error: BaseException, path: Path) -> StoreError | None:
    """The store's error for one of the DB-API; None when it is a fault of ours (bad SQL)."""
    name = str(getattr(error, "sqlite_errorname", ""))
    found = _BY_CODE.get("_".join(name.split("_")[:2]))  # SQLITE_IOERR_SHMSIZE is an SQLITE_IOERR
    if not name:
        name = str(error)
        found = _BY_MESSAGE.get(name)
    if found is None:
        return None
    if found is DiskFault and _scarce(path):
        found = StoreFull
    return found(f"{path.name}: {name}")


def _scarce(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _SCARCE
    except OSError:
        return False
