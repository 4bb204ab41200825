"""Whether this centre can take a packet now: its database answers, its store answers, its disk has room."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from central.errors import CentreError, NotKnown, NotNow
from central.ledger.ledger import Ledger
from central.packets import PacketName, PacketStore

ROOM = 256 * 1024 * 1024  # two packets of the largest kind, and the database's own needs
_NOBODY = PacketName("health", "none")


@dataclass(frozen=True, slots=True)
class Health:
    """What is looked at."""

    ledger: Ledger
    packets: PacketStore
    home: Path

    def states(self) -> dict[str, str]:
        """`ok` or the code of what is wrong, of each."""
        return {"database": self._database(), "store": self._store(), "disk": self._disk()}

    def _database(self) -> str:
        try:
            with self.ledger.writing() as book:
                book.fact("health")
        except CentreError as error:
            return error.code
        return "ok"

    def _store(self) -> str:
        try:
            self.packets.open(_NOBODY, "health/none")
        except NotKnown:
            return "ok"  # it answered
        except NotNow as error:
            return error.code
        return "ok"

    def _disk(self) -> str:
        return "ok" if shutil.disk_usage(self.home).free >= ROOM else "disk-full"
