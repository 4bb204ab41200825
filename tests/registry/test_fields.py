"""Names, places and dates of birth by their rules; what stood in the register before keeps as it is."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.birth import known_date, parse_date
from registry.names import LIMIT, check_name, titles_in, without_titles
from registry.rules import Context, apply_field, check_field, field_text
from station.problems import field_words
from tests.forms.making import resident

TODAY = date(2026, 11, 24)


def codes(field: str, text: str, **register: object) -> list[str]:
    who = replace(resident(), **register)  # type: ignore[arg-type]  # fields of a resident
    found = check_field(field, text, Context(who, TODAY))
    assert all(len(field_words(problem)) > 10 for problem in found)
    assert all(field_words(problem) != "Periksa isian ini." for problem in found)
    return [f"{problem.code}{'!' if problem.stops else ''}" for problem in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZULKARNAIN DAULAY", []),
        ("zulkarnain daulay", []),
        ("RENÉE ÅSE", []),
        ("ZULKARNAIN DAU1AY", ["digits!"]),
        ("ZULKARNAIN", ["one-word"]),
        ("NUR'AINI SIREGAR", ["not-letters"]),
        ("ANNE-MARIE LUBIS", ["not-letters"]),
        ("ZULKARNAIN  DAULAY", ["not-letters"]),
        ("АННА СИРЕГАР", ["not-latin!"]),
        ("慧 明", ["not-latin!", "abbreviation"]),
        ("M. YUSUF", ["abbreviation", "not-letters"]),
        ("MUHAMMAD A LUBIS", ["abbreviation"]),
        ("MHD YUSUF", ["abbreviation"]),
        ("H. AHMAD SAHRUL", ["title", "not-letters"]),
        ("AHMAD SAHRUL, S.H.", ["title", "not-letters"]),
        ("AHMAD SAHRUL SH", ["title"]),
        ("A" * 30 + " " + "B" * 29, []),
        ("A" * 30 + " " + "B" * 30, ["too-long!"]),
    ],
)
def test_a_new_name(text: str, expected: list[str]) -> None:
    assert codes("name", text) == expected


@pytest.mark.parametrize("old", ["M. YUSUF", "SUHARTO", "H. AHMAD, S.H.", "NUR'AINI", "A" * 70])
def test_an_old_name_stays_as_it_is(old: str) -> None:
    assert codes("name", old.lower(), name=old) == []
    assert codes("name", f"{old} x", name=old) != []


def test_a_digit_in_an_old_name_is_told_and_does_not_stop() -> None:
    assert codes("name", "DAU1AY SIREGAR", name="DAU1AY SIREGAR") == ["digits"]


def test_mother_and_father_may_have_one_word() -> None:
    assert codes("mother", "ROSMAWATI") == []
    assert codes("father", "B1NTANG") == ["digits!"]
    assert LIMIT == 60


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ ", max_size=40))
def test_titles_and_name_are_all_the_words(text: str) -> None:
    assert len(titles_in(text)) + len(without_titles(text).split()) == len(text.split())


@given(st.text(max_size=70))
def test_any_text_is_judged(text: str) -> None:
    assert all(problem.code for problem in check_name("name", text))


@pytest.mark.parametrize(
    ("text", "born", "expected"),
    [
        ("KABUPATEN SIAK", date(2026, 1, 2), []),
        ("kota pekanbaru", date(2026, 1, 2), []),
        ("JAKARTA", date(2026, 1, 2), []),
        ("TAWAU, MALAYSIA", date(2026, 1, 2), []),
        ("SIAK", date(2026, 1, 2), ["place-form"]),
        ("PERAWANG", date(2026, 1, 2), ["place-form"]),
        ("TAWAU,", date(2026, 1, 2), ["place-form"]),
        ("JAKARTA SELATAN", date(2026, 1, 2), ["place-form"]),
        ("SIAK", date(2024, 2, 27), ["place-form"]),
        ("SIAK", date(2024, 2, 26), []),
        ("BENGKALIS", date(1975, 5, 1), []),
    ],
)
def test_a_place_of_birth_is_named_in_full_since_2024(text: str, born: date, expected: list[str]) -> None:
    assert codes("birth_place", text, birth_date=born, birth_place="LAIN") == expected


def test_an_old_place_of_birth_stays_as_it_is() -> None:
    assert codes("birth_place", "Siak", birth_date=date(2026, 1, 2), birth_place="SIAK") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12-03-2009", date(2009, 3, 12)),
        ("00-00-1961", date(1961, 7, 1)),
        ("00001961", date(1961, 7, 1)),
        ("0/2/1961", date(1961, 2, 15)),
        ("9-0-1961", date(1961, 7, 1)),
        ("29-02-2009", None),
        ("31-04-2009", None),
        ("12-13-2009", None),
        ("12-03-0000", None),
        ("12-03-09", None),
        ("", None),
    ],
)
def test_a_date_as_typed(text: str, expected: date | None) -> None:
    assert parse_date(text) == expected


def test_an_unknown_date_is_written_by_the_rule_and_told() -> None:
    assert codes("birth_date", "00-00-1961") == ["by-rule"]
    changed = apply_field(resident(), "birth_date", "00-02-1961")
    assert (changed.birth_date, field_text(changed, "birth_date")) == (date(1961, 2, 15), "15-02-1961")
    assert codes("birth_date", "00-00-2027") == ["in-future!"]


@given(st.integers(1, 12), st.integers(1900, 2100))
def test_the_day_of_the_rule_is_a_day_of_that_month(month: int, year: int) -> None:
    assert known_date(0, month, year) == date(year, month, 15)
    assert known_date(0, 0, year) == date(year, 7, 1)


def test_a_kecamatan_is_no_kampung() -> None:
    assert codes("village", "14.08.06.2001") == []
    assert codes("village", "14.08.06") == ["no-village!"]
    assert codes("village", "14.08.06.9999") == ["no-village!"]
