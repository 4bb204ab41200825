"""The draft of a Kartu Keluarga for reading and mending: RANCANGAN across every page, no QR, no signature; and the
sheet that the simulated SIAK signs in a training: SPESIMEN across every page.

The columns are those of the KK in force (17, Permendagri 118/2017). The KK itself comes signed from the Dinas and is
printed as it is; nothing here may be taken for it. NIK and KK are given by their ends only: the sheet lies open.
"""

from __future__ import annotations

from dataclasses import dataclass

from forms.fit import fit
from forms.sheet import BLACK, BOLD, REGULAR, SEMIBOLD, Sheet

WIDTH, HEIGHT = 297.0, 210.0  # A4 landscape
MARGIN, ROWS = 12.0, 10
GREY, MARK = (0.34, 0.39, 0.45), (0.80, 0.22, 0.18)
MARKING = "RANCANGAN"
TITLE = "RANCANGAN, bukan KK"
FIRST = (("Nama lengkap", 52), ("NIK", 34), ("Jenis kelamin", 23), ("Tempat lahir", 34), ("Tanggal lahir", 22),
         ("Agama", 20), ("Pendidikan", 34), ("Jenis pekerjaan", 34), ("Gol. darah", 13))  # fmt: skip
SECOND = (("Status perkawinan", 38), ("Tanggal kawin", 26), ("Hubungan keluarga", 38), ("Warga negara", 24),
          ("No. paspor", 26), ("No. KITAP", 26), ("Ayah", 44), ("Ibu", 44))  # fmt: skip
NUMBER = 7.0  # mm, the column of running numbers


@dataclass(frozen=True, slots=True)
class Wording:
    """What a sheet says of itself."""

    marking: str
    title: str
    foot: str


DRAFT = Wording(
    MARKING, TITLE, "Untuk diperiksa bersama pemohon. KK yang sah hanya PDF bertanda tangan elektronik Kepala Dinas."
)
SPECIMEN = Wording(
    "SPESIMEN",
    "SPESIMEN, bukan KK",
    "Latihan: ditandatangani sertifikat SIMULASI, bukan oleh Kepala Dinas. Tidak berlaku.",
)


@dataclass(frozen=True, slots=True)
class Card:
    """One KK as it is to be. `rows` hold the texts of columns 1 to 17 in order, "" for none."""

    number: str  # "1408 •••• •••• 0007" or "Menunggu SIAK"
    head: str
    left: tuple[tuple[str, str], ...]  # address lines
    right: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]


def family_draft(cards: tuple[Card, ...], *, made: str, case: str) -> bytes:
    """The PDF: a sheet for each ten members of each card. `made` says where and when, `case` its number."""
    return _sheets(cards, DRAFT, made, case)


def family_specimen(cards: tuple[Card, ...], *, made: str, case: str) -> bytes:
    """The PDF that stands for a signed KK in a training, before its signature."""
    return _sheets(cards, SPECIMEN, made, case)


def _sheets(cards: tuple[Card, ...], words: Wording, made: str, case: str) -> bytes:
    sheet = Sheet(WIDTH, HEIGHT, title=f"{words.title} {case}".strip())
    pages = [(card, start) for card in cards for start in range(0, max(1, len(card.rows)), ROWS)]
    for place, (card, start) in enumerate(pages):
        if place:
            sheet.next_page()
        _page(sheet, card, start, words, f"{made} · lembar {place + 1} dari {len(pages)}")
    return sheet.finish()


