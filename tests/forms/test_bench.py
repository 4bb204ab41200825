"""The limit of bench/forms.py paints what we draw: else its ratio would mean nothing."""

from collections import Counter

import pytest

from bench.forms_qt import QtSheet, written_down
from forms.ktp import front
from forms.raster import page_count, render
from tests.forms.everything import SHEETS as SHEETS_TOO
from tests.forms.making import printable
from tests.forms.paper.sheets import SHEETS
from tests.forms.reading import said


def test_qt_paints_the_draft_of_a_kk(qapp):
    drawing = written_down(SHEETS_TOO["rancangan-kk"].make)
    assert Counter(said(QtSheet().pdf(drawing))) == Counter(said(SHEETS_TOO["rancangan-kk"].make()))


@pytest.mark.parametrize("name", ["F-1.01 filled", "F-1.06 filled", "F-1.02 blank"])
def test_qt_paints_the_same_words_on_as_many_pages(name, qapp):
    drawing = written_down(SHEETS[name])
    pdf = QtSheet().pdf(drawing)
    assert page_count(pdf) == page_count(SHEETS[name]())
    assert Counter(said(pdf)) == Counter(said(SHEETS[name]()))


def test_qt_paints_the_card_in_its_size(qapp):
    card = printable()
    raster = render(QtSheet().pdf(written_down(lambda: front(card))), dpi=100)
    ours = render(front(card), dpi=100)
    assert abs(raster.width - ours.width) <= 1
    assert abs(raster.height - ours.height) <= 1
    assert abs(sum(raster.rgb) / len(raster.rgb) - sum(ours.rgb) / len(ours.rgb)) < 6
