"""A counter with a real store and lanes, no devices, and the window its pages stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from biometrics.worker import BiometricsWorker
from devices.catalog import Catalog, known_drivers
from registry.officers import Role
from registry.releases import Authority
from registry.uuid7 import Uuid7Source
from station.desk.equipment import Equipment
from station.desk.recording import RecordingDesk
from station.desk.session import Clock, Officer, Session
from station.presenters.counter import Counter, Route
from station.runner import Tasks
from station.store.store import Store
from station.widgets.page import Page
from station.widgets.theme import dress, theme
from station.window import Window
from sync.keys import ed25519_check
from tests.forms.making import ink, photo
from tests.registry.families import DAUGHTER, FATHER, MOTHER, SON
from tests.station.store.making import key_of, person, signed_grant, store_in


@dataclass
class Place:
    """Everything a page needs, and where it wanted to go."""

    qtbot: object
    store: Store
    tasks: Tasks
    window: Window
    went: list[Route] = field(default_factory=list)

    def counter(self, *roles: Role, handle: str = "rina") -> Counter:
        """The counter of an officer with these roles (an operator's without any)."""
        officer = Officer(handle, f"{handle.title()} Oktaviani", frozenset(roles or (Role.OPERATOR,)))
        session = Session(officer, "DAYUN", key_of(handle), self.store, Clock(), Uuid7Source())
        return Counter(
            tasks=self.tasks,
            session=session,
            equipment=Equipment(Catalog(known_drivers()), {}),
            worker=BiometricsWorker(),
            authority=Authority(ed25519_check, training_roots=frozenset(), operational_roots=frozenset()),
            go=self.went.append,
            toast=lambda _role, _words: None,
        )

    def show(self, page: Page) -> Page:
        """Put a page on screen and wait until it has something to tell."""
        self.window.show_page(page)
        self.qtbot.waitUntil(lambda: bool(page.context))
        return page

    def draft(self, *, whole: bool = False) -> str:
        """An open recording; `whole` up to the declaration."""
        self.store.residents.put([person(7)])
        desk = RecordingDesk(self.counter().session)
        case = desk.begin(person(7), "ktp-baru", "belum").case
        if whole:
            desk.add_photo(case, photo())
            desk.approve_photo(case)
            desk.put_signature(case, ink())
            for position in range(1, 11):
                desk.put_finger(case, position, 60, bytes([position]) * 40, bytes([position]) * 20)
            desk.skip_iris(case, "alat tidak ada")
            for position in (7, 2):
                desk.put_match(case, position, 120)
        return case


@pytest.fixture
def place(qtbot, qapp, tmp_path: Path) -> Iterator[Place]:
    look = theme("terang")
    dress(qapp, look)
    store, tasks, window = store_in(tmp_path / "kecamatan"), Tasks(), Window(look)
    window.show_officer("Kantor Camat Dayun", "Loket 1", "Rina Oktaviani", "Operator", training=True)
    qtbot.addWidget(window)
    window.show()
    yield Place(qtbot, store, tasks, window)
    if window.page is not None:
        window.page.left()
    tasks.close()
    store.close()


@pytest.fixture
def family(place):
    place.store.residents.put([FATHER, MOTHER, DAUGHTER, SON])
    for handle, role in (("rina", Role.OPERATOR), ("hendra", Role.VERIFIER)):
        place.store.officers.put(*signed_grant(handle, role))
    return place
