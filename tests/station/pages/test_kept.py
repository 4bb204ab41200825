"""Kiriman bermasalah by keys: reason and next step of everything that was not taken, and what nobody may wave away."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

import central
import sync
from registry.actions import Kind
from station.pages.cases import CasesPage
from station.pages.kept import KeptPage
from station.presenters.counter import Route
from station.problems.kept import WORDS, kept_words
from station.store.problems import keep_problem
from station.store.schema import packets
from sync.wire import Receipt
from tests.station.pages.families import press
from tests.station.pages.test_fit import lacks_room
from tests.station.store.making import AT, append_recording, person
from tests.station.trays import tray

SHOTS = os.environ.get("LOKET_SHOTS", "")
CTRL = Qt.KeyboardModifier.ControlModifier


def keep(place, code, subject="", at=AT):
    with place.store._cipher.writing() as db:
        keep_problem(db, at, code, subject)


def open_page(place):
    page = place.show(KeptPage(place.window.theme, place.counter()))
    place.qtbot.waitUntil(lambda: page._state.loaded)
    return page


def shot(place, name):
    for size in ((1280, 800), (1024, 560)) if SHOTS else ():
        place.window.resize(*size)
        place.qtbot.wait(120)
        place.window.grab().save(f"{SHOTS}/{name}-{size[0]}.png")


def codes_said():
    """Every keyword the two ends give as the code of a refusal."""
    pattern = re.compile(r"(?:BadPacket|NotAllowed)\(\"([a-z-]+)\"|return \"([a-z]+(?:-[a-z0-9]+)+)\"")
    files = [Path(central.__file__).parent / name for name in ("inbox.py", "lookups.py")]
    files += [Path(sync.__file__).parent / name for name in ("seal.py", "wire.py")]
    found = {a or b for file in files for a, b in pattern.findall(file.read_text("utf-8"))}
    return found - {"not-a-feed"}  # said of a page of the feed, which is asked for again


def test_every_code_that_can_be_kept_has_its_own_words():
    kept = {"receipt-of-no-packet", "bad-item", "nik-taken", "unknown-item", "refused-by-table", "own-act-unknown",
            "wrong-role", "unknown-signer", "BadSignature"}  # fmt: skip
    assert len(codes_said()) > 10
    missing = (kept | codes_said()) - set(WORDS)
    assert missing == set()
    assert all(words.title and words.text for words in WORDS.values())
    assert "kode-baru" in kept_words("kode-baru").title


def test_a_refused_act_is_told_with_its_case_and_its_reason(place):
    action = append_recording(place.store)
    keep(place, "captures-missing", action.header.id)
    page = open_page(place)
    cells = [page.table.model().index(0, column).data() for column in range(4)]
    assert cells[1:] == ["ke Dinas", f"D-2611-0001 · {person(1).name}", "Foto atau sidik jari tidak ikut terkirim."]
    assert page._step.text() == "Rekam lagi bagian itu lewat Perbaiki."
    shot(place, "masalah")
    press(place, Qt.Key.Key_Return)
    assert place.went == [Route("riwayat", "case-1")]


def test_a_refused_packet_gives_its_case_the_chip(place):
    action = append_recording(place.store)
    packet = "p-1"
    with place.store._cipher.writing() as db:
        db.execute(
            packets.insert().values(
                id=packet, case="case-1", kind="case", size=1, sha256="", path="", created=AT, tries=0, reason="",
                state="waiting",
            )
        )  # fmt: skip
    place.store.side.take_receipt(Receipt(packet, "", "refused", "altered", {}, {}, 0, AT))
    assert place.store.problems.cases(["case-1", "case-2"]) == {"case-1"}
    page = place.show(CasesPage(place.window.theme, place.counter(), tray()))
    place.qtbot.waitUntil(lambda: page._state.total == 1)
    assert page._lines.model().index(0, 3).data() == "Kiriman bermasalah"
    assert page._lines.model().index(0, 5).data() == "Kirim ulang atau hubungi Dinas"
    assert action.header.kind is Kind.SUBMITTED


def test_marking_as_seen_to_is_booked_and_the_next_one_is_in_view(place):
    keep(place, "altered", "p-1", "2026-11-24T03:42:07Z")
    keep(place, "too-large", "p-2", "2026-11-24T04:42:07Z")
    page = open_page(place)
    assert page._state.chosen.kept.code == "too-large"
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: page._state.total == 1)
    assert page._state.chosen.kept.code == "altered"
    assert [view.what for view in place.store.views.page()] == ["masalah-selesai"]
    press(place, Qt.Key.Key_Return, CTRL)
    place.qtbot.waitUntil(lambda: page._empty.isVisible())
    assert page.context == "Tidak ada"


@pytest.mark.parametrize("code", ["own-act-unknown", "unknown-signer", "refused-by-table", "nik-taken"])
def test_what_stops_printing_or_settles_by_itself_is_not_waved_away(place, code):
    keep(place, code, "a-1")
    page = open_page(place)
    assert not page.primary.enabled
    page._presenter.end()
    page._presenter.open()
    place.qtbot.waitUntil(lambda: page._state.loaded)
    assert place.store.problems.count() == 1


def test_many_are_paged_and_the_last_can_be_reached(place):
    for number in range(300):
        keep(place, "altered", f"p-{number}")
    page = open_page(place)
    assert page.table.model().rowCount() == 300
    press(place, Qt.Key.Key_End, CTRL)
    place.qtbot.waitUntil(lambda: page._state.chosen.kept.subject == "p-0")


@pytest.mark.parametrize("look", ["terang", "kontras"])
def test_it_fits_with_the_longest_words(place, look):
    longest = max(WORDS, key=lambda code: len(WORDS[code].line))
    keep(place, longest, "a-1")
    page = open_page(place)
    page.render_state(replace(page._state, fault=kept_words("altered")))
    place.window.wear(look)
    assert lacks_room(place, page) == []
    place.window.wear("terang")
