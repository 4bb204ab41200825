"""A portrait for a card: cut to 3:4, judged by what needs no trained net, and the background the rule asks for.

Where the person stands is not looked for here (the nets for that are not installed with Loket): the frame on screen
says where, the officer sees, and the applicant approves (Surat Dirjen 400.8.1.2/13999/Dukcapil, 2024).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy

from biometrics.cv import cv2
from biometrics.errors import BadImage
from biometrics.images import Pixels, encode_jpeg

WIDTH, HEIGHT = 600, 800
LARGEST = 60_000  # bytes: the photo's share of a sealed packet of 350 kB
LEAST_ROWS = 600  # of the camera within the 3:4 frame; with fewer the photo is enlarged by more than a third
DARK, BRIGHT, BLURRED, CLIPPED = 0.22, 0.82, 18.0, 0.08
QUALITIES = range(92, 30, -6)
SOFTER = (0.0, 1.0, 2.0, 4.0)  # Gaussian sigma: a sensor's noise in the dark is all that needs more than the first


@dataclass(frozen=True, slots=True)
class PhotoCheck:
    """One judgement; it informs and never blocks.

    `name` and unit of `value`: terang (mean grey 0..1), tajam (variance of the Laplacian at 256 x 256), silau (burnt
    out part 0..1), ukuran (camera rows within the frame).
    """

    name: str
    ok: bool
    value: float

    @property
    def good(self) -> bool:
        """`ok`, as the counter's pages say it."""
        return self.ok


def frame_box(width: int, height: int) -> tuple[int, int, int, int]:
    """left, top, width, height of the 3:4 part of a camera frame that becomes the photo.

    >>> frame_box(1280, 720)
    (370, 0, 540, 720)
    """
    tall = min(height, width * 4 // 3)
    wide = tall * 3 // 4
    return (width - wide) // 2, (height - tall) // 2, wide, tall


def portrait(bgr: Pixels) -> bytes:
    """The 600x800 JPEG of a full camera frame (height, width, 3; BGR), at most 60 kB; raises BadImage("too-small")."""
    left, top, wide, tall = frame_box(bgr.shape[1], bgr.shape[0])
    if tall < 64:
        raise BadImage("too-small")
    how = cv2.INTER_AREA if tall >= HEIGHT else cv2.INTER_CUBIC
    cut = cv2.resize(bgr[top : top + tall, left : left + wide], (WIDTH, HEIGHT), interpolation=how)
    for sigma in SOFTER:
        soft = cv2.GaussianBlur(cut, (0, 0), sigma) if sigma else cut
        for quality in QUALITIES:
            data = encode_jpeg(numpy.asarray(soft, numpy.uint8), quality)
            if len(data) <= LARGEST:
                return data
    raise BadImage("too-noisy")


def inspect(bgr: Pixels) -> tuple[PhotoCheck, ...]:
    """Light, focus and glare in the middle of the frame, where the face is, and whether the camera is fine enough."""
    left, top, wide, tall = frame_box(bgr.shape[1], bgr.shape[0])
    face = bgr[top + tall // 6 : top + tall * 2 // 3, left + wide // 4 : left + wide * 3 // 4]
    grey = cv2.cvtColor(face, cv2.COLOR_BGR2GRAY)
    light = float(grey.mean()) / 255
    focus = float(cv2.Laplacian(cv2.resize(grey, (256, 256)), cv2.CV_32F).var())
    glare = float((grey > 250).mean())
    return (
        PhotoCheck("terang", DARK <= light <= BRIGHT, light),
        PhotoCheck("tajam", focus >= BLURRED, focus),
        PhotoCheck("silau", glare <= CLIPPED, glare),
        PhotoCheck("ukuran", tall >= LEAST_ROWS, float(tall)),
    )


def background_for(born: date, *, foreigner: bool = False) -> str:
    """merah for an odd birth year, biru for an even one, jingga for foreigners (Dukcapil's rule for pas foto).

    >>> background_for(date(2009, 3, 12))
    'merah'
    """
    if foreigner:
        return "jingga"
    return "merah" if born.year % 2 else "biru"
