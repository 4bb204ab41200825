"""Small drawn pictures for the camera tests: no two are alike, as with a real sensor, and each tells its number."""

import functools

import cv2
import numpy

WIDTH, HEIGHT = 320, 240
LOOP = 12


@functools.cache
def drawn(number: int):
    """Picture `number` as pixels: coarse noise, and a bright square that moves."""
    dice = numpy.random.default_rng(number)
    coarse = dice.integers(40, 200, (HEIGHT // 8, WIDTH // 8, 3), dtype=numpy.uint8)
    picture = numpy.asarray(cv2.resize(coarse, (WIDTH, HEIGHT)), numpy.uint8)
    left = 20 * number
    picture[100:140, left : left + 20] = 255
    return picture


@functools.cache
def jpeg(number: int) -> bytes:
    return cv2.imencode(".jpg", drawn(number), [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()


def film(number: int) -> bytes:
    return jpeg(number % LOOP)
