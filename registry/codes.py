"""Code lists in two versions: `2026` (Permendagri 6/2026) and `legacy` (what SIAK may still use).

A bare code is never stored: 89 is "Lainnya" in the old occupations and "Anggota Lembaga Tinggi Lainnya" in the new.
What an entry is in the other version stands in registry.counterparts.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from registry.errors import RegistryError

NEW, LEGACY = "2026", "legacy"
SAME = ("jenis_kelamin", "golongan_darah", "akta_kepemilikan", "tipe_sponsor")  # alike in both versions


class UnknownCode(RegistryError):
    """No list of that version has this code or name."""


@dataclass(frozen=True, slots=True)
class Code:
    """One entry: list, version, code and the name printed."""

    table: str
    version: str
    code: str
    name: str

    @property
    def key(self) -> str:
        """How it is stored and sent: `2026:3`."""
        return f"{self.version}:{self.code}"


class CodeTables:
    """All lists; `load` reads them once for the whole process, they never change."""

    def __init__(self, codes: tuple[Code, ...]) -> None:
        self._by_code = {(c.table, c.version, c.code): c for c in codes}
        self._by_key = {(c.table, c.key): c for c in codes}
        self._by_name = {(c.table, c.version, c.name.upper()): c for c in codes}

    @classmethod
    @cache
    def load(cls) -> CodeTables:
        """The lists that come with Loket."""
        return cls((*_lists(), *_occupations()))

    def names(self) -> tuple[str, ...]:
        """Every list, in the order of the data."""
        return tuple(dict.fromkeys(code.table for code in self._by_code.values()))

    def table(self, name: str, version: str = NEW) -> tuple[Code, ...]:
        """The entries of a list in the order of the regulation.

        >>> [c.name for c in CodeTables.load().table("status_perkawinan")][:2]
        ['Belum Kawin', 'Kawin Tercatat']
        """
        return tuple(c for c in self._by_code.values() if (c.table, c.version) == (name, version))

    def get(self, table: str, key: str) -> Code:
        """The entry of a stored key.

        >>> CodeTables.load().get("pekerjaan", "legacy:89").name
        'LAINNYA'
        """
        try:
            return self._by_key[table, key]
        except KeyError as error:
            raise UnknownCode(f"{table} {key}") from error

    def by_name(self, table: str, name: str, version: str = NEW) -> Code:
        """The entry of a name, whatever its capitals."""
        try:
            return self._by_name[table, version, name.upper()]
        except KeyError as error:
            raise UnknownCode(f"{table} {name}") from error


def _read(name: str) -> list[dict[str, str]]:
    text = (files("registry") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _lists() -> tuple[Code, ...]:
    found = tuple(Code(row["table"], row["version"], row["code"], row["name"]) for row in _read("codes.csv"))
    return (*found, *(replace(code, version=LEGACY) for code in found if code.table in SAME))


def _occupations() -> tuple[Code, ...]:
    rows = _read("occupations.csv")
    new = tuple(Code("pekerjaan", NEW, row["code"], row["name_permendagri6_2026"]) for row in rows)
    old = tuple(Code("pekerjaan", LEGACY, row["code"], row["name_legacy89"]) for row in rows if row["name_legacy89"])
    return (*new, *old)
