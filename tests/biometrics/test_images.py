import numpy
import pytest

from biometrics.errors import BadImage
from biometrics.images import decode_colour, decode_wsq, encode_jpeg, encode_png, encode_wsq, rgb32
from tests.biometrics.glass import SIZE, blank, capture


def psnr(first, second):
    error = numpy.frombuffer(first, numpy.uint8).astype(float) - numpy.frombuffer(second, numpy.uint8)
    return 10 * numpy.log10(255**2 / (error**2).mean())


def test_wsq_keeps_the_ridges_within_its_rate(cache):
    for finger in (2, 7):
        pixels = capture(cache, 1, finger, 0, 0.9)
        packed = encode_wsq(*SIZE, pixels)
        width, height, again = decode_wsq(packed)
        assert (width, height) == SIZE
        assert len(pixels) / 14 < len(packed) < len(pixels) / 8
        assert psnr(pixels, again) > 24


def test_a_finger_still_matches_itself_after_wsq(worker, cache):
    pixels = capture(cache, 1, 2, 0, 0.9)
    packed = decode_wsq(encode_wsq(*SIZE, pixels))[2]
    assert worker.compare(worker.template(*SIZE, packed), worker.template(*SIZE, pixels)) > 100


def test_wsq_of_odd_sizes_and_of_nothing():
    for width, height in ((64, 64), (289, 321), (401, 65)):
        assert decode_wsq(encode_wsq(width, height, bytes(width * height)))[:2] == (width, height)


@pytest.mark.parametrize("size", [(0, 0), (288, 319), (3, 3)])
def test_sizes_that_cannot_be_are_refused(size):
    pixels = blank() if size[0] > 3 else bytes(size[0] * size[1])
    with pytest.raises(BadImage, match="size"):
        encode_wsq(*size, pixels)


def test_png_needs_as_many_pixels_as_it_says():
    with pytest.raises(BadImage, match="size"):
        encode_png(288, 319, blank())


def test_bytes_that_are_no_wsq_are_refused(capfd):
    for data in (b"", b"\x89PNG", b"\xff\xa0", encode_wsq(*SIZE, blank())[:200]):
        with pytest.raises(BadImage, match="not-wsq"):
            decode_wsq(data)
    capfd.readouterr()  # the library complains on stderr


def test_png_and_colour_come_back_exactly(cache):
    pixels = capture(cache, 1, 2, 0, 0.9)
    colour = decode_colour(encode_png(*SIZE, pixels))
    assert colour.shape == (320, 288, 3)
    assert colour[..., 1].tobytes() == pixels
    with pytest.raises(BadImage, match="not-a-picture"):
        decode_colour(b"GIF89a")


def test_the_screen_gets_blue_green_red_opaque():
    red = numpy.zeros((2, 3, 3), numpy.uint8)
    red[..., 2] = 200
    assert rgb32(red) == (3, 2, bytes([0, 0, 200, 255]) * 6)
    assert abs(int(decode_colour(encode_jpeg(red, 90))[0, 0, 2]) - 200) < 6
