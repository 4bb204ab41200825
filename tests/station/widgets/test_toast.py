"""Toasts: at most three, each for as long as its role asks, all kept for the list of notices."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt

from station.widgets import toast
from station.widgets.toast import Toasts


@pytest.fixture
def toasts(show, look):
    return Toasts(look, show(size=(1024, 560)))


def shown(toasts):
    return [each for each in toasts._window.findChildren(toast.Toast) if each.isVisible()]


def test_at_most_three_the_oldest_goes(toasts):
    for number in range(5):
        toasts.say(f"kata {number}", "err")
    assert toasts.words == ["kata 2", "kata 3", "kata 4"]
    assert sorted(each.accessibleName() for each in shown(toasts)) == toasts.words
    assert [notice.words for notice in toasts.notices] == [f"kata {number}" for number in range(5)]


def test_they_lie_lower_right_the_newest_lowest_and_never_on_each_other(toasts):
    for number in range(3):
        toasts.say("Sudah tersimpan dan akan dikirim saat ada jaringan. " * (number + 1), "err")
    lying = sorted(shown(toasts), key=lambda each: each.y())
    assert lying[-1].accessibleName() == toasts.words[-1]
    for above, below in pairwise(lying):
        assert above.geometry().bottom() < below.y()
    for each in lying:
        assert toasts._window.rect().contains(each.geometry())
        assert each.geometry().right() > toasts._window.width() - 40


@pytest.mark.parametrize(("role", "stays"), [("ok", False), ("acc", False), ("warn", True), ("err", True)])
def test_what_needs_no_reading_goes_by_itself(toasts, qtbot, monkeypatch, role, stays):
    monkeypatch.setattr(toast, "STAY_MS", {**toast.STAY_MS, "ok": 1, "acc": 1})
    toasts.say("kata", role)
    if stays:
        monkeypatch.setitem(toast.STAY_MS, "ok", 1)
        toasts.say("lain", "ok")
        qtbot.waitUntil(lambda: "lain" not in toasts.words)
        assert toasts.words == ["kata"]
    else:
        qtbot.waitUntil(lambda: toasts.words == [])


def test_the_times_are_those_of_the_screens():
    assert toast.STAY_MS == {"ok": 4000, "acc": 6000, "warn": 0, "err": 0}


def test_a_warning_lasts_until_the_next_step_and_an_error_until_it_is_read(toasts, qtbot):
    toasts.say("awas", "warn")
    toasts.say("salah", "err")
    toasts.next_step()
    assert toasts.words == ["salah"]
    qtbot.mouseClick(shown(toasts)[-1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: toasts.words == [])
    assert len(toasts.notices) == 2


def test_nothing_stays_for_the_next_officer(toasts):
    toasts.say("SUHAILA MARDIANI tersimpan", "err")
    toasts.forget()
    assert (toasts.words, toasts.notices) == ([], [])


def test_notices_do_not_grow_without_end(toasts):
    for number in range(toast.KEPT + 20):
        toasts.say(f"kata {number}")
    assert len(toasts.notices) == toast.KEPT
    assert toasts.notices[-1].words == f"kata {toast.KEPT + 19}"
