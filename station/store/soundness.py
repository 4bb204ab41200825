"""Whether a store's file is whole, before SQLite touches it: so that nothing is mended or cut off unseen."""

from __future__ import annotations

import re
from pathlib import Path

from station.store.backup import on_disk
from station.store.cipher import PAGE, damaged_pages
from station.store.errors import StoreDamaged
from station.store.nameplate import read_nameplate, salt_of
from station.store.store import FILE
from station.store.wal import read_log

FEW = 16  # bits; two unlike salts of 128 bits differ in some 64
_NUMBER = re.compile(r"page (\d+)")


def prove(folder: Path, key: bytes) -> None:
    """Check the log and the code of every page. Raises StoreDamaged with the part in its text, or DiskFault.

    Nothing is opened for writing. A page that a checkpoint left half written is no damage: the log has it whole. A file
    that is not there is not judged, nor a key that fits nothing in a file that begins as it always did.
    """
    with on_disk(FILE):
        if not (folder / FILE).exists():
            return
        found = _faults(folder, key)
        again = _faults(folder, key) if found else ()  # another program may have been writing at the first look
    lasting = [fault for fault in found if fault in again]
    if lasting:
        raise StoreDamaged(lasting[0])


def _faults(folder: Path, key: bytes) -> tuple[str, ...]:
    file, log = folder / FILE, folder / f"{FILE}-wal"
    written = read_log(log)
    if written.lost:
        return (log.name,)
    if file.stat().st_size < PAGE:  # SQLite would make an empty file a database of its own
        return ("page 1",)
    said = damaged_pages(file, key, still=True)
    if len(said) >= max(2, -(-file.stat().st_size // PAGE)):  # no page fits
        return ("page 1",) if _nearly(read_nameplate(folder).salt, salt_of(file)) else ()
    return tuple(words for words in said if _number(words) not in written.pages)


def _nearly(was: str, now: str) -> bool:
    """Whether the beginning of the file is what it was but for a few bits; of another file it is all different, and
    then the key is what does not fit."""
    if not was or len(was) != len(now):
        return False
    return 0 < (int(was, 16) ^ int(now, 16)).bit_count() <= FEW


def _number(words: str) -> int:
    found = _NUMBER.search(words)
    return int(found[1]) if found else 0
