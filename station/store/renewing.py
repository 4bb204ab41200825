"""The station's own key as it changes: by what the centre sends, within the transaction of its cursor.

station.until   ISO date: until then the key should be another
station.next    the private half of the key that was asked for, until the centre has taken it
station.renew   because of whom the key is to change at once; empty for nobody
epoch.since     UTC: this computer is the station since then; acts of the station before it come from another one
"""

from __future__ import annotations

from sqlalchemy import Connection

from registry.canonical import canonical, parse
from station.store.facts import read_fact, write_fact
from sync.keys import SigningKey

KEY_UNTIL, KEY_NEXT, KEY_WANTED, EPOCH_SINCE = "station.until", "station.next", "station.renew", "epoch.since"


def take_key(db: Connection, key: str, until: str) -> None:
    """The centre has taken the key that was asked for: sign with it from now on. Again, it changes nothing.

    Raises LookupError for a key that nobody here made.
    """
    identity = parse(read_fact(db, "identity") or b"{}")
    own = SigningKey.from_bytes(bytes.fromhex(identity["signing_key"])).public
    if own != key:
        coming = read_fact(db, KEY_NEXT) or b""
        if not coming or SigningKey.from_bytes(coming).public != key:
            raise LookupError(key)
        former = [*identity.get("former", []), own]
        write_fact(db, "identity", canonical({**identity, "signing_key": coming.hex(), "former": former}))
    for name, value in ((KEY_UNTIL, until.encode()), (KEY_NEXT, b"")):
        write_fact(db, name, value)
    if not (read_fact(db, KEY_WANTED) or b"").decode().endswith(key):  # who left knew this one too
        write_fact(db, KEY_WANTED, b"")


def before_epoch(db: Connection, at: str) -> bool:
    """Whether an act of that time may be ours although it is not here: an earlier computer or history made it."""
    return at[:19] <= (read_fact(db, EPOCH_SINCE) or b"").decode()[:19]
