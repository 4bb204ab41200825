"""Pages over a real store, without devices; work is done where it is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from devices.catalog import Catalog, known_drivers
from registry.actions import Kind
from registry.canonical import canonical
from registry.card import card_elements
from registry.evidence import PaperKind
from registry.lifecycle import Status
from registry.officers import Role
from registry.regions import Regions
from registry.releases import Authority, Release
from registry.submission import Paper
from registry.upstream import SiakStatus
from registry.uuid7 import Uuid7Source
from station.desk.equipment import Equipment
from station.desk.session import Clock, Officer, Session
from station.presenters.counter import Counter, Route
from station.store.store import Store
from station.widgets.theme import Theme, dress
from station.work import AtOnce
from sync.keys import CENTRE, ed25519_check
from tests.forms.making import Maker, ink, photo
from tests.station.store.making import Recording, act, key_of, person, recording, signed_grant, store_in, submitted

MAKER = Maker()
ROLES = {
    "rina": {Role.OPERATOR}, "fajar": {Role.OPERATOR}, "hendra": {Role.VERIFIER}, "murniati": {Role.VERIFIER},
    "yulianti": {Role.OPERATOR, Role.PRINTING},
}  # fmt: skip


@dataclass
class Desk:
    """A counter for one officer, and what it said."""

    counter: Counter
    gone: list[Route] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = store_in(tmp_path / "kecamatan")
    for handle, roles in ROLES.items():
        found.officers.put(*signed_grant(handle, *roles))
    yield found
    found.close()


@pytest.fixture
def look(qapp: Any) -> Theme:
    made = Theme("terang")
    dress(qapp, made)
    return made


@pytest.fixture
def desk(store: Store) -> Callable[[str], Desk]:
    def sit_down(handle: str) -> Desk:
        officer = Officer(handle, handle.title(), frozenset(ROLES[handle]))
        session = Session(officer, "DAYUN", key_of(handle), store, Clock(), Uuid7Source())
        made = Desk(
            Counter(
                tasks=AtOnce(),
                session=session,
                equipment=Equipment(Catalog(known_drivers()), {}),
                worker=None,  # type: ignore[arg-type]  # no page here compares fingers
                authority=Authority(ed25519_check, training_roots=frozenset({MAKER.root_key})),
                go=lambda route: made.gone.append(route),
                toast=lambda _role, words: made.toasts.append(words),
            )
        )
        return made

    return sit_down


def _with_real_pictures(found: Recording) -> Recording:
    """Photo, signature and paper that can be looked at."""
    portrait, pen = photo(), ink()
    of = {hashlib.sha256(data).hexdigest(): data for data in (portrait, pen)}
    shot, signed = of
    papers = (Paper(PaperKind.FAMILY_CARD, (shot,)), Paper(PaperKind.BIRTH_CERTIFICATE))
    submission = replace(found.submission, photo=shot, signature=signed, papers=papers)
    return Recording(submission, {**found.blobs, **of})


def _released(found: Recording, case: str) -> dict[str, Any]:
    """A training release of the card, as the centre writes it."""
    elements = card_elements(
        found.submission.resident,
        Regions.load(),
        photo=found.submission.photo,
        signature=found.submission.signature,
        issued=date.today(),
    )
    today = date.today()
    until = (today + timedelta(days=14)).isoformat()
    signed = MAKER.sign(Release(f"R-{case}", case, elements.digest(), "DAYUN", today.isoformat(), until, 2,
                           key_of(CENTRE).public))  # fmt: skip
    return {**signed.to_record(), "elements": elements.to_record()}


STAGES: tuple[tuple[Status, Kind, str, Role, str], ...] = (
    (Status.VERIFIED, Kind.VERIFIED, "hendra", Role.VERIFIER, ""),
    (Status.PRINT_READY, Kind.UPSTREAM_ANSWERED, CENTRE, Role.CENTRE, SiakStatus.PRINT_READY_RECORD),
    (Status.RELEASED, Kind.RELEASED, CENTRE, Role.CENTRE, ""),
    (Status.PRINT_APPROVED, Kind.PRINT_APPROVED, "murniati", Role.VERIFIER, ""),
    (Status.PRINTING, Kind.PRINT_STARTED, "yulianti", Role.PRINTING, "loket"),
    (Status.PRINTED, Kind.PRINT_BOOKED, "yulianti", Role.PRINTING, "good"),
    (Status.CHIP_VERIFIED, Kind.CHIP_VERIFIED, "yulianti", Role.PRINTING, ""),
    (Status.SHIPPED, Kind.SHIPPED, "yulianti", Role.PRINTING, "DAYUN"),
    (Status.READY, Kind.COUNTED_IN, "fajar", Role.OPERATOR, ""),
)


def put_case(store: Store, number: int, until: Status, **payloads: dict[str, Any]) -> str:
    """A case taken through its stages up to a status; returns its id."""
    case = f"case-{number}"
    found = _with_real_pictures(recording(person(number), f"D-2611-{number:04d}"))
    first = submitted(found, case=case)
    store.cases.append((first,), blobs=found.blobs)
    last, status = first, Status.SUBMITTED
    payloads = {"released": _released(found, case), **payloads}
    for stage, kind, who, role, variant in STAGES:
        if status is until:
            break
        station = CENTRE if role is Role.CENTRE else "DAYUN"
        body = canonical({"v": 1, **payloads.get(kind.name.lower(), {})})
        last = act(kind, who, role, case=case, variant=variant, after=last.header.id, station=station, payload=body)
        store.cases.append((last,))
        status = stage
    assert store.cases.get(case).status is until, store.cases.get(case).refused
    return case
