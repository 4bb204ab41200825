"""The checklist of a service: what serves as well can be ticked, and what is asked depends on the applicant's age."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from registry.evidence import PaperKind
from registry.services import service
from station.desk.recording import RecordingDesk
from station.pages.papers import PapersPage
from tests.station.pages.test_fit import lacks_room
from tests.station.store.making import person


def opened(place, name, *, age=30):
    born = date.today() - timedelta(days=age * 366)
    who = replace(person(7), birth_date=born)
    place.store.residents.put([who])
    case = RecordingDesk(place.counter().session).begin(who, name, "belum").case
    return place.show(PapersPage(place.window.theme, place.counter(), case))


def test_a_paper_that_serves_as_well_meets_the_need(place):
    page = opened(place, "kk-tambah-numpang")
    assert page._count.accessibleName() == "0 dari 3"
    for kind in (PaperKind.FAMILY_CARD, PaperKind.ACCEPTANCE, PaperKind.ORIGIN_CARD):
        page._boxes[kind].click()
        place.qtbot.waitUntil(lambda kind=kind: page._chips[kind].accessibleName() == "ada")
    assert page._count.accessibleName() == "3 dari 3"
    assert not page._boxes[PaperKind.MOVING_LETTER].isChecked()


@pytest.mark.parametrize(("age", "asked"), [(3, 3), (9, 4)])
def test_a_small_child_needs_no_photo(place, age, asked):
    page = opened(place, "kia", age=age)
    assert page._count.accessibleName() == f"0 dari {asked}"
    assert (PaperKind.PHOTOS in page._boxes) is (asked == 4)


def test_each_paper_of_a_service_has_one_box(place):
    page = opened(place, "kk-hilang-rusak")
    needs = service("kk-hilang-rusak")
    kinds = [kind for need in needs.papers for kind in (need.kind, *need.alternatives)]
    assert list(page._boxes) == [*kinds, *needs.also]
    assert all(box.accessibleName() for box in page._boxes.values())


@pytest.mark.parametrize("name", ["kk-perubahan", "biodata-wni", "kk-keluarga-baru"])
def test_a_long_checklist_scrolls_and_follows_the_focus(place, name):
    page = opened(place, name)
    assert lacks_room(place, page) == []
    last = list(page._boxes.values())[-1]
    last.setFocus()
    place.qtbot.waitUntil(lambda: last.visibleRegion().boundingRect().height() == last.height())
