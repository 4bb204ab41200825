"""A card goes to its printer moved by what the ruler card said of that printer."""

from dataclasses import replace

from devices.catalog import Catalog, known_drivers
from forms.card_page import Calibration
from forms.ktp import front
from registry.lifecycle import Status
from registry.stock import Blank, Entry, Move
from station.desk.calibrating import CalibrationDesk
from station.desk.equipment import Equipment
from station.presenters.printing import PrintPresenter
from tests.attacks.making import nobody_else
from tests.station.cards.conftest import put_case


def test_the_card_is_moved_by_the_offset_of_its_printer(store, desk, tmp_path):
    tray = tmp_path / "kartu"
    tray.mkdir()
    CalibrationDesk(store.folder, tray.as_uri()).keep(10.4, 9.8)
    put_case(store, 1, Status.PRINT_APPROVED)
    blank = Blank("B26-0417", 162)
    store.blanks.add(Entry("e-1", Move.RECEIVED, blank, 10, "", "BAST 1", "yulianti", "2026-11-24T03:00:00Z"))
    equipment = Equipment(Catalog(known_drivers()), {"printer": tray.as_uri()})
    states = []
    presenter = PrintPresenter(replace(desk("yulianti").counter, equipment=equipment), states.append, nobody_else)
    presenter.open()
    card = states[-1].card
    assert card is not None
    presenter.set_blank(str(blank))
    presenter.print_card()
    (file,) = tray.glob("*.pdf")
    assert file.read_bytes() == front(card, Calibration(-0.4, 0.2)) != front(card)
