"""What lies on the glass, told from the grey values alone: how much, whether it is ridges, how dark they print.

It stands beside NIST's SIVV test, which takes one poor but usable print in six for something else, and a page of text
or coarse noise for a print. Measured on 288 x 320 captures of synthetic prints (qualities .95 to .4) and on what is
none: ridge band .67 to .41 against noise .07 to .43, a face .19, text .17; flow .73 to .42 against noise .10 to .44.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

BLOCK, TILE = 16, 32  # pixels at 500 ppi
FAINT = 12.0  # standard deviation of grey in a block that something touches
LONGEST, SHORTEST = 14, 6  # ridge period in pixels at 500 ppi
BLANK = 0.08
BAND, FLOW = 0.40, 0.40  # surely ridges
LEAST_BAND, LEAST_FLOW = 0.25, 0.32  # below either: surely none

Grey = NDArray[numpy.float32]


@dataclass(frozen=True, slots=True)
class Surface:
    """All 0..1. `area`: part of the image in contact, `flow`: how far grey runs one way in each block, `band`: energy
    at the period of ridges, `ink`: dark part of the contact (near half on a good print), `pixels`: contact area."""

    area: float
    pixels: int
    flow: float
    band: float
    ink: float

    @property
    def blank(self) -> bool:
        """Nothing on the glass."""
        return self.area < BLANK

    @property
    def ridged(self) -> bool:
        """Surely ridges, whatever SIVV says."""
        return self.flow >= FLOW and self.band >= BAND

    @property
    def foreign(self) -> bool:
        """Surely no ridges, whatever SIVV says."""
        return self.band < LEAST_BAND or self.flow < LEAST_FLOW


def look(width: int, height: int, pixels: bytes) -> Surface:
    """The surface of an 8-bit grey image at 500 ppi with dark ridges; some 10 ms for 288 x 320."""
    image = numpy.frombuffer(pixels, numpy.uint8).reshape(height, width).astype(numpy.float32)
    touched = _spread(image) > FAINT
    if touched.mean() < BLANK:
        return Surface(float(touched.mean()), int(touched.sum()) * BLOCK**2, 0.0, 0.0, 0.0)
    light, dark = numpy.percentile(image, 95), numpy.percentile(image, 5)
    inked = _blocks((image < (light + dark) / 2).astype(numpy.float32))
    return Surface(
        area=float(touched.mean()),
        pixels=int(touched.sum()) * BLOCK**2,
        flow=float(_flow(image)[touched].mean()),
        band=_band(image),
        ink=float(inked[touched].mean()),
    )


def _blocks(image: Grey) -> Grey:
    rows, columns = image.shape[0] // BLOCK, image.shape[1] // BLOCK
    cut = image[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
    return numpy.asarray(cut.mean(axis=(1, 3)), numpy.float32)


def _spread(image: Grey) -> Grey:
    spread = numpy.sqrt(numpy.maximum(_blocks(image**2) - _blocks(image) ** 2, 0))
    return numpy.asarray(spread, numpy.float32)


def _flow(image: Grey) -> Grey:
    """Coherence of the gradient (Kass and Witkin) in each block."""
    down, right = numpy.gradient(image)
    products = (right * right, down * down, right * down)
    xx, yy, xy = (_blocks(numpy.asarray(product, numpy.float32)) for product in products)
    return numpy.asarray(numpy.sqrt((xx - yy) ** 2 + 4 * xy**2) / (xx + yy + 1e-6), numpy.float32)


def _band(image: Grey) -> float:
    """Median over overlapping tiles, the faintest fifth left out, of their energy at ridge periods."""
    steps = [range(0, length - TILE + 1, TILE // 2) for length in image.shape]
    tiles = numpy.stack([image[y : y + TILE, x : x + TILE] for y in steps[0] for x in steps[1]])
    window = numpy.outer(numpy.hanning(TILE), numpy.hanning(TILE)).astype(numpy.float32)
    power = numpy.abs(numpy.fft.rfft2((tiles - tiles.mean((1, 2), keepdims=True)) * window)) ** 2
    frequency = numpy.hypot(numpy.fft.fftfreq(TILE)[:, None], numpy.fft.rfftfreq(TILE)[None])
    ridges = (frequency >= 1 / LONGEST) & (frequency <= 1 / SHORTEST)
    whole = power.sum((1, 2))
    strong = (whole > 0) & (whole >= numpy.percentile(whole, 20))
    return float(numpy.median((power * ridges).sum((1, 2))[strong] / whole[strong]))
