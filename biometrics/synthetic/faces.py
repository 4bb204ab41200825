"""Camera frames for training from one public-domain portrait, marked SIMULASI: gentle motion, other tints by seed.

Frames are drawn and encoded once, then shown in a loop, so a simulated camera costs little. No face but the one of
data/README.md is used; another seed gives it another backdrop, tint and side, not another person.
"""

from __future__ import annotations

from pathlib import Path

import numpy

from biometrics.cv import cv2
from biometrics.images import Pixels, decode_colour, encode_jpeg

PORTRAIT = Path(__file__).parents[1] / "data" / "astronaut.jpg"
LOOP = 24
BACKDROPS = ((38, 38, 200), (196, 120, 30))  # BGR: red for odd, blue for even birth years


class FaceScene:
    """A person before the camera. `mood` is good, dark, blurred or nobody."""

    def __init__(self, seed: int, size: tuple[int, int] = (1280, 720), portrait: Path = PORTRAIT) -> None:
        self._size = size
        self._seed = seed
        self._face = decode_colour(portrait.read_bytes())
        self._mask = decode_colour(portrait.with_name(f"{portrait.stem}-mask.png").read_bytes())
        self._loops: dict[str, tuple[bytes, ...]] = {}

    def jpeg(self, number: int, mood: str = "good") -> bytes:
        """Frame `number` of the loop as JPEG."""
        if mood not in self._loops:
            self._loops[mood] = tuple(encode_jpeg(self.frame(n, mood), 88) for n in range(LOOP))
        return self._loops[mood][number % LOOP]

    def frame(self, number: int, mood: str = "good") -> Pixels:
        """Frame `number` as pixels (height, width, 3; BGR)."""
        rng = numpy.random.default_rng([self._seed, number])
        width, height = self._size
        backdrop = BACKDROPS[self._seed % 2]
        picture = numpy.full((height, width, 3), backdrop, numpy.uint8)
        if mood != "nobody":
            picture = self._with_person(picture, number)
        noisy = picture.astype(numpy.float32) * (0.18 if mood == "dark" else 1.0) + rng.normal(0, 2, picture.shape)
        picture = numpy.clip(noisy, 0, 255).astype(numpy.uint8)
        if mood == "blurred":
            picture = numpy.asarray(cv2.GaussianBlur(picture, (0, 0), 7), numpy.uint8)
        return _marked(picture)

    def _with_person(self, picture: Pixels, number: int) -> Pixels:
        height, width = picture.shape[:2]
        turn = 2 * numpy.pi * number / LOOP
        face, person = (p if self._seed % 3 else p[:, ::-1] for p in (self._face, self._mask))
        scale = height * 0.98 / face.shape[0] * (1 + 0.008 * numpy.sin(turn))
        matrix = cv2.getRotationMatrix2D((face.shape[1] / 2, face.shape[0]), 1.2 * float(numpy.sin(turn)), float(scale))
        matrix[0, 2] += width / 2 - face.shape[1] / 2 + 5 * numpy.cos(turn)
        matrix[1, 2] += height - face.shape[0]
        shown = cv2.warpAffine(face, matrix, (width, height))
        mask = cv2.warpAffine(person, matrix, (width, height)).astype(numpy.float32) / 255
        tint = numpy.array([1.0, 1.0, 1.0]) + 0.05 * numpy.array([1, 0, -1]) * ((self._seed // 2) % 3 - 1)
        mixed = shown.astype(numpy.float32) * tint * mask + picture.astype(numpy.float32) * (1 - mask)
        return numpy.clip(mixed, 0, 255).astype(numpy.uint8)


def _marked(picture: Pixels) -> Pixels:
    height, width = picture.shape[:2]
    cv2.putText(
        picture, "SIMULASI", (24, height - 24), cv2.FONT_HERSHEY_SIMPLEX, width / 900, (255, 255, 255), 3, cv2.LINE_AA
    )
    return picture
