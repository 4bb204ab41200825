"""The station's own key and epoch as they change: by what the centre sends, within the transaction of its cursor.

station.until   ISO date: until then the key should be another
station.next    the private half of the key that was asked for, until the centre has taken it
station.renew   because of whom the key is to change at once; empty for nobody
epoch.since     UTC: the centre's word on this history; acts of this station before it may come back from there
"""

from __future__ import annotations

from sqlalchemy import Connection, update

from registry.canonical import canonical, parse
from station.store.facts import read_fact, write_count, write_fact
from station.store.schema import actions, packets, problems, requests
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


def take_epoch(db: Connection, epoch: int, at: str) -> None:
    """The centre begins this station's history anew: everything that waits is sealed again under the new epoch, the
    whole journal is told again, and acts of ours that only the centre knew are no alarm any more."""
    identity = parse(read_fact(db, "identity") or b"{}")
    if int(identity["epoch"]) >= epoch:
        return
    write_fact(db, "identity", canonical({**identity, "epoch": epoch}))
    write_fact(db, EPOCH_SINCE, at.encode())
    write_count(db, "journal.acknowledged", 0)
    unsealed = [row.id for row in db.execute(packets.select().where(packets.c.state == "waiting"))]
    db.execute(packets.delete().where(packets.c.id.in_(unsealed)))
    db.execute(update(actions).where(actions.c.packet.in_(unsealed), actions.c.number == 0).values(packet=""))
    db.execute(update(requests).where(requests.c.packet.in_(unsealed), requests.c.state == "waiting").values(packet=""))
    db.execute(update(problems).where(problems.c.code == "own-act-unknown").values(solved=1, record=b""))


def before_epoch(db: Connection, at: str) -> bool:
    """Whether an act of that time may be ours although it is not here: an earlier computer or history made it."""
    return at[:19] <= (read_fact(db, EPOCH_SINCE) or b"").decode()[:19]
