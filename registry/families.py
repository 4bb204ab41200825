"""The rules of a family on one KK. Failed rules are values; `field` is the id of the member, or "family".

Sources: F-1.01 (SHDK and order), Perpres 96/2018 (pisah KK from 17, or married), UU 23/2006 ps 97 (one KK per person),
UU 16/2019 (19 to marry; a court may allow less, so it only asks to look).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from registry.changes import HEAD, FamilyChange
from registry.errors import Problem, Severity
from registry.number_rules import check_nik
from registry.people import CARD_AGE, Family, Presence, Resident, Sex

FAMILY = "family"
HUSBAND, WIFE, CHILD, GRANDCHILD, PARENT = "2", "3", "4", "6", "7"  # SHDK, the same in both code lists
MARRIAGE_AGE, PARENT_AGE = 19, 12


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
    known = (
        {(problem.field, problem.code) for problem in check(change.before, today)} if change.before.members else set()
    )
    moved = {str(member.nik): str(member.kk) for member in change.added if member.nik and member.kk}
    here = str(change.before.kk or "")  # a KK with another head gets another number
    registered = {
        nik: kk for nik, kk in (elsewhere or {}).items() if nik not in moved and kk != here
    }  # he leaves that one
    found = [_emptied(problem, change) for problem in check(change.after, today, registered)]
    found += [*_bereaved(change), *_back_from_the_dead(change)]
    if change.separate is not None:
        found += [*check(change.separate, today), *_may_split(change.separate, today)]
    eased = {(p.field, p.code): p for p in reversed(found)}
    return tuple(replace(p, severity=Severity.WARNING) if key in known else p for key, p in reversed(eased.items()))


def check_numbers(members: Iterable[Resident]) -> tuple[Problem, ...]:
    """What is doubtful with the NIK of each: an old prefix, a birth date or sex it does not show (PP 40/2019 ps 30(2):
    none of it changes a NIK, so all of it only asks to look)."""
    return tuple(
        replace(problem, field=member.id, severity=Severity.WARNING)
        for member in members
        for problem in check_nik(str(member.nik or ""), birth=member.birth_date, sex=member.sex)
    )


def _emptied(problem: Problem, change: FamilyChange) -> Problem:
    """Nobody is on the KK: nobody yet, or nobody any more."""
    if problem.code != "empty":
        return problem
    return replace(problem, code="nobody-yet" if change.new else "last-member" if change.left else "empty")


def _bereaved(change: FamilyChange) -> Iterator[Problem]:
    """Who outlives a husband or a wife is cerai mati. A man may have another wife, on another KK: a warning."""
    now = {member.id: member for family in (change.after, change.separate) if family for member in family.members}
    spouses = [m for m in change.before.members if m.relation.code in (HUSBAND, WIFE)]
    head = change.before.head
    for gone in change.before.members:
        if gone.id not in change.left or change.left[gone.id].why is not Presence.DEAD:
            continue
        others = [m for m in spouses if m.id != gone.id and m.id in now]
        left = spouses if gone.relation.code == HEAD else [head] if gone in spouses and head and not others else []
        for spouse in left:
            if spouse.id in now and married(now[spouse.id]):
                severity = Severity.WARNING if spouse.sex is Sex.MALE else Severity.ERROR
                yield Problem(spouse.id, "bereaved", severity, {"spouse": gone.name})


def _back_from_the_dead(change: FamilyChange) -> Iterator[Problem]:
    for member in change.added:
        if member.presence is Presence.DEAD:
            yield Problem(member.id, "deceased")


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
