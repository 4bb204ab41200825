"""The disk fills up at each step of an enrolment: the page says so and keeps what it holds; with room it goes on.

On a small tmpfs where this machine may mount one, and everywhere with the store's own error in its place.
"""

import errno
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from registry.actions import Kind
from registry.ink import Ink, InkPoint
from registry.upstream import SiakStatus
from station.desk import room
from station.desk.recording import RecordingDesk
from station.pages.biodata import BiodataPage
from station.pages.fingers import FingersPage
from station.pages.iris import IrisPage
from station.pages.papers import PapersPage
from station.pages.photo import PhotoPage
from station.pages.review import ReviewPage
from station.pages.services import ServicesPage
from station.pages.signature import SignaturePage
from station.presenters.choosing import NEVER
from station.presenters.counter import Route
from station.store.errors import StoreFull
from station.store.store import Store
from tests.forms.making import photo
from tests.station.store.making import KEY, person, store_in

FULL = "Belum tersimpan: ruang simpan penuh."
SIZE = "6m"
STROKES = (tuple(InkPoint(n * 10, 100 + n * 60, 200 + (n % 7) * 90, 500) for n in range(40)),) * 3
INK = Ink(10000, 5000, STROKES, "pad")


@pytest.fixture(params=["tmpfs", "seam"])
def disk(request, place, tmp_path, monkeypatch):
    """A context in which nothing can be written to the place's store."""
    if request.param == "seam":
        yield seam(place, monkeypatch)
        return
    mounted = tmp_path / "small"
    mounted.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(mounted)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine may not mount a tmpfs")
    monkeypatch.setattr(room, "free_at", lambda _folder: room.WARN)  # it is smaller than what is kept back
    before, place.store = place.store, store_in(mounted / "kecamatan")
    yield tmpfs(place, mounted)
    place.tasks.close()
    place.store.close()
    place.store = before
    subprocess.run(["umount", "-l", str(mounted)], check=True)


def tmpfs(place, mounted):
    @contextmanager
    def full():
        place.store._cipher.forget_deleted()  # the log is empty: a write must grow it
        filler = mounted / "filler"
        with filler.open("wb", buffering=0) as file:
            for size in (65536, 4096, 512, 1):
                fill(file, b"\0" * size)
        yield
        filler.unlink()

    return full


def fill(file, piece):
    try:
        while file.write(piece):
            pass
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


def seam(place, monkeypatch):
    @contextmanager
    def full():
        @contextmanager
        def writing():
            raise StoreFull("station.db")
            yield

        with monkeypatch.context() as patched:
            patched.setattr(place.store._cipher, "writing", writing)
            yield

    return full


def step(place, disk, page, write, kept):
    """Write while the disk is full, look at the page, free it, write again."""
    with disk():
        write()
        place.qtbot.waitUntil(lambda: page._banner.words.startswith(FULL), timeout=10_000)
        assert page.isVisible()
        assert not kept()
        assert place.store.cases.verify_journal().broken_at == 0
    write()
    place.qtbot.waitUntil(kept, timeout=10_000)
    place.qtbot.waitUntil(lambda: not page._banner.words.startswith(FULL), timeout=10_000)


def parts(place, case):
    return place.store.drafts.parts(case)


def test_berkas(place, disk):
    case = place.draft()
    page = place.show(PapersPage(place.window.theme, place.counter(), case))
    kind = next(iter(page._boxes))
    step(place, disk, page, lambda: page._presenter.toggle(kind), lambda: "papers" in parts(place, case))


def test_biodata_keeps_every_text_in_its_field_and_f5_keeps_them_all(place, disk):
    case = place.draft()
    page = place.show(BiodataPage(place.window.theme, place.counter(), case))
    with disk():
        for name, typed in (("phone", "0812 7654 3210"), ("mother", "SITI AMINAH")):
            line = page.fields[name].line
            line.setFocus()
            line.selectAll()
            QTest.keyClicks(line, typed)
            QTest.keyClick(line, Qt.Key.Key_Tab)
        place.qtbot.waitUntil(lambda: len(page._presenter._state.unsaved) == 2, timeout=10_000)
        assert page._banner.words.startswith(FULL)
        assert page.saved == ("Belum tersimpan: ruang simpan penuh", "err")
        assert (page.fields["phone"].text, page.fields["mother"].text) == ("0812 7654 3210", "SITI AMINAH")
        assert not next(act for act in page.acts if act.role == "primary").enabled
        assert not any(name.startswith("field.") for name in parts(place, case))
    again = next(act for act in page.acts if act.key == "F5")
    assert again.text == "Coba lagi"
    again.handler()
    place.qtbot.waitUntil(lambda: next(act for act in page.acts if act.role == "primary").enabled, timeout=10_000)
    kept = {name: part["text"] for name, part in parts(place, case).items() if name.startswith("field.")}
    assert kept == {"field.phone": "0812 7654 3210", "field.mother": "SITI AMINAH"}
    assert page.saved[0].startswith("✓ Tersimpan")


def test_foto(place, disk):
    case = place.draft()
    page = place.show(PhotoPage(place.window.theme, place.counter(), case))
    place.qtbot.waitUntil(lambda: page._state.fault is not None)  # there is no camera
    presenter = page._presenter
    presenter._newest = np.random.default_rng(1).integers(60, 200, (480, 640, 3), dtype=np.uint8)

    def take():
        presenter._set(live=True, approving=False)
        presenter.take()

    step(place, disk, page, take, lambda: "photo" in parts(place, case))
    step(place, disk, page, presenter.approve, lambda: bool(parts(place, case)["photo"]["approved_at"]))


