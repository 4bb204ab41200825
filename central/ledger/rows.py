"""Rows of the books as frozen values, in the order of their columns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StationRow:
    """A station as the centre knows it."""

    id: str
    name: str
    area: str
    key: str
    recipient: str
    epoch: int
    chain_count: int
    chain_head: bytes
    contact_at: str


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A one-time code for enrolling a station; `answer` repeats the first answer to the same request."""

    id: str
    secret: bytes
    station: str
    name: str
    area: str
    until: str
    used_at: str
    answer: bytes


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A packet: announced, accepted or refused, with the receipt once there is one."""

    station: str
    packet: str
    sha256: str
    size: int
    state: str
    receipt: bytes


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request about an officer and what became of it."""

    id: str
    station: str
    officer: str
    kind: str
    state: str
    reason: str
    body: bytes


@dataclass(frozen=True, slots=True)
class CaseRow:
    """Where a case stands at the centre."""

    id: str
    number: str
    status: str
    upstream: str
    holder: str
    home: str
    nik: str
    answers: int
    due_at: str
