"""Destruction of spoiled and withdrawn cards: a berita acara with place, method, two officers and two witnesses.

SE Mendagri 470.13/11176/SJ (13 December 2018): recorded and burnt, a berita acara every time even for few cards,
witnesses invited. It is never undone: a card that was burnt does not come back.
"""

from __future__ import annotations

from dataclasses import dataclass

from registry.canonical import Record
from registry.errors import RegistryError

LEAST_WITNESSES = 2
METHODS = ("dibakar", "dipotong lalu dibakar", "dicacah")


class DestructionRefused(RegistryError):
    """It is not booked. `code`: no-number, no-place, no-method, no-witness, same-witness, no-officer, same-person,
    nothing or gone."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Witness:
    """Who saw it, and of which office: Satpol PP, Polsek."""

    name: str
    office: str


@dataclass(frozen=True, slots=True)
class Destruction:
    """One berita acara. `officer` and `second` are handles of officers; `at` is a UTC stamp."""

    id: str
    number: str
    place: str
    method: str
    officer: str
    second: str
    witnesses: tuple[Witness, ...]
    at: str

    def to_record(self) -> Record:
        """As stored."""
        plain = {name: getattr(self, name) for name in ("id", "number", "place", "method", "officer", "second", "at")}
        return {**plain, "witnesses": [[each.name, each.office] for each in self.witnesses]}

    @classmethod
    def from_record(cls, record: Record) -> Destruction:
        """The reverse."""
        names = ("id", "number", "place", "method", "officer", "second", "at")
        witnesses = tuple(Witness(str(name), str(office)) for name, office in record["witnesses"])
        return cls(witnesses=witnesses, **{name: str(record[name]) for name in names})


def check_destruction(new: Destruction, *, asked: int, listed: int) -> None:
    """Raise DestructionRefused unless it is whole; `asked` cards are named, `listed` of them lie in the box.

    >>> seen = (Witness("ANDI", "Satpol PP"), Witness("SITI", "Polsek Dayun"))
    >>> check_destruction(Destruction("1", "BA-1", "UPTD", "dibakar", "dewi", "hendra", seen, "t"), asked=2, listed=2)
    """
    for value, code in ((new.number, "no-number"), (new.place, "no-place"), (new.method, "no-method")):
        if not value.strip():
            raise DestructionRefused(code)
    named = [each.name.strip().upper() for each in new.witnesses if each.name.strip() and each.office.strip()]
    if len(named) < LEAST_WITNESSES:
        raise DestructionRefused("no-witness")
    if len(set(named)) < len(named):
        raise DestructionRefused("same-witness")
    if not new.second:
        raise DestructionRefused("no-officer")
    if new.second == new.officer:
        raise DestructionRefused("same-person")
    if not asked:
        raise DestructionRefused("nothing")
    if listed < asked:
        raise DestructionRefused("gone")
