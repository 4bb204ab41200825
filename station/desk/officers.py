"""Petugas dan peran: who serves here, and what an administrator asks of the centre about it.

Nothing here makes an officer: the desk signs requests, the centre signs grants, and old rights stay until one comes.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from registry.errors import RegistryError
from registry.officers import Grant, Role
from station.desk.leaving import nothing, tidy
from station.desk.session import KeyDropped, Session
from station.store.audit import OPENED, REMOVED
from station.store.rekey import DONE_AT, Progress, wanted
from station.store.requests import REFUSED, Kept
from station.store.slots import Slots, Unlocked
from sync.keys import CENTRE, Grants, SigningKey
from sync.officers import Asked, Claim, Proposal, Removal, Renewal

_HANDLE = re.compile(r"[a-z][a-z0-9.-]{1,23}")
_NIP = re.compile(r"\d{18}")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read for another


class OfficerRefused(RegistryError):
    """An administrator asks for what may not be. `code`: own-role, last-administrator, known-handle, bad-handle,
    no-name, bad-nip, no-decree, no-role, bad-date, no-such-officer, no-reason, wrong-role or locked."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Form:
    """What is said of an officer."""

    handle: str
    name: str
    nip: str
    decree: str
    roles: frozenset[Role]
    until: str  # ISO date


@dataclass(frozen=True, slots=True)
class Member:
    """An officer of this station. `state`: active, waiting (for the centre), invited (start passphrase not yet used),
    refused, leaving (removal waits), left or over (term past); `reason` is the centre's keyword."""

    form: Form
    state: str
    reason: str = ""
    known: bool = False  # the centre knows his key
    last_seen: str = ""
    locked_until: datetime | None = None
    asked: Form | None = None  # what was asked for and is not yet granted


@dataclass(frozen=True, slots=True)
class Roster:
    """All of them, and what is to be known about the store's key."""

    members: tuple[Member, ...] = ()
    wanted: tuple[str, ...] = ()  # who left and whose copy still opens the store
    rekeyed_at: str = ""


