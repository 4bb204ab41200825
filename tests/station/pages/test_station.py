"""Stasiun dan kunci by keys: what only this computer has, the key of the station, the paper for the safe."""

import base64
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from registry.officers import Role
from station.desk.moving import unsent
from station.pages import station as module
from station.pages.station import NOTHING, StationPage
from station.store.renewing import KEY_UNTIL
from station.store.slots import Cost, Slots
from sync import age
from sync.officers import Renewal
from tests.station.pages.test_fit import lacks_room
from tests.station.store.making import KEY, append_recording, person, signed_grant

SHOTS = os.environ.get("LOKET_TEST_SHOTS", "")
NOW = datetime.now(UTC)


@pytest.fixture
def opened(monkeypatch):
    seen = []
    monkeypatch.setattr(module.QDesktopServices, "openUrl", lambda url: seen.append(Path(url.toLocalFile())))
    return seen


@pytest.fixture
def page(place, tmp_path, opened):
    identity = age.generate_identity()
    slots = Slots(tmp_path / "slots.json", bytes(32), Cost(memory_kib=64, passes=1, lanes=1))
    slots.put_recovery(KEY, age.recipient_of(identity))
    place.store.officers.put(*signed_grant("dewi", Role.ADMINISTRATOR, until="2099-12-31"))
    at = f"{NOW - timedelta(days=9):%Y-%m-%dT%H:%M:%SZ}"
    until = f"{NOW + timedelta(days=40):%Y-%m-%d}"
    place.store.facts.put({"contact.at": at.encode(), KEY_UNTIL: until.encode()})

    def shown():
        counter = place.counter(Role.ADMINISTRATOR, handle="dewi")
        made = StationPage(place.window.theme, counter, slots, "file", tmp_path / "keluaran")
        made.identity = identity
        return place.show(made)

    return shown


def shot(place, name):
    if SHOTS:
        for size in ((1280, 800), (1024, 560)):
            place.window.resize(*size)
            place.qtbot.wait(50)
            place.window.grab().save(str(Path(SHOTS) / f"{name}-{size[0]}.png"))


def test_what_is_nowhere_else_is_named_by_number_and_never_by_name(place, page):
    case = place.draft()
    append_recording(place.store)
    found = unsent(place.store)
    assert [each.kind for each in found] == ["draft", "unsealed"]
    assert found[0].number == place.store.drafts.get(case).number
    made = page()
    assert made.context == "2 hanya di sini"
    assert "9 hari belum terkirim" in made._banner.words
    names = {person(7).name, person(1).name}
    assert not any(name in repr(found) for name in names)
    shot(place, "5-stasiun")
    assert lacks_room(place, made) == []


def test_with_nothing_unsent_it_says_that_the_computer_may_be_replaced(place, page):
    made = page()
    assert made._nothing.isVisible()
    assert made._nothing.text() == NOTHING
    shot(place, "5-kosong")


def test_f5_asks_for_another_key_once(place, page):
    made = page()
    place.qtbot.keyClick(made.window(), Qt.Key.Key_F5)
    place.qtbot.waitUntil(lambda: bool(place.store.requests.all()))
    place.qtbot.waitUntil(lambda: not made.primary.enabled)
    [kept] = place.store.requests.all()
    assert isinstance(kept.request, Renewal)
    assert kept.request.officer == "dewi"


def test_f9_writes_the_paper_for_the_safe_and_it_opens_the_store(place, page, opened):
    made = page()
    place.qtbot.keyClick(made.window(), Qt.Key.Key_F9)
    place.qtbot.waitUntil(lambda: bool(opened))
    document = pypdfium2.PdfDocument(opened[0].read_bytes())
    text = document[0].get_textpage().get_text_range()
    document.close()
    body = re.search(r"BEGIN AGE ENCRYPTED FILE-+(.*?)-+END AGE", text, re.S).group(1)
    assert age.unseal(base64.b64decode("".join(body.split())), made.identity) == KEY
