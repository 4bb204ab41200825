"""The rules of a counter: one field, one resident, one service. Failed rules are values, never exceptions.

Sources: those of registry.names and registry.birth, Perpres 96/2018 ps 15 and UU 24/2013 ps 63
(17 or married), the practice of recording "pemula" from 16 and printing at 17.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from registry.birth import by_rule, check_birth_place, parse_date
from registry.codes import CodeTables, UnknownCode
from registry.errors import Problem, Severity
from registry.evidence import Requirement
from registry.names import check_name
from registry.people import CODED, Presence, Resident, Sex, seventeenth_birthday
from registry.regions import Regions, UnknownRegion
from registry.services import FIRST_NUMBER, OF_FOREIGNERS, Capture, Group, Service
from registry.upstream import SiakStatus

CITIZEN = ("", "WNI", "INDONESIA")
REQUIRED = (
    "name",
    "birth_place",
    "birth_date",
    "sex",
    "blood",
    "religion",
    "marital",
    "occupation",
    "education",
    "street",
    "rt",
    "rw",
    "village",
    "mother",
    "father",
)
F102_FIELDS = ("name", "birth_place", "birth_date", "sex", "blood", "religion", "marital", "occupation", "education",
               "street", "rt", "rw", "village", "postal_code", "phone", "mother", "father")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """What a field is judged against."""

    resident: Resident
    today: date


def field_text(resident: Resident, name: str) -> str:
    """A field of the resident as it stands in the form; coded elements as their key."""
    if name == "birth_date":
        return f"{resident.birth_date:%d-%m-%Y}"
    if name in CODED:
        return str(getattr(resident, name).key)
    if name in ("street", "rt", "rw", "village", "postal_code", "phone"):
        return str(getattr(resident.address, name))
    return str(getattr(resident, name))


def check_field(name: str, text: str, context: Context) -> tuple[Problem, ...]:
    """What is wrong with one field as typed."""
    clean = text.strip()
    if not clean:
        return (Problem(name, "empty"),) if name in REQUIRED else ()
    judge = _JUDGES.get(name)
    return judge(name, clean, context) if judge else ()


def apply_field(resident: Resident, name: str, text: str) -> Resident:
    """The resident with one field changed; the text has passed `check_field`."""
    clean = text.strip()
    if name in ("street", "rt", "rw", "village", "postal_code", "phone"):
        value = clean.zfill(3) if name in ("rt", "rw") else clean
        return replace(resident, address=replace(resident.address, **{name: value}))
    return replace(resident, **{name: _value(name, clean)})


def check_resident(resident: Resident, today: date) -> tuple[Problem, ...]:
    """Every field rule and the agreement with the NIK."""
    context = Context(resident, today)
    found = [p for name in F102_FIELDS for p in check_field(name, field_text(resident, name), context)]
    return tuple(found)


def check_service(resident: Resident, service: Service, today: date) -> tuple[Problem, ...]:
    """Whether this resident may ask for this service today; `field` is "service".

    Codes: ever-recorded and never-recorded (by the KTP-el status), under-16, under-17 and over-17 (with `age`),
    has-number (a first NIK for who has one), no-foreigner and foreigner (the card of foreigners is another one), and
    the warning printed-at-17 (with `from`); deceased or moved for who has left, and then nothing else.
    """
    if resident.presence:
        return (Problem("service", "deceased" if resident.presence is Presence.DEAD else "moved"),)
    found = (*_capture_problems(resident, service), *check_age(resident, service, today))
    return (*_person_problems(resident, service), *found)


def _person_problems(resident: Resident, service: Service) -> tuple[Problem, ...]:
    if service.id == FIRST_NUMBER and resident.nik is not None:
        return (Problem("service", "has-number"),)
    foreigner = resident.nationality.strip().upper() not in CITIZEN
    if service.id == OF_FOREIGNERS and not foreigner:
        return (Problem("service", "no-foreigner"),)
    if service.group is Group.KTP and service.id != OF_FOREIGNERS and foreigner:
        return (Problem("service", "foreigner"),)
    return ()


def _capture_problems(resident: Resident, service: Service) -> tuple[Problem, ...]:
    status = resident.ktp_status
    if service.capture is Capture.FULL and status.closes_capture:
        when = resident.ktp_status_on.isoformat() if resident.ktp_status_on else ""
        facts = {"status": status, "on": when, "place": resident.ktp_status_place}
        return (Problem("service", "ever-recorded", facts=facts),)
    if service.capture is Capture.IDENTIFY and status is SiakStatus.UNREGISTERED:
        return (Problem("service", "never-recorded"),)
    return ()


def check_age(resident: Resident, service: Service, today: date) -> tuple[Problem, ...]:
    """Whether the resident is of an age for the service; the part of `check_service` that the centre asks again."""
    ages, age = service.ages, resident.age(today)
    facts = {"age": str(age)}
    if ages.below and (age >= ages.below or (resident.ever_married and not ages.married)):
        return (Problem("service", f"over-{ages.below}", facts=facts),)
    if age < ages.least and not (ages.married and resident.ever_married):
        return (Problem("service", f"under-{ages.least}", facts=facts),)
    if service.capture is Capture.FULL and printable_from(resident) > today:
        later = {"from": printable_from(resident).isoformat()}
        return (Problem("service", "printed-at-17", Severity.WARNING, later),)
    return ()


def printable_from(resident: Resident) -> date:
    """The first day a card may be printed: the 17th birthday, or at once for who is or was married."""
    return date.min if resident.ever_married else seventeenth_birthday(resident.birth_date)


def missing_papers(papers: Iterable[Requirement], kinds: frozenset[str]) -> tuple[Requirement, ...]:
    """The requirements that no paper of the berkas meets."""
    return tuple(paper for paper in papers if not paper.met_by(kinds))


def _value(name: str, text: str) -> Any:
    if name == "birth_date":
        return parse_date(text)
    if name == "sex":
        return Sex(text)
    if name in CODED:
        return CodeTables.load().get(CODED[name], text)
    return text.upper() if name in ("name", "birth_place", "mother", "father") else text


def _name(field: str, text: str, context: Context) -> tuple[Problem, ...]:
    return check_name(field, text, str(getattr(context.resident, field)))


def _birth_place(field: str, text: str, context: Context) -> tuple[Problem, ...]:
    resident = context.resident
    return check_birth_place(field, text, resident.birth_date, resident.birth_place)


def _birth_date(field: str, text: str, context: Context) -> tuple[Problem, ...]:
    born = parse_date(text)
    if born is None:
        return (Problem(field, "no-date"),)
    if born > context.today:
        return (Problem(field, "in-future"),)
    if by_rule(text):
        return (Problem(field, "by-rule", Severity.WARNING, {"date": f"{born:%d-%m-%Y}"}),)
    nik = context.resident.nik
    if nik is not None and not nik.agrees_with(born):
        facts = {"typed": f"{born:%d-%m-%Y}", "nik": nik.birth_digits}
        return (Problem(field, "nik-differs", Severity.WARNING, facts),)
    return ()


def _sex(field: str, text: str, context: Context) -> tuple[Problem, ...]:
    if text not in set(Sex):
        return (Problem(field, "no-code"),)
    nik = context.resident.nik
    if nik is not None and nik.female != (text == Sex.FEMALE):
        return (Problem(field, "nik-differs", Severity.WARNING),)
    return ()


def _code(field: str, text: str, _context: Context) -> tuple[Problem, ...]:
    try:
        CodeTables.load().get(CODED[field], text)
    except UnknownCode:
        return (Problem(field, "no-code"),)
    return ()


def _three_digits(field: str, text: str, _context: Context) -> tuple[Problem, ...]:
    return () if re.fullmatch(r"\d{1,3}", text) else (Problem(field, "three-digits"),)


def _village(field: str, text: str, _context: Context) -> tuple[Problem, ...]:
    try:
        region = Regions.load().get(text)
    except UnknownRegion:
        return (Problem(field, "no-village"),)
    return () if region.postal_code else (Problem(field, "no-village"),)  # a kecamatan is no kampung


def _postal_code(field: str, text: str, _context: Context) -> tuple[Problem, ...]:
    return () if re.fullmatch(r"\d{5}", text) else (Problem(field, "five-digits"),)


def _phone(field: str, text: str, _context: Context) -> tuple[Problem, ...]:
    return () if re.fullmatch(r"\+?[\d \-]{6,16}", text) else (Problem(field, "no-phone", Severity.WARNING),)


_JUDGES: Mapping[str, Callable[[str, str, Context], tuple[Problem, ...]]] = {
    "name": _name,
    "mother": _name,
    "father": _name,
    "birth_place": _birth_place,
    "birth_date": _birth_date,
    "sex": _sex,
    **dict.fromkeys(CODED, _code),
    "rt": _three_digits,
    "rw": _three_digits,
    "village": _village,
    "postal_code": _postal_code,
    "phone": _phone,
}
