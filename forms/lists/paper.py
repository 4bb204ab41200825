"""A list on A4: heads on each page, rows as tall as their longest cell, page numbers, signatures at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forms.lists.table import Cell, Column, Signature, Table, shown
from forms.paper.form import SHADE, Form
from forms.paper.settle import LEAD, lines_of
from forms.sheet import BLACK, BOLD, MM, REGULAR, SEMIBOLD

MARGIN, PAD, SIZE = 15.0, 1.2, 8.5
LINE = SIZE * LEAD / MM
HEAD, FOOT = 9.0, 14.0
SIGN = 36.0  # room of one row of signatures
ACROSS = 3  # signatures side by side


@dataclass(frozen=True, slots=True)
class Line:
    """A row laid out: the lines of each cell and the height it takes."""

    cells: tuple[tuple[str, ...], ...]
    tall: float


def list_pdf(table: Table, *, marking: str = "") -> bytes:
    """The PDF. Raises MissingGlyph."""
    return ListSheet(table, marking).draw()


class ListSheet:
    """The pages of one list."""

    def __init__(self, table: Table, marking: str) -> None:
        self._table = table
        self._form = Form("", table.title, landscape=table.landscape, marking=marking)
        self._bottom = self._form.height - FOOT
        self._pages = self._count()

    def draw(self) -> bytes:
        """All of it."""
        y, page = self._top(), 1
        y = self._heads(y)
        for line in self._lines():
            if y + line.tall > self._bottom:
                page, y = self._turn(page), self._heads(MARGIN)
            y = self._row(y, line)
        if self._table.totals:
            if y + 7 > self._bottom:
                page, y = self._turn(page), MARGIN
            y = self._totals(y)
        self._end(y, page)
        return self._form.finish()

    def _count(self) -> int:
        """How many pages it will be: the same walk without drawing."""
        y, pages = self._start() + HEAD, 1
        for line in self._lines():
            if y + line.tall > self._bottom:
                pages, y = pages + 1, MARGIN + HEAD
            y += line.tall
        if self._table.totals:
            pages, y = (pages + 1, MARGIN + 7) if y + 7 > self._bottom else (pages, y + 7)
        return pages + (1 if self._needs(y) > self._bottom and y > MARGIN else 0)

    def _turn(self, page: int) -> int:
        self._foot(page)
        self._form.next_page()
        return page + 1

    def _foot(self, page: int) -> None:
        y = self._form.height - 8
        self._form.label(MARGIN, y, self._table.title, 7.5)
        self._form.label(self._form.width - MARGIN, y, f"Halaman {page} dari {self._pages}", 7.5, align="right")

    def _start(self) -> float:
        """The y of the first heads."""
        above = 5 * len(self._table.letterhead) + 5 * len(self._table.facts)
        return MARGIN + 18 + above + self._paragraphs(self._table.opening) + (3 if self._table.opening else 0)

    @property
    def _width(self) -> float:
        return self._form.width - 2 * MARGIN

    def _paragraphs(self, texts: tuple[str, ...]) -> float:
        """The height of paragraphs."""
        return sum(len(lines_of(text, self._width, 9.5)) * 4.7 + 1.2 for text in texts)

    def _say(self, y: float, texts: tuple[str, ...]) -> float:
        for text in texts:
            y = self._form.justified(MARGIN, y, self._width, text, 9.5, lead=4.7) + 1.2
        return y

    def _top(self) -> float:
        form, y = self._form, MARGIN + 4
        for index, words in enumerate(self._table.letterhead):
            form.label(form.width / 2, y, words, 11 if index == 0 else 10, font=SEMIBOLD, align="centre")
            y += 5
        form.sheet.rule(MARGIN, y - 2, form.width - MARGIN, y - 2, 0.4)
        y += 5
        form.label(form.width / 2, y, self._table.title, 12, font=BOLD, align="centre")
        y += 7
        for label, value in self._table.facts:
            form.label(MARGIN, y, label, 9)
            form.label(MARGIN + 38, y, ":", 9)
            form.value(label, (MARGIN + 40, y - 3.7, form.width - 2 * MARGIN - 40, 5), value, 9)
            y += 5
        self._say(y + 1, self._table.opening)
        return self._start()

    def _lines(self) -> Iterator[Line]:
        for row in self._table.rows:
            cells = tuple(self._wrap(column, cell) for column, cell in zip(self._table.columns, row, strict=True))
            yield Line(cells, max(len(lines) for lines in cells) * LINE + 2.2)

    def _wrap(self, column: Column, cell: Cell) -> tuple[str, ...]:
        return tuple(lines_of(shown(cell), column.width - 2 * PAD, SIZE)) or ("",)

    def _heads(self, y: float) -> float:
        x = MARGIN
        for column in self._table.columns:
            self._form.band(x, y, column.width, HEAD)
            box = (x, y, column.width, HEAD)
            self._form.sheet.box(*box)
            self._form.value(column.head, box, column.head, 8, align="centre")
            x += column.width
        return y + HEAD

    def _row(self, y: float, line: Line, *, font: str = REGULAR) -> float:
        x = MARGIN
        for column, cell in zip(self._table.columns, line.cells, strict=True):
            self._form.sheet.box(x, y, column.width, line.tall)
            at = {"left": x + PAD, "centre": x + column.width / 2, "right": x + column.width - PAD}[column.align]
            for number, text in enumerate(cell, 1):
                self._form.label(at, y + 0.4 + number * LINE, text, SIZE, font=font, align=column.align)
            x += column.width
        return y + line.tall

    def _totals(self, y: float) -> float:
        wide = sum(column.width for column in self._table.columns)
        self._form.band(MARGIN, y, wide, 7, SHADE)
        self._form.sheet.colour(BLACK)
        cells = tuple((shown(cell),) for cell in self._table.totals)
        return self._row(y, Line(cells, 7), font=SEMIBOLD)

    def _needs(self, y: float) -> float:
        rows = -(-len(self._table.signatures) // ACROSS)
        return y + 4.4 * len(self._table.notes) + self._paragraphs(self._table.closing) + 10 + rows * SIGN

    def _end(self, y: float, page: int) -> None:
        if self._needs(y) > self._bottom:
            page, y = self._turn(page), MARGIN
        y += 6
        for note in self._table.notes:
            self._form.label(MARGIN, y, note, 8.5)
            y += 4.4
        y = self._say(y + 2, self._table.closing)
        self.sign(y + 6)
        self._foot(page)

    def sign(self, y: float) -> None:
        """Signatures three to a row, in equal parts of the width."""
        signatures = self._table.signatures
        for start in range(0, len(signatures), ACROSS):
            part = signatures[start : start + ACROSS]
            wide = (self._form.width - 2 * MARGIN) / len(part)
            for index, signature in enumerate(part):
                _sign(self._form, MARGIN + index * wide, y, wide, signature)
            y += SIGN


def _sign(form: Form, x: float, y: float, wide: float, signature: Signature) -> None:
    centre = x + wide / 2
    form.value(signature.role, (x, y - 4, wide, 5.5), signature.role, 9.5, font=REGULAR, align="centre")
    line = min(wide - 8, 64.0) / 2
    form.value(signature.role, (centre - line, y + 17, 2 * line, 6.5), signature.name, 9.5, align="centre")
    form.sheet.dotted(centre - line, y + 24, centre + line)
    form.value(signature.role, (x, y + 24.4, wide, 5), signature.office, 8.5, font=REGULAR, align="centre")
