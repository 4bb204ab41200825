"""Backups of a station, and bringing one back: an officer's passphrase opens the key that proves a copy whole."""

from __future__ import annotations

from pathlib import Path

from station.desk.session import Clock
from station.store import restore
from station.store.backup import SLOTS, Backup, find_backup, read_backup, write_backup
from station.store.errors import NotFound
from station.store.machine import MachineSecret, SecretMissing, machine_secret
from station.store.rekey import open_settled
from station.store.restore import Restored
from station.store.slots import Slots, Unlocked
from station.store.store import FILE


class Keeper:
    """Backs up and restores the station kept in `home`. Makes nothing where there is no station."""

    def __init__(self, home: Path, clock: Clock) -> None:
        self._home = home
        self._clock = clock

    def back_up(self, handle: str, passphrase: str, target: Path) -> Backup:
        """Write a verified backup into `target`. Raises WrongPassphrase, LockedOut or a StoreError."""
        if not (self._home / FILE).exists():
            raise NotFound(FILE)
        if not (self._home / restore.MACHINE).exists():
            raise SecretMissing(restore.MACHINE)
        secret = self._secret()
        slots = Slots(self._home / SLOTS, secret.value)
        store = open_settled(self._home, slots, slots.unlock(handle, passphrase, self._clock.now()))
        try:
            return write_backup(store, store.key, secret, target, self._clock.stamp())
        finally:
            store.close()

    def look(self, path: Path) -> Backup:
        """A backup with each file compared; raises NotFound or BackupDamaged."""
        return read_backup(find_backup(path))

    def restore(self, backup: Backup, handle: str, passphrase: str) -> Restored:
        """Bring a backup back. Raises WrongPassphrase, LockedOut, StoreBusy or another StoreError; the present data
        stand untouched then."""
        restore.refuse_in_use(self._home)
        try:
            place = restore.stage(backup, self._home)
            key = self._unlock(place, self._secret(), handle, passphrase).store_key
            contents = restore.make_ready(place, backup, self._home, key, self._clock.stamp())
        finally:
            restore.forget_unready(self._home)
        return Restored(contents, restore.put_in_place(self._home, self._clock.stamp()))

    def finish(self) -> bool:
        """End a restore that a cut left between its two renames; whether there was one."""
        if not restore.half_done(self._home):
            return False
        restore.put_in_place(self._home, self._clock.stamp())
        return True

    def _secret(self) -> MachineSecret:
        return machine_secret(self._home, self._home.name)

    def _unlock(self, folder: Path, secret: MachineSecret, handle: str, passphrase: str) -> Unlocked:
        return Slots(folder / SLOTS, secret.value).unlock(handle, passphrase, self._clock.now())
