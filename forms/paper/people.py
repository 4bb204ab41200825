"""People as the statements print them: plain words, empty where the form stays blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms.paper.form import Column


@dataclass(frozen=True, slots=True)
class Named:
    """Name and NIK."""

    name: str = ""
    nik: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Someone who signs: name, NIK, KK and address."""

    name: str = ""
    nik: str = ""
    kk: str = ""
    address: str = ""

    def rows(self) -> tuple[tuple[str, str], ...]:
        """As the lines of a statement."""
        return (("Nama", self.name), ("NIK", self.nik), ("No. KK", self.kk), ("Alamat", self.address))


NO_NAME, NO_PARTY = Named(), Party()  # blank lines of a form
EACH = 5  # rows of a table of people on one sheet
COLUMNS = (Column("no", "NO", 12, "centre"), Column("nama", "NAMA", 90), Column("nik", "NIK", 58, "centre"))


def named_rows(people: Sequence[Named]) -> list[tuple[str, str]]:
    """Rows of the table NO, NAMA, NIK."""
    return [(person.name, person.nik) for person in people]
