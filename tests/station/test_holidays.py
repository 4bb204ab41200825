"""The holidays of the settings: dates, or told at the start."""

from datetime import date

import pytest

from registry.promise import Calendar
from station.settings import BadSettings, Settings, read_settings, write_settings


def test_holidays_of_the_file_are_no_working_days(tmp_path):
    file = tmp_path / "settings.toml"
    write_settings(file, Settings(holidays="2026-12-24 2026-12-25"))
    calendar = Calendar(read_settings(file).days_off)
    assert calendar.after(date(2026, 12, 23), 1) == date(2026, 12, 28)
    assert Settings().days_off == frozenset()


@pytest.mark.parametrize("text", ["besok", "2026-13-01", "25-12-2026", "2026-12-25,2026-12-26"])
def test_what_is_no_date_is_told(tmp_path, text):
    file = tmp_path / "settings.toml"
    file.write_text(f'holidays = "{text}"\n', encoding="utf-8")
    with pytest.raises(BadSettings, match="holidays"):
        read_settings(file)
