"""Keys, actions and a centre in memory for the tests of sync. All keys are made from names: runs are alike."""

from __future__ import annotations

import hashlib
from functools import cache

from registry.actions import Action, Header, Kind, seal_payload
from registry.canonical import canonical
from registry.officers import Grant, Role
from sync import age
from sync.cycle import Keys
from sync.keys import SigningKey
from sync.seal import Manifest

STATION = "DAYUN"
AT = "2026-11-24T03:42:07Z"
ID = "0192a0b1-c2d3-7000-8000-00000000000{}"


@cache
def key(name):
    return SigningKey.from_bytes(hashlib.sha256(name.encode()).digest())


@cache
def identity(name):
    """An age identity; not from the name, as age offers no way, but the same throughout a run."""
    return age.generate_identity()


def recipient(name):
    return age.recipient_of(identity(name))


def grant(officer="rina", station=STATION, roles=(Role.OPERATOR,), until="2026-12-31", name=None):
    value = Grant(officer, name or officer.title(), key(officer).public, frozenset(roles), station, until)
    raw = value.to_bytes()
    return raw, key("centre").sign(raw)


def action(number, *, case="case-1", author="rina", station=STATION, kind=Kind.SUBMITTED, record=None, keep=True):
    salt, payload = b"s" * 16, canonical({"v": 1, **(record or {"n": number})})
    header = Header(
        id=f"0192a0b1-c2d3-7000-8000-{number:012d}",
        case=case,
        service="ktp-baru",
        kind=kind,
        variant="complete",
        author=author,
        role=Role.OPERATOR,
        station=station,
        after="",
        at=AT,
        payload=seal_payload(salt, payload),
    )
    raw = header.to_bytes()
    made = Action(header, raw, key(author).sign(raw), salt, payload)
    return made if keep else made.erased()


def manifest(packet="p-1", **changes):
    fields = {"packet": packet, "sender": STATION, "epoch": 1, "kind": "case", "case": "case-1", "created": AT}
    return Manifest(**{**fields, **changes})


def station_keys(station=STATION):
    recipients = (recipient("centre"), recipient("recovery"))
    return Keys(station, 1, key(station), identity(station), key("centre").public, recipients)
