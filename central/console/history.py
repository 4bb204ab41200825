"""A case told act by act, and what may be seen of the person it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from central.console.words import day, groups, mask_name, mask_number
from central.ledger.acts import refusals_of
from central.ledger.ledger import Book
from central.office import CENTRE
from registry.actions import Action, Kind
from registry.canonical import NotCanonical
from registry.case import Case
from registry.errors import RegistryError
from registry.officers import Grant, Role
from registry.people import Resident, Sex
from registry.regions import Regions, UnknownRegion
from registry.submission import Submission

ACTS = {
    Kind.SUBMITTED: "Direkam dan diajukan",
    Kind.VERIFIED: "Disetujui verifikator",
    Kind.RETURNED: "Dikembalikan",
    Kind.REJECTED: "Ditolak",
    Kind.CANCELLED: "Dibatalkan",
    Kind.UPSTREAM_ANSWERED: "Jawaban SIAK",
    Kind.HELD: "Ditahan Dinas",
    Kind.HOLD_LIFTED: "Tahanan dilepas",
    Kind.RELEASED: "Rilis cetak dibuat",
    Kind.ROUTED: "Dialihkan",
    Kind.PRINT_APPROVED: "Cetak disetujui",
    Kind.PRINT_STARTED: "Cetak dimulai",
    Kind.PRINT_BOOKED: "Hasil cetak dibukukan",
    Kind.CHIP_VERIFIED: "Cip diperiksa",
    Kind.SHIPPED: "Dikirim",
    Kind.COUNTED_IN: "Dihitung masuk",
    Kind.WITHDRAWN: "KK lama ditarik",
    Kind.HANDED_OVER: "Diserahkan",
    Kind.ERASED: "Rekaman dihapus dari stasiun",
}
ROLES = {
    Role.OPERATOR: "operator",
    Role.PRINTING: "tugas cetak",
    Role.VERIFIER: "verifikator",
    Role.ADMINISTRATOR: "administrator",
    Role.CENTRE: "Dinas",
}
VARIANTS = {
    "complete": "berkas lengkap",
    "incomplete": "berkas kurang",
    "good": "baik",
    "loket": "dicetak oleh Loket",
    "resmi": "dicetak lewat aplikasi resmi",
    "finger": "dengan sidik jari",
    "witness": "dengan saksi",
    "proxy": "kepada kuasa",
    "kk": "KK",
}
_SAID = ("reason", "reference", "parcel", "missing", "referral", "blank", "serial")  # of a payload; nothing personal


@dataclass(frozen=True, slots=True)
class Step:
    """One act: when, what, by whom, where, what it led to, and what was said with it."""

    at: str
    word: str
    variant: str
    officer: str
    role: str
    station: str
    status: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Personal:
    """Who the case is about, field by field, masked or open; no fields once the payload is erased."""

    fields: tuple[tuple[str, str], ...]
    fingers: str
    papers: int


def steps(book: Book, case: Case) -> tuple[Step, ...]:
    """What counted, in the order of the fold."""
    names = _names(book)
    return tuple(_step(action, status.value, names) for action, status in case.course)


def refused_steps(book: Book, case: Case) -> tuple[Step, ...]:
    """What was refused, on arrival or by the table; kept with its reason."""
    names = _names(book)
    by_table = [_step(action, "", names) for action in case.refused]
    on_arrival = [
        Step(row.at, _word(row.kind), "", names.get(row.author, row.author), "", row.station, "", (row.refused,))
        for row in refusals_of(book.connection, case.id)
    ]
    return (*by_table, *on_arrival)


def resident_of(case: Case) -> Resident | None:
    """The person as last recorded; None once that is erased."""
    action = case.latest(Kind.SUBMITTED)
    try:
        return Submission.from_record(action.record).resident if action and action.payload else None
    except (RegistryError, NotCanonical, LookupError, TypeError, ValueError):
        return None


def personal(case: Case, regions: Regions, *, revealed: bool) -> Personal:
    """The person's fields; captures are counted and never shown."""
    who = resident_of(case)
    if who is None:
        return Personal((), "", 0)
    action = case.latest(Kind.SUBMITTED)
    said = Submission.from_record(action.record) if action else None
    usable = sum(1 for finger in said.fingers if finger.image) if said else 0
    return Personal(fields_of(who, regions, revealed=revealed), f"{usable} dari 10", len(said.papers) if said else 0)


def fields_of(who: Resident, regions: Regions, *, revealed: bool) -> tuple[tuple[str, str], ...]:
    """Label and value of what tells who somebody is; kampung and sex stay open, the rest is masked."""
    name = str if revealed else mask_name
    number = groups if revealed else mask_number
    born = day(who.birth_date.isoformat()) if revealed else f"•• ••• {who.birth_date.year}"
    street = f"{who.address.street} RT {who.address.rt} RW {who.address.rw}" if revealed else "••••"
    return (
        ("NIK", number(str(who.nik or "")) or "—"),
        ("Nomor KK", number(str(who.kk or "")) or "—"),
        ("Nama", name(who.name)),
        ("Tempat lahir", name(who.birth_place)),
        ("Tanggal lahir", born),
        ("Jenis kelamin", "Laki-laki" if who.sex is Sex.MALE else "Perempuan"),
        ("Nama ibu", name(who.mother)),
        ("Alamat", street),
        ("Kampung", _village(who.address.village, regions)),
    )


def _village(code: str, regions: Regions) -> str:
    try:
        return f"{regions.get(code).name}, {regions.get(code[:8]).name}"
    except UnknownRegion:
        return code


def _step(action: Action, status: str, names: dict[str, str]) -> Step:
    header, record = action.header, action.record
    said = tuple(str(record[name]) for name in _SAID if record.get(name))
    officer = names.get(header.author, header.author)
    role = ROLES.get(header.role, header.role.value)
    variant = VARIANTS.get(header.variant, header.variant)
    return Step(header.at, _word(header.kind), variant, officer, role, header.station, status, said)


def _word(kind: str) -> str:
    return ACTS.get(Kind(kind), kind)


def _names(book: Book) -> dict[str, str]:
    """Handle -> name, as the grants say."""
    grants: Iterable[Grant] = (Grant.from_bytes(raw) for raw, _ in book.grants())
    return {CENTRE: "Dinas", **{grant.officer: grant.name for grant in grants}}
