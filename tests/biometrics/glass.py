"""What a scanner of 288 x 320 sees: the middle of an invented fingertip, never scaled; and what is no finger."""

import cv2
import numpy

from biometrics.synthetic.fingers import FingerBank

WIDTH, HEIGHT = SIZE = 288, 320


def capture(cache, seed, finger, impression, quality):
    """One capture as bytes."""
    return FingerBank(seed, cache).impression(finger, impression, quality)[100:420, 56:344].tobytes()


def blank():
    return bytes([236]) * (WIDTH * HEIGHT)


def noise(spread, seed=0):
    """White noise, or coarser with a spread in pixels, over the full range of grey."""
    grey = numpy.random.default_rng(seed).normal(0, 1, (HEIGHT, WIDTH)).astype(numpy.float32)
    grey = cv2.GaussianBlur(grey, (0, 0), spread) if spread else grey
    return numpy.clip(127 + grey / grey.std() * 60, 0, 255).astype(numpy.uint8).tobytes()


def text():
    """A page laid on the glass; SIVV takes it for a print."""
    page = numpy.full((HEIGHT, WIDTH), 240, numpy.uint8)
    for row in range(13):
        cv2.putText(page, "KARTU TANDA 14080512", (0, 20 + 24 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0, 1)
    return page.tobytes()


def third(pixels):
    """The same capture with only its left third in contact."""
    image = numpy.frombuffer(pixels, numpy.uint8).reshape(HEIGHT, WIDTH).copy()
    image[:, WIDTH // 3 :] = 236
    return image.tobytes()
