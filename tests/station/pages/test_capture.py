"""Foto, Sidik jari and Berkas: what is shown while one records."""

from dataclasses import replace

import pytest

from biometrics.photo import PhotoCheck
from devices.fingerprint.port import FingerprintImage
from station.pages.fingers import FingersPage
from station.pages.papers import PapersPage
from station.pages.photo import PhotoPage
from station.presenters.fingers import Try
from tests.forms.making import photo

GREY = bytes(64 * 80)


def said(well):
    return [part.text() for part in well.findChildren(type(well._note)) if part.text()]


@pytest.fixture
def fingers(place):
    page = place.show(FingersPage(place.window.theme, place.counter(), place.draft()))
    place.qtbot.waitUntil(lambda: page._state.fault is not None)  # there is no scanner
    return page


def image():
    return FingerprintImage(64, 80, 500, GREY)


def test_the_score_of_a_finger_stays_until_the_next_one_comes(fingers):
    fingers.render_state(
        replace(fingers._state, current=8, before=7, before_tries=(Try(65, None),), image=image(), fault=None)
    )
    assert {"65", "Telunjuk kiri", "65 · baik"} <= set(said(fingers.well))
    assert fingers._ask.text() == "Tempelkan tengah kiri"
    fingers.render_state(replace(fingers._state, tries=(Try(22, "too-dry"),)))
    assert "65" not in said(fingers.well)
    assert {"22", "22 · terlalu kering", "Percobaan 1 dari 3"} <= set(said(fingers.well))


@pytest.mark.parametrize(("position", "limit"), [(7, 40), (9, 30), (10, 30)])
def test_a_score_is_held_against_the_gate_of_its_finger(fingers, position, limit):
    state = replace(fingers._state, current=position, image=image(), fault=None)
    fingers.render_state(replace(state, tries=(Try(35, "unclear"),)))
    assert fingers.well._bar.accessibleName() == f"Skor NFIQ 2: 35, batas {limit}"
    assert ("35 · baik" in said(fingers.well)) is (limit == 30)


def test_a_missing_scanner_offers_to_try_again_and_the_reason_stays_possible(fingers):
    assert "Pemindai jari" in fingers._banner.words
    assert [act.key for act in fingers.acts] == ["Esc", "F5", "F4", "F8", "Ctrl+Return"]
    assert not fingers.acts[-1].enabled


def test_photo_turns_green_only_when_every_check_is_good(place):
    page = place.show(PhotoPage(place.window.theme, place.counter(), place.draft()))
    place.qtbot.waitUntil(lambda: page._state.fault is not None)
    good = (PhotoCheck("terang", True, 0.5), PhotoCheck("tajam", True, 40.0))
    page.render_state(replace(page._state, live=True, fault=None, checks=good, instruction="Bagus"))
    assert page.preview._good
    assert page._good.text() == "2 dari 2 baik"
    page.render_state(replace(page._state, checks=(good[0], replace(good[1], ok=False))))
    assert not page.preview._good
    assert page._good.text() == "1 dari 2 baik"


def test_takes_can_be_chosen_before_the_applicant(place):
    case = place.draft()
    page = place.show(PhotoPage(place.window.theme, place.counter(), case))
    place.qtbot.waitUntil(lambda: page._state.fault is not None)
    first = page._presenter._desk.add_photo(case, photo()).photo.chosen
    page._presenter._desk.add_photo(case, photo() + b"second")
    page = place.show(PhotoPage(place.window.theme, place.counter(), case))
    place.qtbot.waitUntil(lambda: page._state is not None and page._state.approving)
    assert list(page.takes.buttons) == list(page._state.draft.photo.takes)
    assert page.takes.isVisible()
    page.takes.buttons[first].click()
    place.qtbot.waitUntil(lambda: page._state.draft.photo.chosen == first)
    assert page.takes.buttons[first].isChecked()
    assert [act.key for act in page.acts] == ["F8", "Alt+S"]


def test_a_page_is_read_away_from_the_screen_and_shown_for_its_paper(place, tmp_path):
    page = place.show(PapersPage(place.window.theme, place.counter(), place.draft()))
    kind, box = next(iter(page._boxes.items()))
    chip = page._chips[kind]
    assert chip.accessibleName() == "belum"
    file = tmp_path / "kk.jpg"
    file.write_bytes(photo())
    page._presenter.add_page(kind, file)
    place.qtbot.waitUntil(lambda: not page._picture.empty)
    assert box.isChecked()
    assert chip.accessibleName() == "ada, 1 halaman"
    assert page._picture_name.text() == box.text()


def test_a_file_that_cannot_be_read_is_told_and_nothing_is_marked(place, tmp_path):
    page = place.show(PapersPage(place.window.theme, place.counter(), place.draft()))
    kind, box = next(iter(page._boxes.items()))
    page._presenter.add_page(kind, tmp_path / "tidak-ada.jpg")
    place.qtbot.waitUntil(lambda: page._banner.isVisible())
    assert not box.isChecked()
    assert page._picture.empty
