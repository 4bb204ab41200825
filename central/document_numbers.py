"""The numbers that a signed KK brings, read off its own text: nothing is taken that is not certain.

Who had a NIK must stand there with it, a KK that keeps its number must bear it; a new NIK is the one that fits a birth
date nobody else on the sheet has, a new KK the one number that is left.
"""

from __future__ import annotations

import re

from central.errors import CentreError
from central.upstream import Numbers
from registry.changes import FamilyChange
from registry.numbers import BadNumber, KkNumber, Nik
from registry.people import Resident, Sex

_SIXTEEN = re.compile(r"(?<!\d)(\d{16})(?!\d)")


class OtherDocument(CentreError):
    """It is not the KK of this case. `code`: other-members, other-number or unclear-numbers."""


def numbers_in(texts: tuple[str, ...], change: FamilyChange) -> Numbers:
    """The numbers of the KK after the change; raises OtherDocument."""
    found = {match for text in texts for match in _SIXTEEN.findall(text)}
    everyone = (*change.after.members, *(change.separate.members if change.separate else ()))
    known = {str(member.nik) for member in everyone if member.nik is not None}
    if not known <= found:
        raise OtherDocument("other-members")
    left = found - known
    niks = {member.id: _new_nik(member, left) for member in everyone if member.nik is None}
    if len(set(niks.values())) != len(niks):
        raise OtherDocument("unclear-numbers")
    left -= {str(nik) for nik in niks.values()}
    kk = _kept(change.after.kk, left) or _only(left)
    left.discard(str(kk))
    return Numbers(niks, kk, _only(left) if change.separate else None)


def carries(texts: tuple[str, ...], numbers: Numbers) -> bool:
    """Whether a document bears every one of these numbers."""
    found = {match for text in texts for match in _SIXTEEN.findall(text)}
    said = {str(nik) for nik in numbers.niks.values()} | {str(numbers.kk), str(numbers.separate or numbers.kk)}
    return said <= found


def _new_nik(member: Resident, left: set[str]) -> Nik:
    fits = [nik for nik in (_nik(text) for text in sorted(left)) if nik is not None and _is_of(nik, member)]
    if len(fits) != 1:
        raise OtherDocument("unclear-numbers")
    return fits[0]


def _nik(text: str) -> Nik | None:
    try:
        return Nik(text)
    except BadNumber:
        return None


def _is_of(nik: Nik, member: Resident) -> bool:
    return nik.agrees_with(member.birth_date) and nik.female == (member.sex is Sex.FEMALE)


def _kept(kk: KkNumber | None, left: set[str]) -> KkNumber | None:
    if kk is not None and str(kk) not in left:
        raise OtherDocument("other-number")
    return kk


def _only(left: set[str]) -> KkNumber:
    fits = []
    for text in sorted(left):
        try:
            fits.append(KkNumber(text))
        except BadNumber:
            continue
    if len(fits) != 1:
        raise OtherDocument("unclear-numbers")
    return fits[0]
