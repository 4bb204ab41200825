"""What a code of one version is in the other: one entry for certain, several that it may be, or none.

SIAK may still take the legacy codes while the forms of 2026 use the new ones, so both ways are needed. Nothing is made
certain that is not: a married person of the old list may be registered or not, an ASN need not be a PNS.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from registry.codes import LEGACY, NEW, Code, CodeTables


class Match(StrEnum):
    """How sure a counterpart is."""

    CERTAIN = "pasti"
    AMBIGUOUS = "beberapa"
    NONE = "tidak ada"


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What `code` is in the other version. `candidates` are what it may be where nothing is certain."""

    code: Code
    certain: Code | None
    candidates: tuple[Code, ...] = ()
    note: str = ""

    @property
    def match(self) -> Match:
        """How sure it is."""
        if self.certain is not None:
            return Match.CERTAIN
        return Match.AMBIGUOUS if self.candidates else Match.NONE


def counterpart(code: Code) -> Counterpart:
    """The counterpart of an entry in the other version; NONE for a list that has only one version.

    >>> tables = CodeTables.load()
    >>> counterpart(tables.get("pekerjaan", "legacy:89")).certain.key
    '2026:99'
    >>> [found.key for found in counterpart(tables.get("status_perkawinan", "legacy:2")).candidates]
    ['2026:2', '2026:3']
    >>> counterpart(tables.get("pendidikan", "2026:12")).match
    <Match.NONE: 'tidak ada'>
    """
    rows = _rows()
    row = rows.get((code.table, code.version, code.code)) or rows.get((code.table, code.version, "*"))
    if row is None:
        return Counterpart(code, None)
    certain, candidates, note = row
    if certain:
        return Counterpart(code, _other(code, code.code if certain == "=" else certain), (), note)
    return Counterpart(code, None, tuple(_other(code, each) for each in candidates.split()), note)


def _other(code: Code, number: str) -> Code:
    version = LEGACY if code.version == NEW else NEW
    return CodeTables.load().get(code.table, f"{version}:{number}")


@cache
def _rows() -> dict[tuple[str, str, str], tuple[str, str, str]]:
    text = (files("registry") / "data" / "counterparts.csv").read_text(encoding="utf-8")
    found = {}
    for row in csv.DictReader(text.splitlines()):
        for code in _numbers(row["code"]):
            found[row["table"], row["version"], code] = (row["certain"], row["candidates"], row["note"])
    return found


def _numbers(text: str) -> list[str]:
    """`90-98`, `1a 1b`, `5` or `*`."""
    first, dash, last = text.partition("-")
    return [str(number) for number in range(int(first), int(last) + 1)] if dash else text.split()
