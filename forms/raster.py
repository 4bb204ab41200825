"""PDF pages as pixels: for the proof on screen and for printers that want a bitmap. The one door to pypdfium2."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2

MIDDLE = 128  # darker is black where a dot is printed or not


@dataclass(frozen=True, slots=True)
class Raster:
    """A page as 8-bit RGB, row-major, no padding."""

    width: int
    height: int
    rgb: bytes


def render(pdf: bytes, *, dpi: float = 300, page: int = 0) -> Raster:
    """One page on white."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[page].render(scale=dpi / 72, rev_byteorder=True).to_pil().convert("RGB")
    finally:
        document.close()
    return Raster(picture.width, picture.height, picture.tobytes())


def render_bits(pdf: bytes, *, dpi: float = 300, page: int = 0) -> tuple[int, int, bytes]:
    """One page without smoothing: width, height and a bit a dot, 1 where it is black, rows of whole bytes.

    A dot that the page covers by less than half is left out: 1011 dots across a card, not the 1012 of `render`.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        rough = {"no_smoothtext": True, "no_smoothpath": True, "no_smoothimage": True}
        whole = document[page].render(scale=dpi / 72, grayscale=True, **rough).to_pil().convert("L")
        picture = whole.crop((0, 0, *(round(side * dpi / 72) for side in document[page].get_size())))
    finally:
        document.close()
    bits = picture.point([255 if value < MIDDLE else 0 for value in range(256)], "1")
    return picture.width, picture.height, bits.tobytes()


def page_count(pdf: bytes) -> int:
    """How many pages the document has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def page_texts(pdf: bytes) -> tuple[str, ...]:
    """The text of each page, as a reader would find it; () for what is no PDF."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return ()
    try:
        return tuple(document[number].get_textpage().get_text_range() for number in range(len(document)))
    finally:
        document.close()
