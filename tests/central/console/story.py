"""Cases at a centre, brought to where a test wants them by the acts that lead there."""

from __future__ import annotations

from dataclasses import replace

from central.office import load_case
from registry.actions import Action, Kind, Outcome
from registry.canonical import canonical
from registry.officers import Grant, Role
from registry.people import Resident
from registry.upstream import SiakStatus
from sync.keys import CENTRE
from tests.central.console.making import Console
from tests.station.store.making import act, key_of, person, recording

SECRET = "SANGAT RAHASIA NAMANYA"
WAY = (
    SiakStatus.BIO_CAPTURED,
    SiakStatus.SENT_FOR_ENROLLMENT,
    SiakStatus.RECEIVED_AT_CENTRAL,
)


def somebody(number: int, station: str = "DAYUN", name: str = "") -> Resident:
    """An invented resident of the station's kecamatan."""
    found = person(number)
    village = "14.08.06.2001" if station == "DAYUN" else "14.08.01.1001"
    address = replace(found.address, village=village)
    return replace(found, address=address, name=name or found.name, birth_date=found.birth_date.replace(year=1980))


def record(
    place: Console, case: str, station: str = "DAYUN", who: Resident | None = None, *, verified: bool = True
) -> str:
    """A case recorded and verified at a station; returns the number said to people."""
    number = f"{station[0]}-2611-{case[-4:]}"
    said = recording(who or somebody(int(case[-4:]), station), number).submission.to_bytes()
    first = _act(place, Kind.SUBMITTED, "rina", Role.OPERATOR, case, station, variant="complete", payload=said)
    _take(place, case, station, first)
    if verified:
        do(place, case, Kind.VERIFIED, "hendra", Role.VERIFIER, station)
    return number


def do(
    place: Console, case: str, kind: Kind, officer: str, role: Role, station: str, variant: str = "", **facts: str
) -> None:
    """One act of a station."""
    with place.ledger.writing() as book:
        after = load_case(book, case).last
    body = canonical({"v": 1, **facts})
    _take(
        place,
        case,
        station,
        _act(place, kind, officer, role, case, station, variant=variant, after=after, payload=body),
    )


def answer(place: Console, case: str, *answers: SiakStatus) -> None:
    """Answers of the upstream, with their references."""
    with place.ledger.writing() as book:
        for number, status in enumerate(answers):
            said = {"reference": f"SIM-{case}-{number}", "training": 1}
            place.office.write(book, case, Kind.UPSTREAM_ANSWERED, status, said)


def release(place: Console, case: str) -> None:
    """Unique, and released to its own station."""
    answer(place, case, *WAY, SiakStatus.PRINT_READY_RECORD)
    with place.ledger.writing() as book:
        place.office.release(book, case)


def print_card(place: Console, case: str, station: str = "DAYUN", outcome: Outcome = Outcome.GOOD) -> None:
    """Approved, printed and booked."""
    do(place, case, Kind.PRINT_APPROVED, "hendra", Role.VERIFIER, station)
    do(place, case, Kind.PRINT_STARTED, "joko", Role.PRINTING, station, "loket")
    do(place, case, Kind.PRINT_BOOKED, "joko", Role.PRINTING, station, outcome, blank="B26-0417 / 00162")


def hand_over(place: Console, case: str, station: str = "DAYUN") -> None:
    """Chip read, card given."""
    do(place, case, Kind.CHIP_VERIFIED, "joko", Role.PRINTING, station)
    do(place, case, Kind.HANDED_OVER, "rina", Role.OPERATOR, station, "finger")


def vouch(place: Console) -> None:
    """Names of the officers."""
    names = {"rina": "Rina Oktavia", "hendra": "Hendra Gunawan", "joko": "Joko Prasetyo"}
    with place.ledger.writing() as book:
        for officer, name in names.items():
            raw = Grant(
                officer, name, key_of(officer).public, frozenset({Role.OPERATOR}), "DAYUN", "2026-12-31"
            ).to_bytes()
            book.put_grant("DAYUN", officer, raw, key_of(CENTRE).sign(raw))


def statuses(place: Console) -> dict[str, str]:
    """Case -> status in its row."""
    with place.ledger.writing() as book:
        rows = book.connection.exec_driver_sql("SELECT id, status FROM cases").all()
    return {row[0]: row[1] for row in rows}


def kinds(place: Console, case: str) -> list[str]:
    """What was done to a case."""
    with place.ledger.writing() as book:
        return [action.header.kind.value for action, _ in book.case_actions(case)]


def _act(place: Console, kind: Kind, officer: str, role: Role, case: str, station: str, **more: object) -> Action:
    made: Action = act(kind, officer, role, case=case, station=station, at=place.clock.stamp(), **more)  # type: ignore[arg-type]  # passed on
    return made


def _take(place: Console, case: str, station: str, action: Action) -> None:
    with place.ledger.writing() as book:
        book.add_action(action)
        place.office.accepted(book, case, (action,), station)
