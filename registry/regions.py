"""Regions of Indonesia by Kemendagri code (Kepmendagri 300.2.2-2138/2025 jo 300.2.2-2430/2025).

Codes are written with dots: province `14`, regency `14.08`, kecamatan `14.08.06`, kampung `14.08.06.2001`.
Numbers (NIK, KK) carry the first six digits without dots and may name regions that no longer exist.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from registry.errors import RegistryError

# Regencies that numbers may still carry although their codes have gone; provinces split off keep the old prefix too.
HISTORIC_REGENCIES = frozenset({"1411", "1412", "1413", "1415", "2171", "1416"})


class UnknownRegion(RegistryError):
    """No region has this code."""


@dataclass(frozen=True, slots=True)
class Region:
    """One row: code with dots, official name, postal code where it is one for all."""

    code: str
    name: str
    postal_code: str


class Regions:
    """Look-up by code. `load` reads the list once for the whole process; it never changes."""

    def __init__(self, rows: Mapping[str, Region]) -> None:
        self._rows = rows

    @classmethod
    @cache
    def load(cls) -> Regions:
        """The list that comes with Loket."""
        text = (files("registry") / "data" / "regions.csv").read_text(encoding="utf-8")
        return cls({row["code"]: Region(**row) for row in csv.DictReader(text.splitlines())})

    def get(self, code: str) -> Region:
        """The region with this code; raises UnknownRegion.

        >>> Regions.load().get("14.08.06").name
        'Dayun'
        """
        try:
            return self._rows[code]
        except KeyError as error:
            raise UnknownRegion(code) from error

    def children(self, code: str) -> tuple[Region, ...]:
        """The regions right below, by code.

        >>> len(Regions.load().children("14.08"))
        14
        """
        depth = code.count(".") + 1
        return tuple(r for r in self._rows.values() if r.code.startswith(f"{code}.") and r.code.count(".") == depth)

    def knows_province(self, digits: str) -> bool:
        """Whether two digits of a number name a province."""
        return digits in self._rows

    def knows_regency(self, digits: str) -> bool:
        """Whether four digits of a number name a regency that is or was."""
        return f"{digits[:2]}.{digits[2:]}" in self._rows or digits in HISTORIC_REGENCIES

    def knows_district(self, digits: str) -> bool:
        """Whether six digits name a kecamatan of today; older numbers may name another."""
        return f"{digits[:2]}.{digits[2:4]}.{digits[4:]}" in self._rows

    def province_name(self, code: str) -> str:
        """The province of a code in capitals: RIAU."""
        return self.get(code[:2]).name.upper()

    def regency_name(self, code: str) -> str:
        """The regency of a code in capitals: KABUPATEN SIAK."""
        return self.get(code[:5]).name.upper()

    def district_name(self, code: str) -> str:
        """The kecamatan of a code in capitals: DAYUN."""
        return self.get(code[:8]).name.upper()

    def village_name(self, code: str) -> str:
        """The kampung or kelurahan of a code in capitals."""
        return self.get(code).name.upper()
