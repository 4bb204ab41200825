"""Every page of the operator is complete at 1024x560, in all themes, with the longest that it has to say."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QLabel, QWidget

from devices.fingerprint.port import FingerprintImage
from registry.rules import F102_FIELDS
from registry.submission import FingerTake
from station.pages.biodata import BiodataPage
from station.pages.fingers import FingersPage
from station.pages.home import HomePage
from station.pages.iris import IrisPage
from station.pages.lock import LockCover
from station.pages.match import MatchPage
from station.pages.papers import PapersPage
from station.pages.photo import PhotoPage
from station.pages.residents import ResidentsPage
from station.pages.review import ReceiptPage, ReviewPage
from station.pages.sign_in import SignInPage
from station.pages.signature import SignaturePage
from station.presenters.fingers import Try
from station.problems import Words
from station.store.alike import Alike
from station.widgets.sheet import Sheet
from tests.station.store.making import append_recording, person

PAGES = {
    "berkas": PapersPage, "biodata": BiodataPage, "foto": PhotoPage, "tanda-tangan": SignaturePage,
    "sidik-jari": FingersPage, "iris": IrisPage, "ulang-telunjuk": MatchPage, "periksa": ReviewPage,
}  # fmt: skip


def lacks_room(place, page, size=(1024, 560)):
    """What does not fit, by how much, once the window has come to rest."""
    place.window.resize(*size)
    try:
        place.qtbot.waitUntil(lambda: lacking(page) == [], timeout=3000)
    except place.qtbot.TimeoutError:
        return lacking(page)
    assert place.window.size().toTuple() == size
    return []


def lacking(page):
    need = page.minimumSizeHint().expandedTo(page.layout().minimumSize())
    found = [f"page {need.toTuple()} in {page.size().toTuple()}"] if not fits(need, page.size()) else []
    for part in page.findChildren(QLabel):
        if part.isVisible() and part.text() and part.wordWrap() and part.heightForWidth(part.width()) > part.height():
            found.append(f"cut: {part.text()!r} {part.size().toTuple()}")
    return [*found, *overlapping(page)]


def overlapping(page):
    """Parts of one parent that lie over each other: what Qt does with a column that has too little room."""
    found = []
    for parent in [page, *page.findChildren(QFrame)]:
        parts = [part for part in parent.children() if isinstance(part, QWidget) and part.isVisible()]
        for number, part in enumerate(parts):
            for other in parts[number + 1 :]:
                common = part.geometry().intersected(other.geometry())
                if common.width() > 1 and common.height() > 1 and not isinstance(parent, QAbstractScrollArea):
                    found.append(f"{part.accessibleName() or part} over {other.accessibleName() or other}: {common}")
    return found


def fits(need, room):
    return need.width() <= room.width() and need.height() <= room.height()


@pytest.mark.parametrize("look", ["terang", "kontras"])
@pytest.mark.parametrize("step", PAGES)
def test_page_of_a_case_fits(place, step, look):
    page = PAGES[step](place.window.theme, place.counter(), place.draft(whole=True))
    place.show(page)
    place.window.wear(look)
    assert lacks_room(place, page) == []


@pytest.mark.parametrize("step", PAGES)
def test_page_of_a_case_fits_at_130_percent(place, step):
    place.window.wear("terang", 130)
    page = PAGES[step](place.window.theme, place.counter(), place.draft(whole=True))
    place.show(page)
    assert lacks_room(place, page, (1366, 768)) == []


BACK = {
    "status": "returned", "by": "Hendra Saputra", "at": "2026-11-24T03:42:07Z",
    "fields": ["mother", "street", "finger.7"],
    "reason": "Nama ibu dan alamat tidak sama dengan Kartu Keluarga; telunjuk kiri ada tetapi dicatat tidak ada. "
    "Minta pemohon membawa KK yang asli, lalu rekam lagi jarinya.",
}  # fmt: skip


@pytest.mark.parametrize("step", PAGES)
def test_page_of_a_mended_case_fits_and_says_why(place, step):
    case = place.draft(whole=True)
    place.store.drafts.put(case, "returned", BACK, {}, "t")
    page = place.show(PAGES[step](place.window.theme, place.counter(), case))
    if step == "foto":  # without a camera the fault comes first
        place.qtbot.waitUntil(lambda: "Kamera" in page._banner.words)
    elif step == "periksa":  # and without a pad
        place.qtbot.waitUntil(lambda: "Papan" in page._banner.words)
    else:
        place.qtbot.waitUntil(lambda: page._banner.words.startswith("Dikembalikan Hendra Saputra, 24 Nov 2026"))
        assert BACK["reason"] in page._banner.words
    assert ("Ditandai: telunjuk kiri." in page._banner.words) is (step == "sidik-jari")
    assert lacks_room(place, page) == []


def test_many_long_reasons_scroll_and_are_not_cut(place):
    page = place.show(BiodataPage(place.window.theme, place.counter(), place.draft()))
    for field in page.fields.values():
        field.set_error("Isian ini perlu diperiksa lagi pada berkasnya, lalu dibetulkan di sini sebelum lanjut.")
    assert lacks_room(place, page) == []


@pytest.mark.parametrize("step", ["foto", "tanda-tangan", "sidik-jari", "periksa"])
def test_page_of_a_case_fits_without_its_device(place, step):
    page = PAGES[step](place.window.theme, place.counter(), place.draft(whole=step == "periksa"))
    place.show(page)
    place.qtbot.waitUntil(lambda: page._banner.isVisible())
    assert lacks_room(place, page) == []


@pytest.mark.parametrize("size", [(1024, 560), (1280, 800)])
def test_fingers_fit_with_all_there_is_to_say(place, size):
    page = place.show(FingersPage(place.window.theme, place.counter(), place.draft()))
    place.qtbot.waitUntil(lambda: page._state.fault is not None)
    fingers = {6: FingerTake(6, 61, "a", "b"), 9: FingerTake(9, exception="luka", lasting="sementara")}
    draft = replace(page._state.draft, fingers=fingers)
    tries = (Try(22, "too-dry"), Try(35, "unclear"), Try(12, "partial"))
    advice = Words("Hanya sebagian (12, batas 40).", "Letakkan ruas ujung jari di tengah kaca. Percobaan 3 dari 3.")
    image = FingerprintImage(64, 80, 500, bytes(64 * 80))
    place.window.resize(*size)
    page.render_state(
        replace(page._state, draft=draft, current=7, tries=tries, image=image, fault=None, advice=advice, waiting=True)
    )
    assert lacks_room(place, page, size) == []


def test_home_fits_with_work(place):
    for number in range(10, 19):
        append_recording(place.store, f"case-{number}", person(number), f"D-2611-{number:04d}")
    place.draft()
    assert lacks_room(place, place.show(HomePage(place.window.theme, place.counter()))) == []


def test_receipt_fits_once_it_is_made(place, tmp_path):
    append_recording(place.store)
    page = place.show(ReceiptPage(place.window.theme, place.counter(), "case-1", tmp_path))
    page._presenter.output()
    place.qtbot.waitUntil(lambda: page._where.isVisible())
    assert (tmp_path / "resi-D-2611-0001.pdf").read_bytes().startswith(b"%PDF")
    assert lacks_room(place, page) == []


def test_residents_fit_with_a_banner(place):
    place.store.residents.put([person(number) for number in range(3000, 3050)])
    page = place.show(ResidentsPage(place.window.theme, place.counter()))
    page.field.line.setText("140806")
    place.qtbot.waitUntil(lambda: len(page.list.ids()) > 10)
    page.list.setCurrentIndex(page.list.model().index(0, 0))
    place.qtbot.waitUntil(lambda: page.acts[-1].enabled)
    page.render_state(replace(page._shown, alike=(Alike("r-3001", "SITI NURHAYATI", "1960-01-01", "lahir-mirip"),) * 3))
    assert page._banner.isVisible()
    assert lacks_room(place, page) == []


def test_sign_in_fits_with_training_and_a_refusal(place):
    lines = ["Rina Oktaviani (operator), sandi x", "Hendra Saputra (verifikator), sandi x", "Fajar (operator), sandi x"]
    page = SignInPage(place.window.theme, "Kantor Camat Dayun", [("rina", "Rina")], lines, lambda *_: None)
    place.window.show_page(page, chrome=False)
    page.refuse("Sandi salah.", "Sisa 3 percobaan, lalu terkunci 15 menit.")
    assert lacks_room(place, page) == []


def test_lock_shows_the_time_and_hands_in_on_enter(place, qtbot):
    tried = []
    place.draft()
    cover = LockCover(place.window.theme, "Rina Oktaviani", tried.append, lambda: None)
    place.window.cover(cover)
    cover.passphrase.setFocus()
    qtbot.keyClicks(cover.passphrase.line, "loket")
    qtbot.keyClick(cover.passphrase.line, "\r")
    assert tried == ["loket"]
    shown = [part.text() for part in cover.findChildren(QLabel)]
    assert any(len(text) == 5 and text[2] == "." for text in shown)
    assert not any(person(7).name in text for text in shown)


def test_a_wrong_field_does_not_move_its_neighbour(place):
    page = place.show(BiodataPage(place.window.theme, place.counter(), place.draft()))
    mother, father = page.fields["mother"], page.fields["father"]
    place.qtbot.waitUntil(lambda: lacking(page) == [] and mother.height() == father.height())
    before = father.line.mapTo(page, father.line.rect().topLeft()).y()
    page._presenter.put("mother", "YUSNIDAR0")
    place.qtbot.waitUntil(lambda: mother.wrong)
    # the row is taller, and both fill it
    place.qtbot.waitUntil(lambda: mother.height() == father.height() > 70)
    assert father.line.mapTo(page, father.line.rect().topLeft()).y() == before
    assert page.next_problem()
    assert mother.line.hasFocus()


def test_a_changed_field_says_what_it_was(place):
    page = place.show(BiodataPage(place.window.theme, place.counter(), place.draft()))
    was = person(7).birth_place
    page._presenter.put("birth_place", "SIAK SRI INDRAPURA")
    note = page.fields["birth_place"]._note
    place.qtbot.waitUntil(lambda: not note.isHidden())
    assert note.text() == f"Semula: {was}"
    assert [name for name in F102_FIELDS if page.fields[name]._note.text()] == ["birth_place"]


def test_birth_date_is_taken_as_people_type_it(place):
    page = place.show(BiodataPage(place.window.theme, place.counter(), place.draft()))
    line = page.fields["birth_date"].line
    line.setText("12032009")
    page.fields["birth_date"].leave()
    assert line.text() == "12-03-2009"


def test_an_exception_is_booked_for_the_finger_that_was_asked_about(place):
    case = place.draft()
    page = place.show(FingersPage(place.window.theme, place.counter(), case))
    sheets = []
    page.sheet_asked.connect(sheets.append)
    asked = page._state.current
    next(act for act in page.acts if act.key == "F4").handler()
    page._presenter.choose(2)  # meanwhile another finger is in hand
    sheet = sheets[0]
    assert isinstance(sheet, Sheet)
    sheet.reason.line.setCurrentIndex(1)
    sheet.close_with("catat")
    place.qtbot.waitUntil(lambda: asked in page._state.draft.fingers)
    assert page._state.draft.fingers[asked].exception == "luka"
    assert 2 not in page._state.draft.fingers
