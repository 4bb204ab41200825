"""The station's own key is changed: from two thirds of its year on, and when somebody left who held the store's key.

An administrator signs for it, so it is asked for when one is at the desk; until then the key of now goes on, and
nothing stops when its day is past (docs/decisions/0018).
"""

from __future__ import annotations

from datetime import date, timedelta

from registry.officers import Role
from station.desk.session import KeyDropped, Session
from station.store.renewing import KEY_NEXT, KEY_UNTIL, KEY_WANTED
from station.store.requests import REFUSED
from station.store.store import Store
from sync.keys import SigningKey
from sync.officers import RENEWAL, Asked, Renewal

AHEAD = timedelta(days=122)  # a third of the year


def due(store: Store, today: str) -> bool:
    """Whether the key is to be changed: by its term, or because of who left. A key without a term is due."""
    until = (store.facts.get(KEY_UNTIL) or b"").decode()
    return (
        bool(store.facts.get(KEY_WANTED)) or not until or date.fromisoformat(until) - AHEAD <= date.fromisoformat(today)
    )


def days_left(store: Store, today: str) -> int | None:
    """Days to the last of the key's term, negative past it; None for a key without one."""
    until = (store.facts.get(KEY_UNTIL) or b"").decode()
    return (date.fromisoformat(until) - date.fromisoformat(today)).days if until else None


def want_renewal(store: Store, officer: str) -> None:
    """Somebody left who could read the station's key, and the one that may be under way to take its place."""
    coming = store.facts.get(KEY_NEXT)
    public = SigningKey.from_bytes(coming).public if coming else ""
    store.facts.put({KEY_WANTED: f"{officer} {public}".encode()})


def ask_renewal(session: Session) -> bool:
    """Ask for another key when it is due and an administrator is at the desk; whether it was asked now.

    The private half is kept before the request: a cut between the two leaves a key that the next request uses.
    """
    store = session.store
    if Role.ADMINISTRATOR not in session.officer.roles or not due(store, session.clock.today()) or _asked(store):
        return False
    coming = SigningKey.from_bytes(store.facts.get(KEY_NEXT) or SigningKey.generate().to_bytes())
    store.facts.put({KEY_NEXT: coming.to_bytes()})
    who = store.identity
    body = Renewal(
        session.ids.next(), session.officer.handle, coming.public, who.station, session.clock.stamp()
    ).to_bytes()
    own = SigningKey.from_bytes(bytes.fromhex(who.signing_key))
    try:
        marks = (own.sign(body), coming.sign(body), session.key.sign(body))
    except KeyDropped:
        return False
    store.requests.add(Asked(RENEWAL, body, marks))
    return True


def _asked(store: Store) -> bool:
    """Whether a request for the key that waits is under way; one that was refused is made anew."""
    coming = store.facts.get(KEY_NEXT)
    if not coming:
        return False
    key = SigningKey.from_bytes(coming).public
    said = (kept for kept in store.requests.all() if isinstance(kept.request, Renewal) and kept.request.key == key)
    return any(kept.state != REFUSED for kept in said)
