"""Jejak audit has words for everything that can stand in it, found in the code that writes it."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

import station
from registry.actions import Kind
from registry.officers import Role
from station.desk.auditing import AuditDesk
from station.desk.importing import carry_out, examine
from station.pages.auditing import AuditPage
from station.presenters.auditing import KINDS, VIEW_WORDS, kind_words
from station.presenters.history import KIND_WORDS, SIGNS
from station.store.audit import OFFICE
from station.store.auditing import Entry
from tests.station.desk.test_importing import BAST, file_of
from tests.station.pages.test_officers import press
from tests.station.store.making import signed_grant


@pytest.mark.parametrize("kind", list(Kind))
def test_every_act_has_words_a_sign_and_a_filter(kind):
    entry = Entry("act", "", "", kind.value, "", "", "")
    assert kind_words(entry) == KIND_WORDS[kind]
    assert KINDS[kind.value] == KIND_WORDS[kind]
    assert kind.value not in KIND_WORDS[kind]
    assert SIGNS[kind]


def booked():
    """What is booked as a view: the texts in calls of `look` and `note`, and the names of constants there."""
    found = set()
    for file in Path(station.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            if name in ("look", "note"):
                found |= {each.value for each in node.args if isinstance(each, ast.Constant)}
    return {each for each in found if isinstance(each, str) and each}


def test_every_view_that_is_booked_has_words():
    assert {"nik", "kk", "kartu"} & booked()
    assert booked() <= set(VIEW_WORDS)
    assert set(VIEW_WORDS) >= OFFICE


def test_an_import_stands_in_the_list_with_its_bast(place, tmp_path):
    for handle, role in (("rina", Role.OPERATOR), ("dewi", Role.ADMINISTRATOR)):
        place.store.officers.put(*signed_grant(handle, role))
    counter = place.counter(Role.ADMINISTRATOR, handle="dewi")
    carry_out(examine(file_of({}), counter.session), BAST, counter.session, place.counter(Role.OPERATOR).session)
    page = place.show(AuditPage(place.window.theme, counter, AuditDesk(counter.session, tmp_path)))
    place.qtbot.waitUntil(lambda: page._state.loaded)
    cells = [[page.table.model().index(row, column).data() for column in (2, 3)] for row in range(2)]
    assert cells == [
        ["Impor data disahkan petugas kedua", f"BAST {BAST}"], ["Impor data diajukan", f"BAST {BAST}"],
    ]  # fmt: skip
    press(place, Qt.Key.Key_F9)
    place.qtbot.waitUntil(lambda: bool(page._state.exported))
