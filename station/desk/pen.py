"""Writes and signs actions: the only place of the station that makes one.

The table is asked first, so nothing is signed that the centre would refuse.
"""

from __future__ import annotations

import os

from registry.actions import Action, Header, Kind, seal_payload
from registry.canonical import Plain, canonical, parse
from registry.case import Case, NotAllowed, permit
from registry.lifecycle import Status
from station.desk.session import KeyDropped, Session

SALT_BYTES = 16


def write(
    session: Session,
    case: Case | None,
    kind: Kind,
    variant: str = "",
    payload: bytes | None = None,
    *,
    case_id: str = "",
    service: str = "",
) -> Action:
    """A signed action that may follow `case`; `case_id` and `service` are for the first one. Raises NotAllowed."""
    rule = permit(case, kind, variant, session.actor)
    salt = os.urandom(SALT_BYTES)
    body = payload if payload is not None else record_bytes({})
    if rule.reasoned and not rule.says_why(parse(body)):
        raise NotAllowed("no-reason", case.status if case else Status.NEW, kind)
    role = min(rule.roles & session.officer.roles)
    header = Header(
        id=session.ids.next(),
        case=case.id if case else case_id,
        service=case.service if case else service,
        kind=kind,
        variant=variant,
        author=session.officer.handle,
        role=role,
        station=session.station,
        after=case.last if case else "",
        at=session.clock.stamp(),
        payload=seal_payload(salt, body),
    )
    raw = header.to_bytes()
    try:
        return Action(header, raw, session.key.sign(raw), salt, body)
    except KeyDropped as error:
        raise NotAllowed("locked", case.status if case else Status.NEW, kind) from error


def record_bytes(record: dict[str, Plain]) -> bytes:
    """A payload from a plain record."""
    return canonical({"v": 1, **record})