def _page(sheet: Sheet, card: Card, start: int, words: Wording, foot: str) -> None:
    sheet.stamp(WIDTH / 2, HEIGHT / 2 + 22, words.marking, 96, MARK, 0.14)
    sheet.colour(MARK)
    sheet.text(WIDTH / 2, 16, words.title, 17, font=BOLD, align="centre")
    sheet.colour(BLACK)
    sheet.text(WIDTH / 2, 23, f"No. {card.number}", 12, font=SEMIBOLD, align="centre")
    _facts(sheet, MARGIN, (("Kepala keluarga", card.head), *card.left))
    _facts(sheet, WIDTH / 2 + 20, card.right)
    rows = card.rows[start : start + ROWS]
    y = _table(sheet, 52, FIRST, [row[: len(FIRST)] for row in rows], start, 1)
    _table(sheet, y + 5, SECOND, [row[len(FIRST) :] for row in rows], start, len(FIRST) + 1)
    sheet.colour(GREY)
    sheet.text(MARGIN, HEIGHT - 9, words.foot, 8)
    sheet.text(WIDTH - MARGIN, HEIGHT - 9, foot, 8, align="right")
    sheet.colour(BLACK)


def _facts(sheet: Sheet, x: float, facts: tuple[tuple[str, str], ...]) -> None:
    for number, (name, value) in enumerate(facts):
        y = 31 + number * 5.2
        sheet.colour(GREY)
        sheet.text(x, y, name, 8.5)
        sheet.colour(BLACK)
        fitted = fit(name, value or "-", 92, 9, SEMIBOLD)
        sheet.text(x + 32, y, " ".join(fitted.lines), min(fitted.size, 9), font=SEMIBOLD)


def _table(
    sheet: Sheet, y: float, columns: tuple[tuple[str, int], ...], rows: list[tuple[str, ...]], start: int, first: int
) -> float:
    """One table with its head and ten rows; returns where it ends."""
    share = (WIDTH - 2 * MARGIN - NUMBER) / sum(width for _, width in columns)
    widths = [width * share for _, width in columns]
    high, head = 5.6, 9.0
    bottom = y + head + ROWS * high
    _heads(sheet, y, columns, widths, first)
    for number in range(ROWS):
        top = y + head + number * high
        sheet.rule(MARGIN, top, WIDTH - MARGIN, top, 0.15)
        texts = rows[number] if number < len(rows) else ("-",) * len(columns)
        shown = str(start + number + 1) if number < len(rows) else ""
        sheet.text(MARGIN + NUMBER / 2, top + 3.9, shown, 7.5, align="centre")
        x = MARGIN + NUMBER
        for (name, _), width, text in zip(columns, widths, texts, strict=True):
            _cell(sheet, x, top, width, name, text or "-")
            x += width
    sheet.box(MARGIN, y, WIDTH - 2 * MARGIN, bottom - y, line=0.3)
    for x in _edges(widths):
        sheet.rule(x, y, x, bottom, 0.15)
    return bottom


def _heads(sheet: Sheet, y: float, columns: tuple[tuple[str, int], ...], widths: list[float], first: int) -> None:
    x = MARGIN + NUMBER
    sheet.text(MARGIN + NUMBER / 2, y + 4, "No", 6.5, font=SEMIBOLD, align="centre")
    for number, ((name, _), width) in enumerate(zip(columns, widths, strict=True)):
        fitted = fit(name, name, width - 1.2, 6.8, SEMIBOLD)
        for line, words in enumerate(fitted.lines):
            sheet.text(x + width / 2, y + 3.4 + line * 2.2, words, fitted.size, font=SEMIBOLD, align="centre")
        sheet.text(x + width / 2, y + 8, f"({first + number})", 5.5, align="centre")
        x += width


def _cell(sheet: Sheet, x: float, top: float, width: float, name: str, text: str) -> None:
    fitted = fit(name, text, width - 1.6, 7.2, REGULAR)
    if len(fitted.lines) == 1:
        sheet.text(x + 0.8, top + 3.9, fitted.lines[0], fitted.size)
        return
    for line, words in enumerate(fitted.lines):
        sheet.text(x + 0.8, top + 2.5 + line * 2.3, words, fitted.size)


def _edges(widths: list[float]) -> list[float]:
    edges = [MARGIN + NUMBER]
    for width in widths[:-1]:
        edges.append(edges[-1] + width)
    return edges
