from datetime import date

import numpy
import pytest

from biometrics.errors import BadImage
from biometrics.images import decode_colour
from biometrics.photo import HEIGHT, LARGEST, WIDTH, background_for, frame_box, inspect, portrait
from biometrics.synthetic.faces import FaceScene


@pytest.fixture(scope="module")
def scene():
    return FaceScene(1)


def failed(frame):
    return {check.name for check in inspect(frame) if not check.ok}


def test_a_good_frame_passes_and_each_fault_is_named(scene):
    assert failed(scene.frame(0)) == set()
    assert "terang" in failed(scene.frame(0, "dark"))
    assert failed(scene.frame(0, "blurred")) == {"tajam"}
    assert "tajam" in failed(scene.frame(0, "nobody"))


def test_glare_and_a_coarse_camera_are_named(scene):
    burnt = scene.frame(0).copy()
    burnt[150:400, 560:720] = 255
    assert "silau" in failed(burnt)
    assert "ukuran" in failed(FaceScene(1, (640, 480)).frame(0))


def test_a_check_tells_its_value_in_its_unit(scene):
    values = {check.name: check.value for check in inspect(scene.frame(0))}
    assert values["ukuran"] == 720
    assert 0.3 < values["terang"] < 0.5
    assert values["tajam"] > 100
    assert values["silau"] < 0.01
    assert all(check.good for check in inspect(scene.frame(0)))


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (640, 480), (480, 640)])
def test_the_portrait_is_600_by_800_and_small(size):
    data = portrait(FaceScene(2, size).frame(0))
    assert len(data) <= LARGEST
    assert decode_colour(data).shape == (HEIGHT, WIDTH, 3)


def test_noise_in_the_dark_is_softened_until_it_fits():
    noise = numpy.random.default_rng(0).integers(0, 256, (1080, 1920, 3)).astype(numpy.uint8)
    assert len(portrait(noise)) <= LARGEST


def test_the_portrait_is_the_middle_of_the_frame():
    frame = numpy.zeros((720, 1280, 3), numpy.uint8)
    frame[:, 370:910] = (0, 200, 0)
    cut = decode_colour(portrait(frame))
    assert cut[..., 1].min() > 190
    assert cut[..., 2].max() < 10


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (600, 800), (640, 480), (1919, 1079)])
def test_the_frame_has_3_to_4_and_lies_inside(size):
    left, top, wide, tall = frame_box(*size)
    assert abs(wide / tall - 0.75) < 0.01
    assert left >= 0
    assert top >= 0
    assert left + wide <= size[0]
    assert top + tall <= size[1]


def test_a_frame_too_small_for_a_photo_is_refused():
    with pytest.raises(BadImage, match="too-small"):
        portrait(numpy.zeros((40, 40, 3), numpy.uint8))


def test_the_background_follows_the_birth_year():
    assert background_for(date(2009, 3, 12)) == "merah"
    assert background_for(date(2008, 12, 31)) == "biru"
    assert background_for(date(2009, 3, 12), foreigner=True) == "jingga"