class OfficersDesk:
    """The administrator's acts. Runs on the store's lane."""

    def __init__(self, session: Session, slots: Slots) -> None:
        self._session = session
        self._slots = slots

    def roster(self) -> Roster:
        """Who serves, served and is to serve here."""
        store, here = self._session.store, self._session.station
        grants = store.officers.verifier()
        asked = [kept for kept in store.requests.all() if not isinstance(kept.request, Renewal)]
        held = {grant.officer: grant for grant in grants.everyone() if grant.station == here}
        names = dict.fromkeys([*sorted(held), *(kept.request.officer for kept in asked)])
        seen, first = store.views.last_seen(), self._slots.first_time()
        found = []
        for handle in names:
            member = self._member(handle, held.get(handle), grants, asked)
            if member is not None:
                invited = "invited" if handle in first and member.state == "waiting" else member.state
                found.append(
                    Member(
                        member.form, invited, member.reason, member.known, seen.get(handle, ""),
                        self._slots.locked_until(handle, self._session.clock.now()), member.asked,
                    )
                )  # fmt: skip
        gone = {"left": 1}
        found.sort(key=lambda each: (gone.get(each.state, 0), each.form.name.casefold()))
        at = store.facts.get(DONE_AT) or b""
        return Roster(tuple(found), wanted(store.facts), at.decode())

    def invite(self, form: Form) -> str:
        """Ask for a new officer, or a new key for one who is here; returns the start passphrase, shown once.

        Raises OfficerRefused.
        """
        known = {member.form.handle: member for member in self.roster().members}
        self._check(form)
        if form.handle in known and known[form.handle].state not in ("left", "refused", "invited"):
            raise OfficerRefused("known-handle")
        return self._invite(form)

    def invite_again(self, handle: str) -> str:
        """A start passphrase for an officer who lost his own: what he signed before keeps counting."""
        self._may(handle)
        return self._invite(self._known(handle).form)

    def change(self, form: Form) -> None:
        """Ask for other roles, term, name or SK number; old rights stay until the centre has signed."""
        held = self._known(form.handle)
        self._check(form)
        if Role.ADMINISTRATOR in held.form.roles - form.roles:
            self._keep_one(form.handle)
        self._ask("proposal", self._proposal(form, "").to_bytes())

    def remove(self, handle: str, reason: str, progress: Progress = nothing) -> bool:
        """End an officer's service: slot, and the store's key; whether the key was changed.

        Raises OfficerRefused, Stopped or a StoreError; after the latter two he is removed and the key waits.
        """
        self._may(handle)
        if not reason.strip():
            raise OfficerRefused("no-reason")
        held = self._known(handle)
        if Role.ADMINISTRATOR in held.form.roles:
            self._keep_one(handle)
        session, at = self._session, self._session.clock.stamp()
        who = session.officer.handle
        removal = Removal(session.ids.next(), handle, reason.strip(), session.station, who, at)
        self._ask("removal", removal.to_bytes())
        session.store.views.note(at, who, REMOVED, handle)
        return tidy(session.store, self._slots, at, progress)

    def finish(self, progress: Progress = nothing) -> bool:
        """Change the key that waits to be changed; whether it was."""
        return tidy(self._session.store, self._slots, self._session.clock.stamp(), progress)

    def open_lock(self, handle: str) -> None:
        """Lift the lock of too many wrong passphrases; booked."""
        self._administrator()
        self._slots.release(handle)
        self._session.store.views.note(self._session.clock.stamp(), self._session.officer.handle, OPENED, handle)

    # rules ----------------------------------------------------------------------------------------------------------
    def _check(self, form: Form) -> None:
        self._may(form.handle)
        if not _HANDLE.fullmatch(form.handle) or form.handle.upper() == CENTRE:
            raise OfficerRefused("bad-handle")
        if not form.name.strip():
            raise OfficerRefused("no-name")
        if form.nip and not _NIP.fullmatch(form.nip):
            raise OfficerRefused("bad-nip")
        if not form.decree.strip():
            raise OfficerRefused("no-decree")
        if not form.roles or Role.CENTRE in form.roles:
            raise OfficerRefused("no-role")
        try:
            day = date.fromisoformat(form.until)
        except ValueError as error:
            raise OfficerRefused("bad-date") from error
        if day.isoformat() < self._session.clock.today():
            raise OfficerRefused("bad-date")

    def _administrator(self) -> None:
        if Role.ADMINISTRATOR not in self._session.officer.roles:
            raise OfficerRefused("wrong-role")

    def _may(self, handle: str) -> None:
        self._administrator()
        if handle == self._session.officer.handle:
            others = self._administrators() - {handle}
            raise OfficerRefused("own-role" if others else "last-administrator")

    def _keep_one(self, leaving: str) -> None:
        if not self._administrators() - {leaving}:
            raise OfficerRefused("last-administrator")

    def _administrators(self) -> set[str]:
        good = (each for each in self.roster().members if each.state == "active")
        return {each.form.handle for each in good if Role.ADMINISTRATOR in each.form.roles}

    def _known(self, handle: str) -> Member:
        for member in self.roster().members:
            if member.form.handle == handle and member.state != "left":
                return member
        raise OfficerRefused("no-such-officer")

    # asking ---------------------------------------------------------------------------------------------------------
    def _invite(self, form: Form) -> str:
        key, words = SigningKey.generate(), start_passphrase()
        self._ask("proposal", self._proposal(form, key.public).to_bytes())
        self._slots.add(form.handle, words, Unlocked(self._session.store.key, key.to_bytes(), first=True))
        return words

    def _proposal(self, form: Form, key: str) -> Proposal:
        session = self._session
        return Proposal(
            proposal=session.ids.next(),
            officer=form.handle,
            name=form.name.strip(),
            nip=form.nip,
            decree=form.decree.strip(),
            key=key,
            roles=tuple(sorted(form.roles)),
            station=session.station,
            until=form.until,
            administrator=session.officer.handle,
            at=session.clock.stamp(),
        )

    def _ask(self, kind: str, body: bytes) -> None:
        try:
            mark = self._session.key.sign(body)
        except KeyDropped as error:
            raise OfficerRefused("locked") from error
        self._session.store.requests.add(Asked(kind, body, (mark,)))

    # the roster -----------------------------------------------------------------------------------------------------
    def _member(self, handle: str, grant: Grant | None, grants: Grants, asked: Iterable[Kept]) -> Member | None:
        here, today = self._session.station, self._session.clock.today()
        said = [kept for kept in asked if kept.request.officer == handle]
        last = next((kept for kept in reversed(said) if not isinstance(kept.request, Claim)), None)
        form = _granted(grant) if grant else _asked(last)
        if form is None:
            return None
        ended = bool(grant and grants.revoked_at(handle, here))
        open_ = last is not None and not _answered(last, said, grant)
        if last is not None and isinstance(last.request, Removal) and (open_ or not grant):
            state = "refused" if last.state == REFUSED else "leaving" if grant and not ended else "left"
            return Member(form, state, last.reason, grant is not None)
        if ended and not open_:
            return Member(form, "left", "", True)
        if open_ and last is not None:
            claim = next((kept for kept in reversed(said) if isinstance(kept.request, Claim)), None)
            bad = last if last.state == REFUSED else claim if claim and claim.state == REFUSED else None
            state = "refused" if bad else "waiting"
            return Member(form, state, bad.reason if bad else "", grant is not None and not ended, asked=_asked(last))
        over = grant is not None and not grant.covers(today)
        return Member(form, "over" if over else "active", "", True)


def start_passphrase() -> str:
    """Twelve letters in three groups, some 59 bits; for one use and read aloud.

    >>> len(start_passphrase())
    14
    """
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def _granted(grant: Grant) -> Form:
    return Form(grant.officer, grant.name, grant.nip, grant.decree, grant.roles, grant.until)


def _asked(kept: Kept | None) -> Form | None:
    if kept is None or not isinstance(kept.request, Proposal):
        return None
    said = kept.request
    roles = frozenset(Role(role) for role in said.roles)
    return Form(said.officer, said.name, said.nip, said.decree, roles, said.until)


def _answered(last: Kept, said: Iterable[Kept], grant: Grant | None) -> bool:
    """Whether the centre's grant says what was asked for last."""
    wanted_ = _asked(last)
    if wanted_ is None or grant is None or not isinstance(last.request, Proposal):
        return False
    if last.request.key:
        proposal = last.request.proposal
        keys = {
            kept.request.own_key for kept in said
            if isinstance(kept.request, Claim) and kept.request.proposal == proposal
        }  # fmt: skip
        return grant.key in keys
    held = _granted(grant)
    return (held.name, held.nip, held.decree, held.roles) == (
        wanted_.name, wanted_.nip, wanted_.decree, wanted_.roles,
    ) and held.until <= wanted_.until  # fmt: skip
