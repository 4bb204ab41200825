"""A portrait for a card: cut to 3:4, judged by what needs no trained net, and the background the rule asks for.

Where the person stands is not looked for here (the nets for that are not installed with Loket): the frame on screen
says where, the officer sees, and the applicant approves (Surat Dirjen 400.8.1.2/13999/Dukcapil, 2024).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy

from biometrics.cv import cv2
from biometrics.images import Pixels, encode_jpeg

WIDTH, HEIGHT = 600, 800
LARGEST = 60_000  # bytes: the photo's share of a sealed packet of 350 kB
DARK, BRIGHT, BLURRED, CLIPPED = 0.22, 0.82, 18.0, 0.08


@dataclass(frozen=True, slots=True)
class PhotoCheck:
    """One judgement: `name` is terang, tajam or silau; `value` in its own unit; it informs and never blocks."""

    name: str
    good: bool
    value: float


def frame_box(width: int, height: int) -> tuple[int, int, int, int]:
    """left, top, width, height of the 3:4 part of a camera frame that becomes the photo.

    >>> frame_box(1280, 720)
    (370, 0, 540, 720)
    """
    tall = min(height, width * 4 // 3)
    wide = tall * 3 // 4
    return (width - wide) // 2, (height - tall) // 2, wide, tall


def portrait(bgr: Pixels) -> bytes:
    """The 600x800 JPEG of a full camera frame (height, width, 3; BGR), at most 60 kB."""
    left, top, wide, tall = frame_box(bgr.shape[1], bgr.shape[0])
    cut = bgr[top : top + tall, left : left + wide]
    scaled = numpy.asarray(cv2.resize(cut, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), numpy.uint8)
    for quality in range(92, 30, -6):
        data = encode_jpeg(scaled, quality)
        if len(data) <= LARGEST:
            return data
    return data


def inspect(bgr: Pixels) -> tuple[PhotoCheck, ...]:
    """Light, focus and glare in the middle of the frame, where the face is."""
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
    )


def background_for(born: date, *, foreigner: bool = False) -> str:
    """merah for an odd birth year, biru for an even one, jingga for foreigners (Dukcapil's rule for pas foto).

    >>> background_for(date(2009, 3, 12))
    'merah'
    """
    if foreigner:
        return "jingga"
    return "merah" if born.year % 2 else "biru"
