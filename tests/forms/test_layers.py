"""Three layers for drivers that take them apart, KIA without photo, and the card that measures a printer."""

from functools import partial

import numpy
import pytest

from forms import kia, ktp
from forms.card_page import Calibration
from forms.layers import layers
from forms.raster import render
from forms.ruler import measured, ruler_card
from tests.forms.everything import child
from tests.forms.making import photo, printable

ROOM = Calibration()


def array(raster):
    return numpy.frombuffer(raster.rgb, numpy.uint8).reshape(raster.height, raster.width, 3)


def bits(layer):
    rows = numpy.frombuffer(layer.rows, numpy.uint8).reshape(layer.height, -1)
    return numpy.unpackbits(rows, axis=1)[:, : layer.width].astype(bool)


@pytest.fixture(scope="module")
def made():
    return layers(partial(ktp.front, printable(), ROOM))


def test_each_layer_has_the_dots_of_the_card(made):
    assert {(layer.width, layer.height) for layer in (made.colour, made.black, made.overlay)} == {(1011, 638)}
    assert len(made.black.rows) == len(made.overlay.rows) == 127 * 638
    assert made.black.at(5, 5) is False
    assert bits(made.black)[100, 300] == made.black.at(300, 100)


def test_the_colour_layer_holds_no_letter_and_nothing_as_dark_as_resin(made):
    assert array(made.colour).max(axis=2).min() >= 26
    assert (array(made.colour)[150:, :250] == 255).all(axis=2).mean() > 0.8


def test_both_together_are_the_front(made):
    whole = array(render(ktp.front(printable(), ROOM), dpi=300))[:, :1011]
    joined = array(made.colour).copy()
    joined[bits(made.black)] = 0
    dark, light = whole.max(axis=2) == 0, whole.min(axis=2) > 230
    assert (joined[dark] == 0).all(axis=1).mean() > 0.97
    assert (joined[light] == 0).all(axis=1).mean() < 0.001


def test_a_specimen_says_so_in_the_colour_layer(made):
    red = (array(made.colour)[..., 0].astype(int) - array(made.colour)[..., 1] > 20)[:, :700]
    assert red.sum() > 3000


def test_the_overlay_covers_all_but_what_is_spared(made):
    assert bits(made.overlay).all()
    spared = layers(partial(ktp.front, printable(), ROOM), spared=((10.0, 20.0, 12.0, 10.0),)).overlay
    left, top, right, bottom = (round(mm * 300 / 25.4) for mm in (10, 20, 22, 30))
    assert not bits(spared)[top:bottom, left:right].any()
    assert (~bits(spared)).sum() == (right - left) * (bottom - top)


def test_a_spared_area_past_the_edge_ends_there():
    spared = layers(partial(ktp.front, printable(), ROOM), spared=((-5.0, -5.0, 100.0, 10.0),)).overlay
    assert not bits(spared)[: round(5 * 300 / 25.4)].any()
    assert bits(spared)[round(5 * 300 / 25.4) :].all()


def test_a_kia_is_layered_too():
    found = layers(partial(kia.front, child(small=False), photo(), ROOM))
    assert bits(found.black).any()


def test_a_photo_too_much_or_too_few_is_refused():
    for small, data in ((True, photo()), (False, b"")):
        with pytest.raises(kia.PhotoAmiss):
            kia.front(child(small=small), data)


@pytest.mark.parametrize("offset", [Calibration(), Calibration(0.8, -0.5)])
def test_the_lines_of_the_ruler_lie_ten_mm_from_the_edges(offset):
    dark = array(render(ruler_card(offset), dpi=2540)).max(axis=2) < 90  # 100 dots a mm
    upright = numpy.flatnonzero(dark[2600:2700].mean(axis=0) > 0.8)
    level = numpy.flatnonzero(dark[:, 1400:1450].mean(axis=1) > 0.8)
    assert abs(upright.mean() / 100 - 10 - offset.x) < 0.02
    assert abs(level.mean() / 100 - 10 - offset.y) < 0.02


def test_what_is_measured_puts_the_lines_right_and_again_changes_nothing():
    true_x, true_y = 0.35, -0.2  # how far this printer moves what it prints
    used = Calibration(0.1, 0.1)
    kept = measured(used, 10 + true_x + used.x, 10 + true_y + used.y)
    assert kept == Calibration(-0.35, 0.2)
    assert measured(kept, 10 + true_x + kept.x, 10 + true_y + kept.y) == kept


@pytest.mark.parametrize("lengths", [(14.0, 10.0), (10.0, 6.9), (float("nan"), 10.0)])
def test_more_than_a_printer_is_off_by_is_refused(lengths):
    with pytest.raises(ValueError, match="offset"):
        measured(Calibration(), *lengths)


def test_the_offset_moves_every_dot_of_a_card():
    moved = array(render(ktp.front(printable(), Calibration(2.54, 1.27)), dpi=100)).astype(int)
    plain = array(render(ktp.front(printable()), dpi=100)).astype(int)
    assert numpy.abs(moved[5:, 10:] - plain[:-5, :-10]).mean() < 1.5
