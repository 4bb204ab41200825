"""A PDF taken apart by pdfium: where each text stands, which frames are drawn; in mm from the upper left."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `text` is empty for a frame."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str = ""

    def overlaps(self, other: Box, slack: float) -> bool:
        """Whether both share more than `slack` mm in each direction."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return self.page == other.page and across > slack and down > slack

    def crossed_by(self, frame: Box, slack: float) -> bool:
        """Whether an edge of the frame runs through it."""
        if self.page != frame.page:
            return False
        upright = any(self.left + slack < x < self.right - slack for x in (frame.left, frame.right))
        level = any(self.top + slack < y < self.bottom - slack for y in (frame.top, frame.bottom))
        beside = self.top < frame.bottom - slack and self.bottom > frame.top + slack
        within = self.left < frame.right - slack and self.right > frame.left + slack
        return (upright and beside) or (level and within)


def texts(pdf: bytes, *, without: str = "SPESIMEN") -> list[Box]:
    """All texts in the order they were drawn."""
    return [box for box in _boxes(pdf, raw.FPDF_PAGEOBJ_TEXT) if box.text.strip() and box.text != without]


def frames(pdf: bytes) -> list[Box]:
    """All stroked or filled rectangles of at least 2 mm."""
    found = _boxes(pdf, raw.FPDF_PAGEOBJ_PATH)
    return [box for box in found if box.right - box.left > 2 and box.bottom - box.top > 2]


def paper(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in whole mm."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [(round(page.get_width() / MM), round(page.get_height() / MM)) for page in document]
    finally:
        document.close()


def written(pdf: bytes) -> str:
    """All texts one after the other without any space: a value wrapped over lines is found in it."""
    return "".join("".join(box.text.split()) for box in texts(pdf, without=""))


def said(pdf: bytes) -> str:
    """Small letters as pdfium reads them: other signs a shaper may write in a form of their context."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(filter(str.islower, "".join(page.get_textpage().get_text_range() for page in document)))
    finally:
        document.close()


def _boxes(pdf: bytes, kind: int) -> Iterator[Box]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            page = document[number]
            textpage = page.get_textpage()
            tall = page.get_height()
            for item in page.get_objects(filter=[kind]):
                if kind == raw.FPDF_PAGEOBJ_PATH and not _is_rectangle(item.raw):
                    continue
                left, bottom, right, top = item.get_bounds()
                text = _text(item.raw, textpage.raw) if kind == raw.FPDF_PAGEOBJ_TEXT else ""
                yield Box(number, left / MM, (tall - top) / MM, right / MM, (tall - bottom) / MM, text)
    finally:
        document.close()


def _is_rectangle(path: object) -> bool:
    count = raw.FPDFPath_CountSegments(path)
    kinds = [raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(path, i)) for i in range(count)]
    return count in (4, 5) and raw.FPDF_SEGMENT_BEZIERTO not in kinds


def _text(item: object, textpage: object) -> str:
    size = raw.FPDFTextObj_GetText(item, textpage, None, 0)
    buffer = (ctypes.c_ushort * (size // 2))()
    raw.FPDFTextObj_GetText(item, textpage, buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")


def words(pdf: bytes) -> str:
    """All text of a PDF, page after page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
