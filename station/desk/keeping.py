"""Backups of a station, and bringing one back: an officer's passphrase opens the key that proves a copy whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from registry.roles import Role
from station.desk.session import Clock
from station.store import restore
from station.store.backup import SLOTS, Backup, find_backup, read_backup, write_backup
from station.store.errors import NotFound, StoreError
from station.store.machine import MachineSecret, SecretMissing, machine_secret
from station.store.nameplate import read_nameplate
from station.store.rekey import open_settled
from station.store.restore import Restored
from station.store.slots import Slots, Unlocked
from station.store.store import FILE, Store


class ForeignBackup(StoreError):
    """A backup of another station."""

    def __init__(self, station: str, here: str) -> None:
        super().__init__(station)
        self.station, self.here = station, here


class NotAdministrator(StoreError):
    """An officer without that role asked for what only an administrator may do."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A backup whose copy lies ready beside the station, the key that opens it, and who brings it back."""

    backup: Backup
    key: bytes
    by: str


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
        """Bring a backup back. Raises WrongPassphrase, LockedOut, ForeignBackup, StoreBusy or another StoreError; the
        present data stand untouched then."""
        restore.refuse_in_use(self._home)
        return self.put_back(self.prepare(backup, handle, passphrase))

    def prepare(self, backup: Backup, handle: str, passphrase: str) -> Prepared:
        """A copy beside the station that a passphrase opens; the store may be open meanwhile.

        Raises as `restore`.
        """
        station = read_nameplate(self._home).station
        if station and backup.station != station:
            raise ForeignBackup(backup.station, station)
        try:
            place = restore.stage(backup, self._home)
            return Prepared(backup, self._unlock(place, self._secret(), handle, passphrase).store_key, handle)
        except StoreError:
            restore.forget_unready(self._home)
            raise

    def prepare_as_administrator(self, backup: Backup, handle: str, passphrase: str) -> Prepared:
        """The same for a station whose store is shut, so that nobody is signed in: only an administrator may, by the
        centre's word in the backup itself. Raises NotAdministrator besides."""
        prepared = self.prepare(backup, handle, passphrase)
        place = restore.staging(self._home)
        try:
            store = Store.open(place, prepared.key)
            try:
                who = store.identity
                grants = store.officers.verifier()
                grant = None if grants.revoked_at(handle, who.station) else grants.grant(handle, who.station)
            finally:
                store.close()
            if grant is None or Role.ADMINISTRATOR not in grant.roles:
                raise NotAdministrator(handle)
        except StoreError:
            restore.forget_unready(self._home)
            raise
        return prepared

    def put_back(self, prepared: Prepared) -> Restored:
        """Put the prepared copy in the place of the present data, whose store must be shut by now.

        Raises a StoreError; the present data stand untouched then.
        """
        place = restore.staging(self._home)
        try:
            restore.refuse_in_use(self._home)
            now = self._clock.stamp()
            contents = restore.make_ready(place, prepared.backup, self._home, prepared.key, now, prepared.by)
        finally:
            restore.forget_unready(self._home)
        return Restored(contents, prepared.backup.at, restore.put_in_place(self._home, self._clock.stamp()))

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
