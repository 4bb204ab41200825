"""The rules of a family on one KK. Failed rules are values; `field` is the id of the member, or "family".

Sources: F-1.01 (SHDK and order), Perpres 96/2018 (pisah KK from 17, or married), UU 23/2006 ps 97 (one KK per person),
UU 16/2019 (19 to marry; a court may allow less, so it only asks to look).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from registry.changes import Added, Element, FamilyChange, Split
from registry.errors import Problem, Severity
from registry.evidence import PaperKind, Requirement
from registry.people import CARD_AGE, Family, Resident, Sex
from registry.services import Service, service

FAMILY = "family"
HEAD, HUSBAND, WIFE, CHILD, GRANDCHILD, PARENT = "1", "2", "3", "4", "6", "7"  # SHDK, the same in both code lists
MARRIAGE_AGE, PARENT_AGE = 19, 12
BIRTH, JOINING, SPLIT, CHANGE = "kk-tambah-lahir", "kk-tambah-numpang", "kk-pisah", "kk-perubahan"
REPLACEMENT = "kk-hilang-rusak"  # the same family on a new sheet


def check(family: Family, today: date, elsewhere: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
    """What does not hold in a family. `elsewhere`: NIK -> KK number under which the register knows it."""
    if not family.members:
        return (Problem(FAMILY, "empty"),)
    found = [*_heads(family), *_cards(family, elsewhere or {})]
    for member in family.members:
        found += _marriage(member, today)
    head = family.head
    if head is not None:
        for member in family.members:
            found += [*_spouse(head, member), *_generations(head, member)]
    return tuple(found)


def check_change(change: FamilyChange, today: date, elsewhere: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
    """What does not hold after a change. What was so before it only warns: this change did not bring it."""
    known = {(problem.field, problem.code) for problem in check(change.before, today)}
    moved = {str(member.nik): str(member.kk) for member in change.added if member.nik and member.kk}
    registered = {nik: kk for nik, kk in (elsewhere or {}).items() if nik not in moved}  # he leaves that one
    found = list(check(change.after, today, registered))
    if change.separate is not None:
        found += [*check(change.separate, today), *_may_split(change.separate, today)]
    eased = {(p.field, p.code): p for p in reversed(found)}
    return tuple(replace(p, severity=Severity.WARNING) if key in known else p for key, p in reversed(eased.items()))


def asks_something(name: str, change: FamilyChange) -> bool:
    """Whether there is anything to hand in: an edit, or a service that asks for the sheet alone."""
    return bool(change.edits) or name == REPLACEMENT


def services_of(change: FamilyChange) -> tuple[Service, ...]:
    """The services a change asks for, each once, in the order they were asked: F-1.02 takes several boxes."""
    names = [_service_of(edit) for edit in change.edits]
    return tuple(service(name) for name in dict.fromkeys(names))


def papers_of(asked: Service, change: FamilyChange | None, age: int) -> tuple[Requirement, ...]:
    """The papers of a service for an applicant of this age, and of what else its change asks for, each kind once."""
    wanted: dict[PaperKind, Requirement] = {need.kind: need for need in asked.papers_at(age)}
    for other in services_of(change) if change is not None else ():
        for need in other.papers_at(age):
            wanted.setdefault(need.kind, need)
    return tuple(wanted.values())


def boxes_of(asked: Service, change: FamilyChange) -> tuple[str, ...]:
    """The boxes of F-1.02."""
    boxes = (*asked.boxes, *(box for other in services_of(change) for box in other.boxes))
    return tuple(dict.fromkeys(boxes))


def _service_of(edit: Added | Split | Element) -> str:
    if isinstance(edit, Added):
        return JOINING if edit.resident.nik is not None else BIRTH
    return SPLIT if isinstance(edit, Split) else CHANGE


def _heads(family: Family) -> Iterator[Problem]:
    heads = [member for member in family.members if member.relation.code == HEAD]
    if not heads:
        yield Problem(FAMILY, "no-head")
    for other in heads[1:]:
        yield Problem(other.id, "two-heads", facts={"first": heads[0].name})
    husbands = [member for member in family.members if member.relation.code == HUSBAND]
    for other in husbands[1:]:
        yield Problem(other.id, "two-husbands")


def _cards(family: Family, elsewhere: Mapping[str, str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for member in family.members:
        nik = str(member.nik or "")
        if nik and nik in seen:
            yield Problem(member.id, "twice")
        seen.add(nik)
        other = elsewhere.get(nik, "") if nik else ""
        if other and other != str(family.kk or ""):
            yield Problem(member.id, "other-card", facts={"kk": f"•••• {other[-4:]}"})


def _marriage(member: Resident, today: date) -> Iterator[Problem]:
    if married(member) and member.age(today) < MARRIAGE_AGE:
        yield Problem(member.id, "young-marriage", Severity.WARNING, {"age": str(member.age(today))})
    if member.relation.code == HEAD and member.age(today) < CARD_AGE and not member.ever_married:
        yield Problem(member.id, "young-head", Severity.WARNING, {"age": str(member.age(today))})
    if member.relation.code in (HUSBAND, WIFE) and not married(member):
        yield Problem(member.id, "spouse-not-married", facts={"marital": member.marital.name})
    if (member.relation.code, member.sex) in ((WIFE, Sex.MALE), (HUSBAND, Sex.FEMALE)):
        yield Problem(member.id, "sex-of-relation", facts={"relation": member.relation.name})


def _spouse(head: Resident, member: Resident) -> Iterator[Problem]:
    if member.relation.code not in (HUSBAND, WIFE):
        return
    if member.sex is head.sex:
        yield Problem(member.id, "same-sex-as-head", facts={"head": head.name})
    if not married(head):
        yield Problem(head.id, "head-not-married", facts={"spouse": member.name, "marital": head.marital.name})


def _generations(head: Resident, member: Resident) -> Iterator[Problem]:
    """Children and grandchildren come after the head, parents before."""
    relation = member.relation.code
    if relation in (CHILD, GRANDCHILD):
        if member.birth_date <= head.birth_date:
            yield Problem(member.id, "older-than-parent", facts={"head": head.name})
        elif member.birth_date.year - head.birth_date.year < PARENT_AGE:
            yield Problem(member.id, "close-to-parent", Severity.WARNING, {"head": head.name})
    elif relation == PARENT and member.birth_date >= head.birth_date:
        yield Problem(member.id, "younger-than-child", facts={"head": head.name})


def _may_split(separate: Family, today: date) -> Iterator[Problem]:
    head = separate.head
    if head is not None and head.age(today) < CARD_AGE and not head.ever_married:
        yield Problem(head.id, "split-under-17", facts={"age": str(head.age(today))})


def married(resident: Resident) -> bool:
    """Kawin now, recorded or not."""
    return resident.marital.name.upper().startswith("KAWIN")
