"""A page to draw on: millimetres from the upper left, the embedded font, the same bytes for the same data.

reportlab with `invariant=1` writes no clock and no random id, so a sheet can be hashed, compared and signed.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from forms.errors import DoesNotFit, MissingGlyph

MM = 72 / 25.4  # points in a millimetre
BLACK = (0.0, 0.0, 0.0)  # pure RGB black: card drivers send only this to the resin panel
EDGE = 0.3  # mm, around a stamp
REGULAR, SEMIBOLD, BOLD = "Inter", "Inter-SemiBold", "Inter-Bold"
_FILES = {REGULAR: "Inter-Regular.ttf", SEMIBOLD: "Inter-SemiBold.ttf", BOLD: "Inter-Bold.ttf"}


@cache
def _fonts() -> dict[str, TTFont]:
    folder = Path(__file__).parent / "fonts"
    fonts = {name: TTFont(name, str(folder / file)) for name, file in _FILES.items()}
    for font in fonts.values():
        registerFont(font)
    rl_config.useA85 = 0
    return fonts


def check_glyphs(text: str, font: str = REGULAR) -> None:
    """Raise MissingGlyph unless the font has every character of `text`."""
    known = _fonts()[font].face.charToGlyph
    missing = "".join(sorted({character for character in text if ord(character) not in known}))
    if missing:
        raise MissingGlyph(text, missing)


def width_mm(text: str, size: float, font: str = REGULAR) -> float:
    """The width of `text` in mm at a size in points."""
    _fonts()
    return float(stringWidth(text, font, size)) / MM


class Sheet:
    """One PDF being drawn. Positions in mm from the upper left corner; sizes of type in points."""

    def __init__(self, width: float, height: float, *, title: str) -> None:
        _fonts()
        self.width, self.height = width, height
        self._out = BytesIO()
        size = (width * MM, height * MM)
        self._canvas = Canvas(
            self._out,
            pagesize=size,
            invariant=1,
            initialFontName=REGULAR,  # type: ignore[arg-type]  # the stub says float; else Helvetica is listed
            pageCompression=1,
        )
        self._canvas.setTitle(title)
        self._canvas.setCreator("Loket")

    def text(self, x: float, y: float, text: str, size: float, *, font: str = REGULAR, align: str = "left") -> None:
        """One line with its baseline at `y`; `align` left, centre or right of `x`."""
        check_glyphs(text, font)
        self._canvas.setFont(font, size)
        draw = {
            "left": self._canvas.drawString,
            "centre": self._canvas.drawCentredString,
            "right": self._canvas.drawRightString,
        }[align]
        draw(x * MM, (self.height - y) * MM, text)

    def stamp(self, x: float, y: float, text: str, size: float, rgb: tuple[float, float, float], alpha: float) -> None:
        """A bold word across what lies below, centred on `x`; a pale edge keeps it legible on any ground."""
        check_glyphs(text, BOLD)
        self._canvas.saveState()
        self._canvas.setFont(BOLD, size)
        self._canvas.setFillColorRGB(*rgb)
        self._canvas.setFillAlpha(alpha)
        self._canvas.setStrokeColorRGB(1, 1, 1)
        self._canvas.setStrokeAlpha(0.75)
        self._canvas.setLineWidth(EDGE * MM)
        self._canvas.setLineJoin(1)
        self._canvas.drawCentredString(x * MM, (self.height - y) * MM, text, mode=2)
        self._canvas.restoreState()

    def paragraph(
        self, x: float, y: float, width: float, text: str, size: float, *, lead: float, font: str = REGULAR
    ) -> float:
        """Words wrapped into `width`; returns the baseline after the last line. `lead` in mm."""
        for line in wrap(text, width, size, font):
            self.text(x, y, line, size, font=font)
            y += lead
        return y

    def colour(self, rgb: tuple[float, float, float], alpha: float = 1.0) -> None:
        """The colour of what is filled, stroked and written next."""
        self._canvas.setFillColorRGB(*rgb)
        self._canvas.setStrokeColorRGB(*rgb)
        self._canvas.setFillAlpha(alpha)

    def box(self, x: float, y: float, width: float, height: float, *, fill: bool = False, line: float = 0.2) -> None:
        """A rectangle; `line` is the width of its edge in mm."""
        self._canvas.setLineWidth(line * MM)
        top = (self.height - y - height) * MM
        self._canvas.rect(x * MM, top, width * MM, height * MM, stroke=0 if fill else 1, fill=1 if fill else 0)

    def rule(self, x1: float, y1: float, x2: float, y2: float, line: float = 0.2) -> None:
        """A straight line."""
        self._canvas.setLineWidth(line * MM)
        self._canvas.line(x1 * MM, (self.height - y1) * MM, x2 * MM, (self.height - y2) * MM)

    def dotted(self, x1: float, y: float, x2: float, line: float = 0.25) -> None:
        """A row of dots to write on, as official forms have it."""
        self._canvas.saveState()
        self._canvas.setLineWidth(line * MM)
        self._canvas.setLineCap(1)
        self._canvas.setDash([0, 1.0 * MM])
        self._canvas.line(x1 * MM, (self.height - y) * MM, x2 * MM, (self.height - y) * MM)
        self._canvas.restoreState()

    def ring(self, x: float, y: float, radius: float, line: float = 0.2) -> None:
        """A circle around `x`, `y`."""
        self._canvas.setLineWidth(line * MM)
        self._canvas.circle(x * MM, (self.height - y) * MM, radius * MM)

    def picture(self, x: float, y: float, width: float, height: float, rgb: bytes, size: tuple[int, int]) -> None:
        """An 8-bit RGB raster of `size` pixels."""
        image = ImageReader(Image.frombytes("RGB", size, rgb))
        self._canvas.drawImage(image, x * MM, (self.height - y - height) * MM, width * MM, height * MM)

    def strokes(self, lines: list[list[tuple[float, float]]], line: float) -> None:
        """Pen strokes as round-ended paths, points in mm."""
        self._canvas.setLineWidth(line * MM)
        self._canvas.setLineCap(1)
        self._canvas.setLineJoin(1)
        path = self._canvas.beginPath()
        for points in lines:
            for index, (x, y) in enumerate(points):
                move = path.moveTo if index == 0 else path.lineTo
                move(x * MM, (self.height - y) * MM)
        self._canvas.drawPath(path, stroke=1, fill=0)

    def cells(self, x: float, y: float, cell: float, rows: list[bytes]) -> None:
        """A black and white matrix as one filled path of runs: each row a byte string of 0 and 1."""
        path = self._canvas.beginPath()
        for row_number, row in enumerate(rows):
            for start, end in _runs(row):
                top = self.height - y - (row_number + 1) * cell
                path.rect((x + start * cell) * MM, top * MM, (end - start) * cell * MM, cell * MM)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def next_page(self) -> None:
        """Begin another page."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """The PDF."""
        self._canvas.showPage()
        self._canvas.save()
        return self._out.getvalue()


def wrap(text: str, width: float, size: float, font: str = REGULAR) -> list[str]:
    """Lines no wider than `width` mm, broken at spaces; raises DoesNotFit for a word that is wider."""
    lines: list[str] = []
    for word in text.split():
        if width_mm(word, size, font) > width:
            raise DoesNotFit("word", word)
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_mm(joined, size, font) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def _runs(row: bytes) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for index, cell in enumerate(row):
        if cell and runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        elif cell:
            runs.append((index, index + 1))
    return runs
