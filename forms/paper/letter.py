"""A statement or power of attorney: heading, "Nama : ...", paragraphs, tables, place and date, who signs and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms.paper.form import CAP, Column, Form
from forms.sheet import MM, REGULAR, SEMIBOLD, width_mm

LEFT, WIDTH = 25.0, 160.0
RIGHT = LEFT + WIDTH
TYPE, LINE = 10.5, 5.4
DOTTED_DATE = "……………………., …………………… 20……"


@dataclass(frozen=True, slots=True)
class Signer:
    """A place to sign: who signs, the name printed below, the NIK below that where the form asks for it."""

    role: str
    name: str = ""
    stamp: str = ""  # "Meterai" where stamp duty is due
    nik: str | None = None  # None: the form has no such line


class Letter:
    """One page of text from top to bottom; `y` is the next baseline in mm. A `dense` one has smaller type."""

    def __init__(self, form: Form, *titles: str, sheet: int = 1, of: int = 1, dense: bool = False) -> None:
        self.form = form
        self.size, self.lead = (9.5, 4.7) if dense else (TYPE, LINE)
        self.y = 25.0 if dense else 33.0
        form.code_box(RIGHT, self.y - 18 if not dense else self.y - 14)
        if of > 1:
            form.label(LEFT, self.y - 13, f"Lembar {sheet} dari {of}", 9)
        for title in titles:
            form.label(LEFT + WIDTH / 2, self.y, title, 11.5, font=SEMIBOLD, align="centre")
            self.y += 6
        self.y += 2 if dense else 6

    def skip(self, mm: float) -> None:
        """Free room."""
        self.y += mm

    def say(self, text: str, *, indent: float = 0.0) -> None:
        """A paragraph with straight edges."""
        self.y = self.form.justified(LEFT + indent, self.y, WIDTH - indent, text, self.size, lead=self.lead)

    def fields(
        self, rows: Sequence[tuple[str, str]], *, colon: float = 38.0, tall: float = 6.4, indent: float = 0.0
    ) -> None:
        """Label, colon and the value on a dotted line; a value longer than the line takes two."""
        for label, value in rows:
            self.form.label(LEFT + indent, self.y, label, self.size)
            self.form.label(LEFT + indent + colon, self.y, ":", self.size)
            x = LEFT + indent + colon + 3
            lines = 1 if width_mm(value, self.size, SEMIBOLD) < RIGHT - x - 2 else 2
            if value:
                room = tall + (lines - 1) * self.lead
                top = self.y - tall / 2 - self.size * CAP / MM / 2  # its first baseline is that of the label
                self.form.value(label, (x - 1, top, RIGHT - x + 1, room), value, self.size)
            self.y += (lines - 1) * self.lead
            self.form.sheet.dotted(x, self.y + 1.3, RIGHT)
            self.y += tall

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        least: int,
        first: int = 1,
        tall: float = 6.6,
        size: float = 9,
    ) -> None:
        """Heads and rows, numbered from `first` in a column of their own; empty ones up to `least`."""
        self.y -= 3
        self.y = self.form.heads(LEFT, self.y, columns, tall=7.5, size=size)
        empty = [("",) * (len(columns) - 1)] * (least - len(rows))
        numbered = [(f"{number}.", *row) for number, row in enumerate((*rows, *empty), first)]
        self.y = self.form.table(LEFT, self.y, columns, numbered, tall=tall, size=size) + 8

    def date(self, place: str, on: str, *, centre: float = LEFT + 122) -> None:
        """Place and date above the signatures, or dots."""
        self.form.value(
            "place", (centre - 45, self.y - 4, 90, 6), _date(place, on), self.size, font=REGULAR, align="centre"
        )
        self.y += 9

    def sign(self, signers: Sequence[Signer | None], *, room: float = 26.0) -> None:
        """Side by side over the width; None leaves a place free."""
        wide = WIDTH / len(signers)
        for index, signer in enumerate(signers):
            if signer:
                self._sign(LEFT + (index + 0.5) * wide, min(wide, 76.0), signer, room)
        self.y += room + (9 if any(s and s.nik is not None for s in signers) else 4)

    def _sign(self, centre: float, wide: float, signer: Signer, room: float) -> None:
        form, left = self.form, centre - wide / 2 + 2
        form.label(centre, self.y, signer.role, self.size, align="centre")
        if signer.stamp:
            form.label(centre, self.y + room / 2 - 1.5, signer.stamp, 8.5, align="centre")
            form.label(centre, self.y + room / 2 + 2.2, "cukup", 8.5, align="centre")
        form.label(left, self.y + room, "(", self.size)
        form.label(centre * 2 - left, self.y + room, ")", self.size, align="right")
        form.value(signer.role, (left + 2, self.y + room - 5.9, wide - 8, 7), signer.name, self.size, align="centre")
        form.sheet.dotted(left + 3, self.y + room + 1.2, centre * 2 - left - 3)
        if signer.nik is not None:
            form.label(left + 2, self.y + room + 6, f"NIK. {signer.nik or '………………………………'}", 9.5)


def _date(place: str, on: str) -> str:
    return f"{place}, {on}" if place and on else DOTTED_DATE
