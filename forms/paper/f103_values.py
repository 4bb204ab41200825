"""What is written on F-1.03, and which choices it has (code lists of the registry, 2026)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """An address as the form has it."""

    street: str = ""
    rt: str = ""
    rw: str = ""
    village: str = ""
    district: str = ""
    regency: str = ""
    province: str = ""
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class Mover:
    """One who moves."""

    nik: str = ""
    name: str = ""
    relation: str = ""


NO_SITE = Site()


@dataclass(frozen=True, slots=True)
class Moving:
    """Boxes 1 to 20. Choices are codes of the lists `klasifikasi_pindah`, `alasan_pindah` and so on; "" is none."""

    kk: str = ""
    name: str = ""
    nik: str = ""
    kinds: frozenset[str] = frozenset()  # SKP, SKPLN, SKTT
    origin: Site = NO_SITE
    class_: str = ""
    target: Site = NO_SITE
    reason: str = ""
    reason_words: str = ""
    how: str = ""
    staying: str = ""
    leaving: str = ""
    members: tuple[Mover, ...] = ()
    sponsor: str = ""
    sponsor_type: str = ""
    sponsor_address: str = ""
    permit: str = ""
    permit_until: str = ""  # dd-mm-yyyy
    country: str = ""
    abroad: str = ""
    responsible: str = ""
    planned_on: str = ""  # dd-mm-yyyy
    place: str = ""
    on: str = ""


FIRST_ROWS, MORE_ROWS = 4, 30  # of the list of members on the first page and on each further one
CHOICES: dict[str, frozenset[str]] = {
    "kinds": frozenset({"SKP", "SKPLN", "SKTT"}),
    "class_": frozenset("12345"),
    "reason": frozenset("1234567"),
    "how": frozenset("1234"),
    "staying": frozenset("12"),
    "leaving": frozenset("12"),
    "sponsor_type": frozenset("12345"),
}
