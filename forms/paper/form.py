"""A page of a form: labels, boxes, combs for digits, ticks, tables and places to sign.

Our own drawing after the official sheets: the same boxes in the same order with the same numbers, on A4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from forms.errors import DoesNotFit
from forms.paper.settle import Settled, lines_of, settle
from forms.sheet import BLACK, BOLD, MM, REGULAR, SEMIBOLD, Sheet, width_mm

SHORT, LONG = 210.0, 297.0  # A4 in mm
MARK = (0.80, 0.22, 0.18)
SHADE = (0.86, 0.89, 0.94)
WHITE = (1.0, 1.0, 1.0)
PAD = 1.0  # mm between a box and its text
CAP = 0.727  # height of a capital of Inter, in sizes


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: `field` names it in errors."""

    field: str
    head: str
    width: float
    align: str = "left"


class Form:
    """A4 sheets of one form. `marking` (SPESIMEN) stands pale in the middle of each page, below all that is written."""

    def __init__(self, code: str, title: str, *, landscape: bool = False, marking: str = "") -> None:
        width, height = (LONG, SHORT) if landscape else (SHORT, LONG)
        self.sheet = Sheet(width, height, title=f"{code} {title}".strip())
        self.width, self.height = width, height
        self._code, self._marking = code, marking
        self._continued: list[tuple[str, str]] = []
        self._begin()

    def next_page(self) -> None:
        """Another page of the same form."""
        self.sheet.next_page()
        self._begin()

    def finish(self) -> bytes:
        """The PDF, with a sheet at its end for what had no room in its box."""
        if self._continued:
            self.next_page()
            self._continuation(LONG - 20 if self.height == LONG else SHORT - 20)
        return self.sheet.finish()

    def code_box(self, right: float, y: float, width: float = 24.0, height: float = 7.5) -> None:
        """The number of the form in its frame, upper right."""
        self.sheet.box(right - width, y, width, height, line=0.4)
        self.sheet.text(right - width / 2, y + height / 2 + 1.4, self._code, 10.5, font=BOLD, align="centre")

    def label(
        self, x: float, y: float, text: str, size: float = 9, *, font: str = REGULAR, align: str = "left"
    ) -> None:
        """Printed words of the form; the baseline is at `y`."""
        self.sheet.text(x, y, text, size, font=font, align=align)

    def value(
        self,
        field: str,
        box: tuple[float, float, float, float],
        text: str,
        size: float = 9,
        *,
        font: str = SEMIBOLD,
        align: str = "left",
    ) -> None:
        """What is filled in, settled into x, y, width, height and standing in the middle of the height.

        What does not fit by any rule stands whole on the last sheet, and the box says under which number.
        """
        text = " ".join(text.split())  # a line break of an imported address is a space here
        if not text:
            return
        x, y, width, height = box
        settled = self._settle(field, text, width - 2 * PAD, height - 0.4, size, font)
        at = {"left": x + PAD, "centre": x + width / 2, "right": x + width - PAD}[align]
        baseline = y + (height - settled.height) / 2 + (settled.lead + settled.size * CAP / MM) / 2
        for line in settled.lines:
            self.sheet.text(at, baseline, line, settled.size, font=font, align=align)
            baseline += settled.lead

    def boxed(self, field: str, box: tuple[float, float, float, float], text: str, size: float = 9) -> None:
        """A frame with what is filled in."""
        self.sheet.box(*box)
        self.value(field, box, text, size)

    def comb(
        self, field: str, x: float, y: float, count: int, text: str, *, cell: float = 5.0, tall: float = 5.0
    ) -> None:
        """`count` squares, one sign in each from the left; a longer text takes their whole frame instead."""
        if len(text) > count:
            self.boxed(field, (x, y, count * cell, tall), text)
            return
        for index in range(count):
            self.sheet.box(x + index * cell, y, cell, tall)
            if index < len(text):
                self.sheet.text(
                    x + (index + 0.5) * cell, y + tall / 2 + 1.2, text[index], 9, font=SEMIBOLD, align="centre"
                )

    def tick(self, x: float, y: float, on: bool, size: float = 3.2) -> None:
        """A small square with its upper left corner at `x`, `y`; crossed by a hook when chosen."""
        self.sheet.box(x, y, size, size)
        if on:
            self.hook(x, y, size)

    def hook(self, x: float, y: float, size: float) -> None:
        """The mark of a choice, larger than its box as a pen would draw it."""
        points = [
            (x + size * 0.15, y + size * 0.5),
            (x + size * 0.45, y + size * 0.85),
            (x + size * 1.05, y - size * 0.1),
        ]
        self.sheet.strokes([points], 0.5)

    def band(self, x: float, y: float, width: float, height: float, rgb: tuple[float, float, float] = SHADE) -> None:
        """A shaded bar; what is drawn next is black again."""
        self.sheet.colour(rgb)
        self.sheet.box(x, y, width, height, fill=True)
        self.sheet.colour(BLACK)

    def table(
        self,
        x: float,
        y: float,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        tall: float,
        size: float = 8,
    ) -> float:
        """Framed rows without heads; returns the y below. Texts settle into their cells."""
        for row in rows:
            at = x
            for column, text in zip(columns, row, strict=True):
                box = (at, y, column.width, tall)
                self.sheet.box(*box)
                self.value(column.field, box, text, size, font=REGULAR, align=column.align)
                at += column.width
            y += tall
        return y

    def heads(self, x: float, y: float, columns: Sequence[Column], *, tall: float, size: float = 8) -> float:
        """The heads of the columns in frames; returns the y below."""
        for column in columns:
            box = (x, y, column.width, tall)
            self.sheet.box(*box)
            self.value(column.field, box, column.head, size, font=REGULAR, align="centre")
            x += column.width
        return y + tall

    def justified(self, x: float, y: float, width: float, text: str, size: float = 10, *, lead: float = 5.0) -> float:
        """A paragraph with both edges straight, its last line not; returns the baseline after it."""
        lines = _lines(text, width, size)
        for number, words in enumerate(lines, 1):
            free = width - sum(width_mm(word, size) for word in words)
            usual = width_mm(" ", size)
            space = free / max(len(words) - 1, 1)
            if number == len(lines) or space > 3 * usual:  # a line with a long word after it would show holes
                space = usual
            at = x
            for word in words:
                self.sheet.text(at, y, word, size)
                at += width_mm(word, size) + space
            y += lead
        return y

    def _settle(self, field: str, text: str, width: float, height: float, size: float, font: str) -> Settled:
        try:
            return settle(field, text, width, height, size, font)
        except DoesNotFit:
            if (field, text) not in self._continued:
                self._continued.append((field, text))
            number = self._continued.index((field, text)) + 1
            return settle(field, f"lihat {number})", width, height, size, font)

    def _continuation(self, bottom: float) -> None:
        y = 30.0
        self.label(20, 20, f"{self._code}: lanjutan isian yang tidak muat dalam kotaknya", 11, font=SEMIBOLD)
        for number, (field, text) in enumerate(self._continued, 1):
            lines = lines_of(text, self.width - 50, 9, SEMIBOLD)
            if y + len(lines) * 4.5 > bottom:
                self.next_page()
                y = 20.0
            self.label(20, y, f"{number})", 9)
            self.label(30, y, field, 8)
            for line in lines:
                y += 4.5
                self.label(30, y, line, 9, font=SEMIBOLD)
            y += 7

    def _begin(self) -> None:
        if self._marking:
            low = 10 if self.height == LONG else 24  # clear of the shaded bars
            self.sheet.stamp(self.width / 2, self.height / 2 + low, self._marking, 74, MARK, 0.14)
        self.sheet.colour(BLACK)


def _lines(text: str, width: float, size: float) -> list[list[str]]:
    lines: list[list[str]] = [[]]
    for word in text.split():
        if lines[-1] and width_mm(" ".join((*lines[-1], word)), size) > width:
            lines.append([])
        lines[-1].append(word)
    return lines


_T = TypeVar("_T")


def sheets(rows: Sequence[_T], each: int) -> list[Sequence[_T]]:
    """Rows in portions of one sheet; at least one, so that a blank has its sheet too."""
    return [rows[start : start + each] for start in range(0, max(len(rows), 1), each)]
