"""A change of a family as aligned rows: left as it is, right as it is to be, the rules beside whom they are about."""

from __future__ import annotations

from collections.abc import Sequence

from registry.changes import Element, FamilyChange, Left
from registry.errors import Problem
from registry.families import FAMILY
from registry.people import Address, Resident
from station.presenters.counter import date_words
from station.presenters.family import Numbers
from station.presenters.family_facts import (
    CHANGES,
    COMES,
    ELEMENT_WORDS,
    GOES,
    GONE,
    PLACE,
    PLACE_WORDS,
    SAME,
    place_lines,
    value_words,
)
from station.presenters.status import AWAITING_SIAK
from station.problems import family_words
from station.widgets.family_rows import NO_CHIP, FamilyRow, Piece, Side

AWAITED = (AWAITING_SIAK.word, AWAITING_SIAK.role, AWAITING_SIAK.glyph)


def family_rows(change: FamilyChange, problems: Sequence[Problem], numbers: Numbers | None) -> list[FamilyRow]:
    """Everyone of the KK, then those who come, then where a new KK stands."""
    after = {member.id: member for member in change.after.members}
    separate = {member.id: member for member in (change.separate.members if change.separate else ())}
    rows = []
    for member in change.before.members:
        changed = [each for each in change.changed if each.member == member.id]
        if member.id in change.left:
            right, sign = _gone(change.left[member.id]), GOES
        elif member.id in separate:
            right = _leaving(separate[member.id], changed, numbers)
            sign = GOES
        else:
            right = _person(after[member.id], changed, numbers)
            sign = CHANGES if changed else SAME
        rows.append(FamilyRow(member.id, sign, _person(member, (), numbers), right, _notes(member.id, problems)))
    for member in change.added:
        shown, changed = after.get(member.id), [each for each in change.changed if each.member == member.id]
        right = _person(shown, changed, numbers) if shown else _leaving(separate[member.id], changed, numbers)
        rows.append(FamilyRow(member.id, COMES, None, right, _notes(member.id, problems)))
    if change.place is not None:
        rows.append(FamilyRow(PLACE, COMES, None, _place(change.place)))
    return rows


def family_problem(problems: Sequence[Problem]) -> str:
    """What does not hold of the family as a whole; "" for nothing."""
    return next((family_words(problem) for problem in problems if problem.field == FAMILY), "")


def _person(member: Resident, changed: Sequence[Element], numbers: Numbers | None) -> Side:
    born = date_words(member.birth_date.isoformat())
    first = (Piece(f"{member.relation.name} ·"), Piece(f"{born} ·"), Piece(member.marital.name))
    lines: list[tuple[Piece, ...]] = [first, *(line for each in changed for line in _element(each))]
    given = numbers.niks.get(member.id) if numbers is not None else None
    if given is not None:
        lines.append((Piece(f"NIK {given.masked} dari SIAK"),))
    return Side(member.name, tuple(lines), AWAITED if member.nik is None and given is None else NO_CHIP)


def _gone(left: Left) -> Side:
    basis = tuple(Piece(word) for word in ("dasar:", *left.basis.split()))
    return Side(GONE[left.why], (basis,))


def _place(place: Address) -> Side:
    return Side(PLACE_WORDS, (tuple(Piece(part) for part in place_lines(place)),))


def _leaving(member: Resident, changed: Sequence[Element], numbers: Numbers | None) -> Side:
    lines: list[tuple[Piece, ...]] = [(Piece(f"sebagai {member.relation.name}"),)]
    lines += [line for each in changed for line in _element(each)]
    if numbers is not None and numbers.separate is not None:
        return Side("KK baru", (*lines, (Piece(f"KK {numbers.separate.masked} dari SIAK"),)))
    return Side("KK baru", tuple(lines), AWAITED)


def _element(element: Element) -> list[tuple[Piece, ...]]:
    old, new = (value_words(element.field, text) for text in (element.old, element.new))
    lines: list[tuple[Piece, ...]] = [
        (Piece(f"{ELEMENT_WORDS[element.field]}:"), Piece(old or "-", struck=True), Piece(new))
    ]
    basis = element.basis.split()
    return [*lines, tuple(Piece(word) for word in ("dasar:", *basis))] if basis else lines


def _notes(member: str, problems: Sequence[Problem]) -> tuple[tuple[str, str], ...]:
    own = (problem for problem in problems if problem.field == member)
    return tuple(("err" if problem.stops else "warn", family_words(problem)) for problem in own)
