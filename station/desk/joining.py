"""A new officer's first sign-in: he chooses his passphrase, his own key is made, and its public half is claimed.

The start passphrase opens only this. Until the centre's grant for the own key has come, he waits.
"""

from __future__ import annotations

from registry.uuid7 import Uuid7Source
from station.store.slots import Slots, Unlocked
from station.store.store import Store
from sync.keys import SigningKey
from sync.officers import Asked, Claim, Proposal

LEAST = 10  # letters of a passphrase


class FirstTime(Exception):
    """Signed in with a start passphrase: an own one has to be chosen first."""

    def __init__(self, handle: str) -> None:
        super().__init__(handle)
        self.handle = handle


class BadPassphrase(ValueError):
    """Not to be taken. `code`: short, same or name."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotInvited(Exception):
    """No administrator of this station asked for him, or no longer."""


def check_passphrase(handle: str, start: str, own: str) -> None:
    """Raises BadPassphrase.

    >>> check_passphrase("siti", "k7fm-2qpx-9rtd", "kelapa sawit tua")
    """
    if len(own.strip()) < LEAST:
        raise BadPassphrase("short")
    if own == start:
        raise BadPassphrase("same")
    if handle.casefold() in own.casefold():
        raise BadPassphrase("name")


def join(store: Store, slots: Slots, handle: str, keys: Unlocked, own: str, at: str) -> None:
    """Make the officer's own key, claim it and keep it under his passphrase. Raises NotInvited or a StoreError.

    The claim is kept first: a cut before the slot is written leaves the start passphrase, and the next claim takes the
    place of this one.
    """
    start, mine = SigningKey.from_bytes(keys.signing_key), SigningKey.generate()
    proposal = _invitation(store, handle, start.public)
    claim = Claim(Uuid7Source().next(), proposal.proposal, handle, mine.public, store.identity.station, at)
    body = claim.to_bytes()
    store.requests.add(Asked("claim", body, (start.sign(body), mine.sign(body))), instead_of=_earlier(store, proposal))
    slots.add(handle, own, Unlocked(store.key, mine.to_bytes()))


def _invitation(store: Store, handle: str, key: str) -> Proposal:
    for kept in reversed(store.requests.all()):
        request = kept.request
        if isinstance(request, Proposal) and (request.officer, request.key) == (handle, key):
            return request
    raise NotInvited(handle)


def _earlier(store: Store, proposal: Proposal) -> tuple[str, ...]:
    """Claims that were kept before a cut and lead nowhere: their key is lost."""
    found = (kept.request for kept in store.requests.all())
    return tuple(each.claim for each in found if isinstance(each, Claim) and each.proposal == proposal.proposal)
