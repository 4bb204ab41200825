"""Camera frames for training from one public-domain portrait, marked SIMULASI: gentle motion, another look by seed.

Frames are drawn and encoded once, then shown in a loop, so a simulated camera costs little. No face but the one of
data/README.md is used; another seed gives it another backdrop, tint, side and breadth, not another person.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy
from numpy.typing import NDArray

from biometrics.cv import cv2
from biometrics.images import Pixels, decode_colour, encode_jpeg

PORTRAIT = Path(__file__).parents[1] / "data" / "astronaut.jpg"
LOOP = 24
MOODS = ("good", "dark", "blurred", "nobody")
BACKDROPS = ((196, 120, 30), (38, 38, 200))  # BGR: blue for even, red for odd seeds, as for birth years
JPEG_QUALITY = 88
NOISE = 2.0  # grey levels


class FaceScene:
    """A person before the camera. `mood` is one of MOODS; beside `portrait` lies its mask, NAME-mask.png.

    The same seed, size and number give the same frame. A frame takes some 20 ms to draw, a loop under a second.
    """

    def __init__(self, seed: int, size: tuple[int, int] = (1280, 720), portrait: Path = PORTRAIT) -> None:
        self._size = size
        self._rng = numpy.random.default_rng(seed)
        self._backdrop = BACKDROPS[seed % 2]
        face = decode_colour(portrait.read_bytes())
        mask = decode_colour(portrait.with_name(f"{portrait.stem}-mask.png").read_bytes())
        self._cutout, self._hole = self._dress(face, mask, mirrored=seed % 3 == 0)
        self._noise = self._rng.normal(0, NOISE, (size[1] * 2, size[0], 3)).astype(numpy.int8)
        self._loops: dict[str, tuple[bytes, ...]] = {}

    def jpeg(self, number: int, mood: str = "good") -> bytes:
        """Frame `number` of the loop as JPEG; the whole loop is encoded when a mood is first asked for."""
        if mood not in self._loops:
            self._loops[mood] = tuple(encode_jpeg(self.frame(n, mood), JPEG_QUALITY) for n in range(LOOP))
        return self._loops[mood][number % LOOP]

    def frame(self, number: int, mood: str = "good") -> Pixels:
        """Frame `number` as pixels (height, width, 3; BGR)."""
        width, height = self._size
        picture = numpy.full((height, width, 3), self._backdrop, numpy.uint8)
        turn = 2 * float(numpy.pi) * (number % LOOP) / LOOP
        if mood != "nobody":
            picture = self._with_person(picture, turn)
        light = (0.18 if mood == "dark" else 1.0) * (1 + 0.015 * float(numpy.sin(2 * turn)))
        row = number % LOOP * height // LOOP
        picture = _lit(picture, light, self._noise[row : row + height])
        if mood == "blurred":
            picture = numpy.asarray(cv2.GaussianBlur(picture, (0, 0), 7), numpy.uint8)
        return _marked(picture)

    def _dress(self, face: Pixels, mask: Pixels, *, mirrored: bool) -> tuple[Pixels, Pixels]:
        """The person in this seed's tint and breadth, black elsewhere; and where the backdrop shows through."""
        if mirrored:
            face, mask = face[:, ::-1], mask[:, ::-1]
        tint = 1 + self._rng.uniform(-0.06, 0.06, 3)
        x, y = _broadened(face.shape[:2], self._rng.uniform(-0.05, 0.05, 2))
        drawn, shape = (
            cv2.remap(part, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) for part in (face, mask)
        )
        cutout = numpy.clip(drawn * tint, 0, 255) * (shape / 255)
        return cutout.astype(numpy.uint8), numpy.asarray(255 - shape, numpy.uint8)

    def _with_person(self, picture: Pixels, turn: float) -> Pixels:
        height, width = picture.shape[:2]
        tall, wide = self._cutout.shape[:2]
        scale = height * 0.98 / tall * (1 + 0.008 * float(numpy.sin(turn)))
        matrix = cv2.getRotationMatrix2D((wide / 2, tall), 1.2 * float(numpy.sin(turn)), scale)
        matrix[:, 2] += (width / 2 - wide / 2 + 5 * float(numpy.cos(turn)), height - tall + 6)
        cutout = cv2.warpAffine(self._cutout, matrix, (width, height))
        hole = cv2.warpAffine(self._hole, matrix, (width, height), borderValue=(255, 255, 255))
        return numpy.asarray(cv2.add(cutout, cv2.multiply(picture, hole, scale=1 / 255)), numpy.uint8)


def _broadened(
    shape: Sequence[int], breadth: NDArray[numpy.float64]
) -> tuple[NDArray[numpy.float32], NDArray[numpy.float32]]:
    """Where each pixel comes from when brow and jaw are broadened or narrowed by these parts."""
    y, x = numpy.mgrid[0 : shape[0], 0 : shape[1]].astype(numpy.float32)
    brow, jaw = (numpy.exp(-(((y / shape[0] - at) / 0.12) ** 2)) for at in (0.2, 0.4))
    middle = shape[1] * 0.45
    x = x + (x - middle) * (brow * breadth[0] + jaw * breadth[1])
    return x.astype(numpy.float32), y.astype(numpy.float32)


def _lit(picture: Pixels, light: float, noise: NDArray[numpy.int8]) -> Pixels:
    return numpy.asarray(cv2.add(cv2.convertScaleAbs(picture, alpha=light), noise, dtype=cv2.CV_8U), numpy.uint8)


def _marked(picture: Pixels) -> Pixels:
    """SIMULASI over the chest in the middle, where it also stands in the photo that is cut from the frame."""
    height, width = picture.shape[:2]
    font, scale = cv2.FONT_HERSHEY_SIMPLEX, height / 700
    (wide, _), _ = cv2.getTextSize("SIMULASI", font, scale, 3)
    place = (width - wide) // 2, height * 4 // 5  # above what a preview writes over its foot
    for colour, thick in (((0, 0, 0), 7), ((255, 255, 255), 3)):
        cv2.putText(picture, "SIMULASI", place, font, scale, colour, thick, cv2.LINE_AA)
    return picture
