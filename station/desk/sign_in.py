"""From a passphrase to a session."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from registry.officers import Grant, UnknownSigner
from registry.uuid7 import Uuid7Source
from station.desk.clockcheck import doubtful
from station.desk.founding import Founder, Newcomer
from station.desk.joining import FirstTime, check_passphrase, join
from station.desk.leaving import tidy
from station.desk.session import Clock, HeldKey, Officer, Session
from station.store.audit import SIGNED_IN
from station.store.errors import StoreError
from station.store.founding import FoundingFile
from station.store.machine import machine_secret
from station.store.rekey import open_settled
from station.store.slots import Cost, Slots, Unlocked
from station.store.soundness import prove
from station.store.store import Store
from sync.durable import make_folder
from sync.keys import SigningKey
from sync.onetime import OneTimeCode


class DutyEnded(UnknownSigner):
    """The officer's grant is over. `until` is its last day."""

    def __init__(self, until: str) -> None:
        super().__init__(until)
        self.until = until


class ClockDoubt(DutyEnded):
    """The grant is over by a clock that is years ahead of the last time the centre has signed."""

    def __init__(self, until: str, now: datetime, contact: datetime) -> None:
        super().__init__(until)
        self.now, self.contact = now, contact


class Revoked(UnknownSigner):
    """The centre took the officer's right away `at` this UTC time."""

    def __init__(self, at: str) -> None:
        super().__init__(at)
        self.at = at


class Door:
    """Signs officers in at the station kept in `home`."""

    def __init__(self, home: Path, clock: Clock, *, cost: Cost | None = None, use_keyring: bool = True) -> None:
        self._home = home
        self._clock = clock
        if not home.is_dir():
            make_folder(home)
        secret = machine_secret(home, home.name, use_keyring=use_keyring)
        self.secret_kept_in = secret.where
        self._secret = secret.value
        self._slots = Slots(home / "slots.json", secret.value, cost)
        self._ids = Uuid7Source()

    def handles(self) -> tuple[str, ...]:
        """Who can sign in; nothing of the register is open for this."""
        return self._slots.handles()

    @property
    def slots(self) -> Slots:
        """The slot file, for the administrator's page."""
        return self._slots

    def sign_in(self, handle: str, passphrase: str) -> Session:
        """Open the store for an officer; raises WrongPassphrase, LockedOut, FirstTime, DutyEnded, Revoked or another
        StoreError. A damaged file is found before anything opens it. Whoever left meanwhile is shut out first: it is
        the chance to change the store's key."""
        tries = self._slots.tries(handle)
        keys = self._slots.unlock(handle, passphrase, self._clock.now())
        if keys.first:
            raise FirstTime(handle)
        for key in filter(None, (keys.store_key, keys.next_key)):  # one that fits nothing says nothing
            prove(self._home, key)
        store = open_settled(self._home, self._slots, keys)
        FoundingFile(self._home, self._secret).forget()  # left by a cut after the store was in its place
        try:
            self.tidy(store)
            session = self._session(handle, keys, store)
        except (UnknownSigner, StoreError):
            store.close()
            raise
        store.views.note(self._clock.stamp(), handle, SIGNED_IN, f"salah {tries}" if tries else "")
        return session

    def join(self, handle: str, start: str, own: str) -> None:
        """A new officer chooses his passphrase; raises BadPassphrase, NotInvited and what `sign_in` raises."""
        check_passphrase(handle, start, own)
        keys = self._slots.unlock(handle, start, self._clock.now())
        store = open_settled(self._home, self._slots, keys)
        try:
            self._clock.trust_stamp(store.facts.get("contact.at"))
            join(store, self._slots, handle, keys, own, self._clock.stamp())
        finally:
            store.close()

    def tidy(self, store: Store) -> bool:
        """Shut out who left and change the store's key; what the disk or another program hinders waits."""
        try:
            return tidy(store, self._slots, self._clock.stamp())
        except StoreError:
            return False

    def unlock(self, session: Session, handle: str, passphrase: str) -> Session:
        """Go on after a lock; another officer gets his own session on the same open store."""
        keys = self._slots.unlock(handle, passphrase, self._clock.now())
        return self._session(handle, keys, session.store)

    def founder(self) -> Founder:
        """Sets the station of this folder up."""
        return Founder(self._home, self._slots, self._secret, self._clock)

    def found(
        self, code: OneTimeCode, administrator: Newcomer, officers: tuple[Newcomer, ...], letter: str = ""
    ) -> Store:
        """A training station at once, by a code that needs no words; raises NotConfirmed for one that does."""
        founder = self.founder()
        founder.begin(code, administrator.handle, administrator.name)
        founder.ask()
        return founder.finish(administrator.passphrase, officers, letter)

    def _session(self, handle: str, keys: Unlocked, store: Store) -> Session:
        key = SigningKey.from_bytes(keys.signing_key)
        self._clock.trust_stamp(store.facts.get("contact.at"))  # a clock set back revives no release and no grant
        grant = self._grant(store, handle, key)
        officer, held = Officer(handle, grant.name, grant.roles), HeldKey(key)
        store.views.signed_by(handle, held.mark)
        return Session(officer, store.identity.station, held, store, self._clock, self._ids)

    def _grant(self, store: Store, handle: str, key: SigningKey) -> Grant:
        """The centre's word on the officer, its signature checked and for this very key: a slot alone makes no one."""
        who = store.identity
        grants = store.officers.verifier()
        grant = grants.grant(handle, who.station)
        if grant is None or grant.key != key.public:
            raise UnknownSigner(handle)
        ended = grants.revoked_at(handle, who.station)
        if ended:
            raise Revoked(ended)
        if not grant.covers(self._clock.today()):
            raise self._ended(grant.until)
        return grant

    def _ended(self, until: str) -> DutyEnded:
        now, contact = self._clock.reading, self._clock.trusted
        if contact is not None and doubtful(now, contact):
            return ClockDoubt(until, now, contact)
        return DutyEnded(until)
