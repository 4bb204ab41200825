"""Who left: his slot goes, and the store gets another key. Worked out anew from what is signed, so that a cut, a busy
disk or a revocation that comes by the feed only puts it off (docs/decisions/0012)."""

from __future__ import annotations

from station.desk.renewing import want_renewal
from station.store.rekey import Progress, rekey, want, wanted
from station.store.requests import Kept
from station.store.slots import Slots
from station.store.store import Store
from sync.keys import Grants, ed25519_check
from sync.officers import Claim, Proposal, Removal, Renewal

_SECOND = len("2026-11-24T03:42:07")


def nothing(_done: int, _total: int) -> None:
    """Nobody looks on."""


def leavers(store: Store, slots: Slots) -> tuple[str, ...]:
    """Handles whose slot has to go: taken away by the centre, or removed here by a signed request."""
    grants, asked, here = store.officers.verifier(), store.requests.all(), store.identity.station
    return tuple(
        handle
        for handle in slots.public_keys()
        if _revoked(handle, here, grants, asked) or _removed(handle, here, grants, asked)
    )


def tidy(store: Store, slots: Slots, at: str, progress: Progress = nothing) -> bool:
    """Take the slots of leavers out and change the store's key if someone left; whether it was changed.

    Raises Stopped by `progress`, or a StoreError: the slots are gone then, and the key is changed at the next chance.
    """
    for handle in leavers(store, slots):
        want(store.facts, handle)  # before the slot goes, so that a cut between the two forgets nobody
        slots.remove(handle)
    if not wanted(store.facts):
        return False
    want_renewal(store, wanted(store.facts)[0])  # his copy of the store holds the station's own key too
    rekey(store, slots, owners(store, slots), at, progress)
    return True


def owners(store: Store, slots: Slots) -> dict[str, str]:
    """Handle -> public key of those who get the new key: by the centre's grant, or by a request an administrator of
    this station signed. What the slot file says of a key counts only if one of these says it too."""
    grants, asked, here = store.officers.verifier(), store.requests.all(), store.identity.station
    found = {}
    for handle, key in slots.public_keys().items():
        grant = grants.grant(handle, here)
        vouched = grant.key if grant and not grants.revoked_at(handle, here) else ""
        if key and key in _asked_for(handle, here, grants, asked):
            found[handle] = key
        elif vouched:
            found[handle] = vouched
    return found


def _revoked(handle: str, station: str, grants: Grants, asked: tuple[Kept, ...]) -> bool:
    """Whether the centre took his right away and nobody asked for him again since."""
    at = grants.revoked_at(handle, station)
    again = [kept for kept in asked if kept.request.officer == handle and isinstance(kept.request, Proposal)]
    return bool(at) and not any(
        kept.request.at[:_SECOND] > at[:_SECOND] and by_administrator(kept, grants, station) for kept in again
    )


def _removed(handle: str, station: str, grants: Grants, asked: tuple[Kept, ...]) -> bool:
    """Whether the last word on him here is a removal that no newer grant has overtaken."""
    said = [kept for kept in asked if kept.request.officer == handle and not isinstance(kept.request, Claim | Renewal)]
    if not said or not isinstance(said[-1].request, Removal) or not by_administrator(said[-1], grants, station):
        return False
    grant = grants.grant(handle, station)
    return grant is None or grant.since[:_SECOND] <= said[-1].request.at[:_SECOND]


def _asked_for(handle: str, station: str, grants: Grants, asked: tuple[Kept, ...]) -> set[str]:
    """The start key of the last proposal for him, and the key that was claimed with it."""
    proposals = [
        kept for kept in asked if isinstance(kept.request, Proposal) and kept.request.officer == handle
        and kept.request.key and by_administrator(kept, grants, station)
    ]  # fmt: skip
    if not proposals:
        return set()
    proposal = proposals[-1].request
    keys = {proposal.key} if isinstance(proposal, Proposal) else set()
    for kept in asked:
        claim = kept.request
        if isinstance(claim, Claim) and isinstance(proposal, Proposal) and claim.proposal == proposal.proposal:
            marks = kept.asked.signatures
            if marks and ed25519_check(bytes.fromhex(proposal.key), kept.asked.body, marks[0]):
                keys.add(claim.own_key)
    return keys


def by_administrator(kept: Kept, grants: Grants, station: str) -> bool:
    """Whether an administrator of this station signed it, as far as is known here."""
    request = kept.request
    if isinstance(request, Claim | Renewal) or request.station != station or not kept.asked.signatures:
        return False
    grant = grants.in_force(request.administrator, station, request.at)
    mark = kept.asked.signatures[0]
    return grant is not None and "administrator" in grant.roles and ed25519_check(
        bytes.fromhex(grant.key), kept.asked.body, mark
    )  # fmt: skip
