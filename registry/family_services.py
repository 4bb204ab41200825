"""Which services a change of a family asks for: boxes on F-1.02, forms and papers, and what each of them must change.

Perpres 96/2018 and the boxes of F-1.02 (Permendagri 6/2026). A death is an event of F-1.02 B2 on an akta kematian; who
moved away left with an SKP (F-1.03), so the KK of the others is only data to change. What comes with a new head (SHDK,
cerai mati of who is left) rests on the same paper and asks for nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.changes import HEAD, Added, Edit, Element, FamilyChange, Left, Placed, Split
from registry.errors import Problem, Severity
from registry.evidence import PaperKind, Requirement
from registry.families import FAMILY
from registry.people import Presence, Resident
from registry.rules import CITIZEN
from registry.services import Service, service

BIRTH, JOINING, SPLIT, CHANGE = "kk-tambah-lahir", "kk-tambah-numpang", "kk-pisah", "kk-perubahan"
REPLACEMENT = "kk-hilang-rusak"  # the same family on a new sheet
NEW_HEAD, NEW_FAMILY = "kk-ganti-kepala", "kk-keluarga-baru"
ARRIVAL, ABROAD, VULNERABLE = "kk-pindah-datang", "kk-dari-ln", "kk-rentan"
COMING = frozenset({ARRIVAL, ABROAD, VULNERABLE})  # people nobody here may know yet
NEW_CARDS = COMING | {NEW_FAMILY}  # a KK that does not exist yet
WIDOWED = "CERAI MATI"
_SHEET = Requirement(PaperKind.FAMILY_CARD)
_DEATH, _SKP = Requirement(PaperKind.DEATH_CERTIFICATE), Requirement(PaperKind.MOVING_LETTER)


@dataclass(frozen=True, slots=True)
class Ask:
    """What one edit asks for: a service, and what of it."""

    service: str
    boxes: tuple[str, ...]
    forms: tuple[str, ...]
    papers: tuple[Requirement, ...]


def asks_something(name: str, change: FamilyChange) -> bool:
    """Whether there is anything to hand in: an edit, or a service that asks for the sheet alone."""
    return bool(change.edits) or name == REPLACEMENT


def services_of(change: FamilyChange) -> tuple[Service, ...]:
    """The services a change asks for, each once, in the order they were asked: F-1.02 takes several boxes. A new KK
    asks for none by its edits: it is one service as a whole, and that was chosen."""
    return tuple(service(name) for name in dict.fromkeys(ask.service for ask in _asks(change)))


def papers_of(asked: Service, change: FamilyChange | None, age: int) -> tuple[Requirement, ...]:
    """The papers of a service for an applicant of this age, and of what else its change asks for, each kind once."""
    asks = _asks(change) if change is not None else ()
    own = () if any(ask.service == asked.id for ask in asks) else asked.papers
    wanted: dict[PaperKind, Requirement] = {}
    for need in (*own, *(need for ask in asks for need in ask.papers)):
        if age >= need.from_age:
            wanted.setdefault(need.kind, need)
    return tuple(wanted.values())


def boxes_of(asked: Service, change: FamilyChange) -> tuple[str, ...]:
    """The boxes of F-1.02."""
    asks = _asks(change)
    own = () if any(ask.service == asked.id for ask in asks) else asked.boxes
    return tuple(dict.fromkeys((*own, *(box for ask in asks for box in ask.boxes))))


def forms_of(asked: Service, change: FamilyChange | None) -> tuple[str, ...]:
    """The forms to fill: those of what is asked, F-1.06 where an element changes, and F-1.01 where someone who has no
    NIK comes on a new KK: his biodata stand nowhere yet."""
    asks = _asks(change) if change is not None else ()
    own = () if any(ask.service == asked.id for ask in asks) else asked.forms
    found = {*own, *(form for ask in asks for form in ask.forms)}
    if change is not None and change.new and any(member.nik is None for member in change.added):
        found.add("F-1.01")
    return tuple(sorted(found))


def check_asked(name: str, change: FamilyChange, today: date) -> tuple[Problem, ...]:
    """What a service wants of a change beside the rules of every family. Codes: no-address, same-head, no-marriage,
    nobody-numbered, not-citizen, has-card, not-new, and the warning arrival-without-nik."""
    found: list[Problem] = []
    if name in NEW_CARDS:
        found += _new_card(change)
    wanted = {NEW_HEAD: _new_head, NEW_FAMILY: _new_family, ARRIVAL: _arrival, ABROAD: _abroad, VULNERABLE: _vulnerable}
    if name in wanted and (change.new or name == NEW_HEAD):
        found += wanted[name](change)
    return tuple(found)


# what each must change ------------------------------------------------------------------------------------------------
def _new_card(change: FamilyChange) -> Iterator[Problem]:
    if not change.new:
        yield Problem(FAMILY, "not-new")
    elif change.added and change.place is None:
        yield Problem(FAMILY, "no-address")


def _new_head(change: FamilyChange) -> Iterator[Problem]:
    before, after = change.before.head, change.after.head
    if before is not None and after is not None and before.id == after.id:
        yield Problem(FAMILY, "same-head")


def _new_family(change: FamilyChange) -> Iterator[Problem]:
    """It stands on a marriage, or on its end: buku nikah, akta perkawinan, akta perceraian or F-1.05."""
    if change.after.members and not any(member.ever_married for member in change.after.members):
        yield Problem(FAMILY, "no-marriage")


def _arrival(change: FamilyChange) -> Iterator[Problem]:
    """An SKP names everyone who moves by NIK."""
    without = [member for member in change.after.members if member.nik is None]
    if without and len(without) == len(change.after.members):
        yield Problem(FAMILY, "nobody-numbered")
        return
    for member in without:
        yield Problem(member.id, "arrival-without-nik", Severity.WARNING)


def _abroad(change: FamilyChange) -> Iterator[Problem]:
    for member in change.after.members:
        if member.nationality.strip().upper() not in CITIZEN:
            yield Problem(member.id, "not-citizen")


def _vulnerable(change: FamilyChange) -> Iterator[Problem]:
    for member in change.added:
        if member.kk is not None:
            yield Problem(member.id, "has-card")


# what an edit asks for ------------------------------------------------------------------------------------------------
def _asks(change: FamilyChange) -> tuple[Ask, ...]:
    found = (_ask_of(edit, change) for edit in change.edits)
    return tuple(ask for ask in found if ask is not None)


def _ask_of(edit: Edit, change: FamilyChange) -> Ask | None:
    if isinstance(edit, Added):
        return None if change.new else _whole(JOINING if edit.resident.nik is not None else BIRTH)
    if isinstance(edit, Placed):
        return None
    if isinstance(edit, Split):
        return _whole(SPLIT)
    if isinstance(edit, Left):
        return _leave(edit, change)
    return _element(edit, change)


def _leave(edit: Left, change: FamilyChange) -> Ask:
    head = change.before.head
    if edit.why is Presence.MOVED:
        return Ask(CHANGE, ("UBAH-A",), ("F-1.02",), (_SHEET, _SKP))
    if head is not None and head.id == edit.member:
        return _whole(NEW_HEAD)
    return Ask(CHANGE, ("KK-B2",), ("F-1.02",), (_SHEET, _DEATH))


def _element(edit: Element, change: FamilyChange) -> Ask | None:
    """F-1.06, unless the element follows from what is asked already."""
    if change.new and (edit.field in ("relation", "marital") or _entered(edit.member, change)):
        return None  # F-1.01 of the new KK says it
    if edit.field == "relation" and _replaced(change):
        head = change.before.head
        stays = head is not None and any(member.id == head.id for member in change.after.members)
        return _whole(NEW_HEAD) if stays else None
    if edit.field == "marital" and _widowed(edit, change):
        return None
    return _whole(CHANGE)


def _whole(name: str) -> Ask:
    each = service(name)
    return Ask(each.id, each.boxes, each.forms, each.papers)


def _entered(member: str, change: FamilyChange) -> bool:
    """Whether someone was typed in for this case: what is wrong then is a slip of the pen."""
    return any(each.id == member and each.kk is None for each in change.added)


def _replaced(change: FamilyChange) -> bool:
    """Whether someone else becomes the head."""
    before, after = change.before.head, _head(change.after.members)
    return before is not None and after is not None and after.id != before.id


def _head(members: tuple[Resident, ...]) -> Resident | None:
    """The one head; none while there are two."""
    heads = [member for member in members if member.relation.code == HEAD]
    return heads[0] if len(heads) == 1 else None


def _widowed(edit: Element, change: FamilyChange) -> bool:
    died = any(left.why is Presence.DEAD for left in change.left.values())
    after = next((member for member in change.after.members if member.id == edit.member), None)
    return died and after is not None and after.marital.name.upper() == WIDOWED
