"""Actions for tests: signed by a key made of the author's name, so that nothing depends on a real one."""

from __future__ import annotations

import hashlib

from registry.actions import Action, Header, Kind, seal_payload
from registry.canonical import canonical
from registry.officers import Role


def action(
    number: int,
    kind: Kind,
    *,
    author: str,
    role: Role,
    variant: str = "",
    station: str = "DAYUN",
    after: str = "",
    case: str = "case-1",
    record: dict[str, str] | None = None,
    at: str = "2026-11-24T03:42:07Z",
    service: str = "ktp-baru",
) -> Action:
    """An action whose id sorts by `number`."""
    salt, payload = b"s" * 16, canonical({"v": 1, **(record or {})})
    header = Header(
        id=f"{number:04d}",
        case=case,
        service=service,
        kind=kind,
        variant=variant,
        author=author,
        role=role,
        station=station,
        after=after,
        at=at,
        payload=seal_payload(salt, payload),
    )
    raw = header.to_bytes()
    return Action(header, raw, hashlib.sha512(author.encode() + raw).digest(), salt, payload)
