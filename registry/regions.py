"""Regions of Indonesia by Kemendagri code (Kepmendagri 300.2.2-2138/2025 jo 300.2.2-2430/2025).

Codes are written with dots: province `14`, regency `14.08`, kecamatan `14.08.06`, kampung `14.08.06.2001`.
Numbers (NIK, KK) carry the first six digits without dots and may name regions that no longer exist.

The 7,837 regions down to the kecamatan are read at the first question; the 83,762 kampung and kelurahan lie in a text
of one line per kecamatan, read when the first of them is asked for and taken apart line by line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from registry.errors import RegistryError

# Provinces that lost regencies to new provinces, and to which: a number may carry a regency of the old one that its
# list no longer has, such as 6473 (Tarakan, now 65.71) or the islands that were Riau until 2002.
SPLIT: Mapping[str, tuple[str, ...]] = {
    "14": ("21",),
    "16": ("19",),
    "32": ("36",),
    "64": ("65",),
    "71": ("75",),
    "73": ("76",),
    "81": ("82",),
    "91": ("92", "93", "94", "95", "96"),
    "92": ("96",),
}
_DEPTH = 3  # dots in the code of a kampung


class UnknownRegion(RegistryError):
    """No region has this code."""


@dataclass(frozen=True, slots=True)
class Region:
    """One region: code with dots, official name, postal code of a kampung or kelurahan."""

    code: str
    name: str
    postal_code: str = ""


class Regions:
    """Look-up by code. `load` reads the list once for the whole process; it never changes."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """`names` by code, down to the kecamatan."""
        self._names = names
        self._villages: dict[str, Mapping[str, Region]] = {}

    @classmethod
    @cache
    def load(cls) -> Regions:
        """The list that comes with Loket."""
        lines = _text("regions.csv").splitlines()[1:]
        return cls(dict(line.split(",") for line in lines))

    def get(self, code: str) -> Region:
        """The region with this code; raises UnknownRegion.

        >>> Regions.load().get("14.08.06").name
        'Dayun'
        >>> Regions.load().get("11.01.01.2001")
        Region(code='11.01.01.2001', name='Keude Bakongan', postal_code='23773')
        """
        try:
            return self._below(code[:8])[code] if code.count(".") == _DEPTH else Region(code, self._names[code])
        except KeyError as error:
            raise UnknownRegion(code) from error

    def children(self, code: str) -> tuple[Region, ...]:
        """The regions right below, by code.

        >>> len(Regions.load().children("14.08")), len(Regions.load().children("14.08.06"))
        (14, 11)
        """
        depth = code.count(".") + 1
        if depth == _DEPTH:
            return tuple(self._below(code).values())
        return tuple(
            Region(each, name)
            for each, name in self._names.items()
            if each.startswith(f"{code}.") and each.count(".") == depth
        )

    def knows_province(self, digits: str) -> bool:
        """Whether two digits of a number name a province."""
        return digits in self._names

    def knows_regency(self, digits: str) -> bool:
        """Whether four digits of a number name a regency of today."""
        return f"{digits[:2]}.{digits[2:]}" in self._names

    def was_regency(self, digits: str) -> bool:
        """Whether four digits of a number may name a regency that went to a new province since.

        >>> regions = Regions.load()
        >>> regions.was_regency("1412"), regions.was_regency("1408"), regions.was_regency("3412")
        (True, False, False)
        """
        number = int(digits[2:])
        return digits[:2] in SPLIT and number not in (0, 70) and not self.knows_regency(digits)

    def knows_district(self, digits: str) -> bool:
        """Whether six digits name a kecamatan of today; older numbers may name another."""
        return f"{digits[:2]}.{digits[2:4]}.{digits[4:]}" in self._names

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

    def regencies_named(self, name: str) -> tuple[Region, ...]:
        """Kabupaten and kota of a name, with or without that word.

        >>> [found.name for found in Regions.load().regencies_named("bogor")]
        ['Kabupaten Bogor', 'Kota Bogor']
        """
        wanted = name.strip().upper()
        named = (f"KABUPATEN {wanted}", f"KOTA {wanted}", wanted)
        regencies = ((code, name) for code, name in self._names.items() if code.count(".") == 1)
        return tuple(Region(code, name) for code, name in regencies if name.upper() in named)

    def _below(self, district: str) -> Mapping[str, Region]:
        """Kampung and kelurahan of a kecamatan, by code."""
        if district not in self._villages:
            self._villages[district] = _villages_of(district)
        return self._villages[district]


def _villages_of(district: str) -> Mapping[str, Region]:
    """A line is `KECAMATAN;POSTAL:NUMBER NAME|NUMBER NAME;POSTAL:...`; an unknown kecamatan has none."""
    text = _villages()
    start = text.find(f"\n{district};") if district else -1
    if start < 0:
        return {}
    line = text[start + len(district) + 2 : text.index("\n", start + 1)]
    found = []
    for group in line.split(";"):
        postal, _, names = group.partition(":")
        for each in names.split("|"):
            number, _, name = each.partition(" ")
            found.append(Region(f"{district}.{number}", name, postal))
    return {region.code: region for region in sorted(found, key=lambda region: region.code)}


@cache
def _villages() -> str:
    return "\n" + _text("villages.txt")


def _text(name: str) -> str:
    return (files("registry") / "data" / name).read_text(encoding="utf-8")
