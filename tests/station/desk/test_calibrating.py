"""The offset of each printer is kept by its address in the settings, and moves what it prints."""

import pytest

from devices.printer.folder import FolderPrinter
from forms.card_page import Calibration
from forms.ruler import ruler_card
from station.desk.calibrating import CalibrationDesk
from station.settings import BadSettings, Settings, read_settings, write_settings

ONE, TWO = "ipp://127.0.0.1:631/ipp/print?x=1", "file:///kartu"


def test_each_printer_has_its_own_and_the_rest_of_the_settings_stays(tmp_path):
    write_settings(tmp_path / "settings.toml", Settings(lock_minutes=9, printer=ONE))
    assert CalibrationDesk(tmp_path, ONE).keep(10.4, 9.8) == Calibration(-0.4, 0.2)
    assert CalibrationDesk(tmp_path, TWO).keep(10.0, 11.5) == Calibration(0.0, -1.5)
    assert CalibrationDesk(tmp_path, ONE).current() == Calibration(-0.4, 0.2)
    assert CalibrationDesk(tmp_path, ONE).keep(10.1, 10.0) == Calibration(-0.5, 0.2)
    assert read_settings(tmp_path / "settings.toml").card_offsets == f"{ONE}=-50,20 {TWO}=0,-150"
    assert read_settings(tmp_path / "settings.toml").lock_minutes == 9


def test_without_a_ruler_card_nothing_is_moved(tmp_path):
    assert CalibrationDesk(tmp_path, ONE).current() == Calibration()


def test_the_ruler_is_printed_with_the_offset_in_use(tmp_path):
    tray = tmp_path / "kartu"
    tray.mkdir()
    desk = CalibrationDesk(tmp_path, TWO)
    desk.keep(10.4, 9.8)
    desk.print_ruler(FolderPrinter(tray), "penggaris")
    (file,) = tray.glob("*.pdf")
    assert file.read_bytes() == ruler_card(Calibration(-0.4, 0.2)) != ruler_card()


def test_an_offset_no_printer_has_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(ValueError, match="offset"):
        CalibrationDesk(tmp_path, ONE).keep(14.0, 10.0)
    assert not (tmp_path / "settings.toml").exists()


@pytest.mark.parametrize("text", ["ipp://x", "ipp://x=1", "ipp://x=1,a", "ipp://x=301,0", "=1,1", "ipp://x=1,2,3"])
def test_settings_that_say_nonsense_are_told_at_the_start(tmp_path, text):
    file = tmp_path / "settings.toml"
    file.write_text(f'card_offsets = "{text}"\n')
    with pytest.raises(BadSettings, match="card_offsets"):
        read_settings(file)
