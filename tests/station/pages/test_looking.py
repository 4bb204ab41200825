"""Wherever a number stands in full on the screen, its view is in the book; and what is written out holds none."""

import re
from pathlib import Path

from PySide6.QtWidgets import QLabel

from station.pages.residents import ResidentsPage
from station.pages.review import ReviewPage
from tests.attacks.making import print_desk, scene
from tests.station.store.making import person

ROOT = Path(__file__).parents[3]
NUMBER = re.compile(r"\d{4} \d{4} \d{4} \d{4}|\d{16}")


def numbers_on(page):
    return [found for part in page.findChildren(QLabel) for found in NUMBER.findall(part.text())]


def looks(store):
    return [(view.officer, view.what, view.subject) for view in store.views.page()]


def test_the_review_shows_the_number_and_books_it_once(place):
    page = place.show(ReviewPage(place.window.theme, place.counter(), place.draft(whole=True)))
    place.qtbot.waitUntil(lambda: bool(numbers_on(page)))
    assert looks(place.store) == [("rina", "nik", "r-7")]
    page.refresh()
    assert looks(place.store) == [("rina", "nik", "r-7")]


def test_a_list_of_residents_shows_none_and_books_nothing(place):
    place.store.residents.put([person(number) for number in range(3000, 3020)])
    page = place.show(ResidentsPage(place.window.theme, place.counter()))
    page.field.line.setText("1408")
    place.qtbot.waitUntil(lambda: bool(page.list.ids()))
    assert numbers_on(page) == []
    assert looks(place.store) == []


def test_a_card_on_the_print_desk_is_booked_before_it_is_shown(tmp_path):
    found = scene(tmp_path / "uptd")
    store = found.open()
    state = print_desk(found.session(store), found.authority(store))
    assert state.card is not None
    assert looks(store) == [("yulianti", "kartu", "case-1")]
    store.close()


def test_lists_leave_the_station_through_the_masked_export_only():
    """Whoever writes tables out is named here, so that no list with numbers in full slips in."""
    writers = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "station").rglob("*.py")
        if re.search(r"csv\.(writer|DictWriter)", file.read_text("utf-8"))
    }
    assert writers == {"station/desk/auditing.py"}