def test_tanda_tangan_keeps_the_ink_and_f5_keeps_the_same(place, disk):
    case = place.draft()
    page = place.show(SignaturePage(place.window.theme, place.counter(), case))
    place.qtbot.waitUntil(lambda: page._fault_shown)  # there is no pad
    with disk():
        page._done(INK)
        place.qtbot.waitUntil(lambda: page._banner.words.startswith(FULL), timeout=10_000)
        assert "signature" not in parts(place, case)
    next(act for act in page.acts if act.key == "F5").handler()
    place.qtbot.waitUntil(lambda: page._kept, timeout=10_000)
    assert place.store.blobs.get(parts(place, case)["signature"]["blob"]) == INK.to_bytes()


def test_sidik_jari(place, disk):
    case = place.draft()
    page = place.show(FingersPage(place.window.theme, place.counter(), case))
    place.qtbot.waitUntil(lambda: page._state.fault is not None)  # there is no scanner
    with disk():
        page._presenter.cannot(7, "luka", "sementara")
        place.qtbot.waitUntil(lambda: page._banner.words.startswith(FULL), timeout=10_000)
        assert "finger.7" not in parts(place, case)
    page._presenter.cannot(7, "luka", "sementara")
    place.qtbot.waitUntil(lambda: "finger.7" in parts(place, case), timeout=10_000)


def test_a_finger_that_was_read_is_asked_for_again(place, disk):
    """At the desk, for there is no scanner here: the better take before it stays."""
    case = place.draft()
    desk = RecordingDesk(place.counter().session)
    desk.put_finger(case, 7, 50, b"first" * 2000, b"t1" * 50)
    with disk(), pytest.raises(StoreFull):
        desk.put_finger(case, 7, 60, b"second" * 2000, b"t2" * 50)
    assert desk.load(case).fingers[7].quality == 50
    assert desk.put_finger(case, 7, 60, b"second" * 2000, b"t2" * 50).fingers[7].quality == 60


def test_iris(place, disk):
    case = place.draft()
    page = place.show(IrisPage(place.window.theme, place.counter(), case))
    with disk():
        page._on()
        place.qtbot.waitUntil(lambda: page._banner.words.startswith(FULL), timeout=10_000)
        assert "iris" not in parts(place, case)
        assert place.went == []
    page._on()
    place.qtbot.waitUntil(lambda: place.went == [Route("ulang-telunjuk", case)], timeout=10_000)


def test_periksa_signs_and_finishes_once_there_is_room(place, disk):
    case = place.draft(whole=True)
    page = place.show(ReviewPage(place.window.theme, place.counter(), case))
    with disk():
        page._presenter.sign(INK)
        place.qtbot.waitUntil(lambda: page._banner.words.startswith(FULL), timeout=10_000)
        assert "declaration" not in parts(place, case)
    next(act for act in page.acts if act.key == "F5").handler()
    place.qtbot.waitUntil(lambda: page._presenter._state.declaration is not None, timeout=10_000)
    assert "declaration" in parts(place, case)
    with disk():
        page._presenter.finish()
        place.qtbot.waitUntil(lambda: page._banner.words.startswith(FULL), timeout=10_000)
        assert parts(place, case) != {}
        assert place.store.contents().actions == 0
    page._presenter.finish()
    place.qtbot.waitUntil(lambda: place.went == [Route("resi", case)], timeout=10_000)
    assert place.store.cases.get(case).latest(Kind.SUBMITTED) is not None
    assert place.store.cases.verify_journal().broken_at == 0


def test_a_page_opens_on_a_full_disk_and_the_file_opens_after_it(place, disk):
    case = place.draft()
    with disk():
        page = place.show(PapersPage(place.window.theme, place.counter(), case))
        assert page.context
    folder = place.store.folder
    other = Store.open(folder, KEY)
    assert other.drafts.get(case).case == case
    other.close()


def test_a_new_case_is_refused_below_the_reserve_and_a_begun_one_goes_on(place, monkeypatch):
    case = place.draft()
    monkeypatch.setattr(room, "free_at", lambda _folder: 150_000_000)
    who = replace(person(9), ktp_status=SiakStatus.UNREGISTERED)
    place.store.residents.put([who])
    page = place.show(ServicesPage(place.window.theme, place.counter(), who.id))
    place.qtbot.waitUntil(lambda: page._state.resident is not None)
    page._presenter.choose("ktp-baru")
    page._presenter.answer(NEVER)
    page._presenter.begin()
    place.qtbot.waitUntil(lambda: page._state.fault is not None, timeout=10_000)
    assert page._banner.words == (
        "Ruang simpan tinggal 150 MB. Permohonan yang sudah dibuka tetap bisa selesai; yang baru menunggu. "
        "Pindahkan cadangan lama."
    )
    assert [draft.case for draft in place.store.drafts.all()] == [case]
    desk = RecordingDesk(place.counter().session)
    desk.put_field(case, "phone", "0812")
    desk.add_photo(case, photo())
    assert desk.load(case).fields == {"phone": "0812"}
