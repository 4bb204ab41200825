"""What the tests of Keluarga share: keys, sheets, drafts and cases of one invented family."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from registry.actions import Kind
from registry.canonical import canonical
from registry.changes import Added, Split, element
from registry.officers import Role
from registry.submission import Paper
from registry.upstream import KkAnswer
from station.desk.family import FamilyDesk
from station.desk.recording import RecordingDesk
from station.pages.family import FamilyPage
from station.widgets.sheet import Sheet
from tests.forms.making import ink
from tests.registry.families import BABY, DAUGHTER, FATHER, MOTHER, SON, TODAY
from tests.station.store.making import act

SHOTS = os.environ.get("LOKET_SHOTS", "")


def shot(place, name):
    """A picture of the window at both sizes, when somebody asks to look."""
    if SHOTS:
        for size in ((1280, 800), (1024, 560)):
            place.window.resize(*size)
            QTest.qWait(120)
            place.window.grab().save(f"{SHOTS}/{name}-{size[0]}.png")


def open_page(place, tmp_path, way="penduduk", subject=FATHER.id, *roles):
    page = FamilyPage(place.window.theme, place.counter(*roles), way, subject, tmp_path / "out")
    return place.show(page)


def press(place, key, modifier=Qt.KeyboardModifier.NoModifier):
    focused = QApplication.focusWidget()
    QTest.keyClick(focused if focused is not None else place.window, key, modifier)


CTRL = Qt.KeyboardModifier.ControlModifier


def sheet_of(place):
    place.qtbot.waitUntil(lambda: bool([s for s in place.window.findChildren(Sheet) if s.isVisible()]))
    return next(s for s in place.window.findChildren(Sheet) if s.isVisible())


def signs(page):
    return [(row.id, row.sign) for row in page.rows.rows]


def fill_newborn(sheet):
    for name, text in {"name": "Alif Priyatna", "birth_date": "03-11-2026", "sex": "1"}.items():
        sheet.fields[name].put(text)


def edits(case, place, *found):
    desk = FamilyDesk(place.counter().session)
    for edit in found:
        desk.edit(desk.of_draft(case, TODAY) if case else desk.of_resident(FATHER.id, TODAY), edit, "kk-perubahan")


def drafted(place, *found, service="kk-perubahan"):
    """A draft with some edits."""
    desk = FamilyDesk(place.counter().session)
    for edit in found:
        draft = desk.edit(desk.of_resident(FATHER.id, TODAY), edit, service)
    return draft.case


def handed_in(place, *found, service="kk-perubahan"):
    case = drafted(place, *found, service=service)
    recording, desk = RecordingDesk(place.counter().session), FamilyDesk(place.counter().session)
    recording.put_papers(case, (Paper("kartu-keluarga"), Paper("akta-kelahiran"), Paper("bukti-perubahan")))
    draft = recording.put_declaration(case, ink())
    desk.submit(draft, FATHER)
    return case


def answered(place, case, variant=KkAnswer.SIGNED, document="", **numbers):
    """Verified by another officer, then an answer of the centre, which may name a signed PDF."""
    last = place.store.cases.get(case).last
    checked = act(Kind.VERIFIED, "hendra", Role.VERIFIER, case=case, after=last)
    given = {"niks": {}, "kk": str(FATHER.kk), "separate": "", **numbers}
    said = {"reference": "SIM-TTE-20261125-AB12CD34", "training": 1, "numbers": given, "document": document}
    body = canonical({"v": 1, **said})
    more = {"case": case, "station": "DINAS", "variant": variant, "payload": body}
    place.store.cases.append((checked,))
    place.store.cases.append((act(Kind.UPSTREAM_ANSWERED, "DINAS", Role.CENTRE, after=checked.header.id, **more),))


ALL_EDITS = (
    Added(BABY),
    Split(DAUGHTER.id, "2026:1"),
    element(MOTHER, "occupation", "2026:15", "SK perusahaan 12/2026"),
    element(SON, "birth_date", "30-06-2016", "akta 1408-LU-2016"),
)
