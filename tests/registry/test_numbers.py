"""NIK and KK numbers: each edge case with its own code, in the order of the rules, and words for each."""

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.number_rules import check_kk, check_nik
from registry.numbers import BadNumber, KkNumber, Nik
from registry.people import Resident, Sex
from station.problems import number_words
from tests.forms.making import resident

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 24)
# From the first rule to the last: each number breaks its own rule and all that come after it as well.
BROKEN = [
    ("14O8065203090004", "digits"),
    ("140806520309000", "too-short"),
    ("14080652030900041", "too-long"),
    ("0000000000000000", "province"),
    ("9900000000000000", "province"),
    ("1400000000000000", "regency"),
    ("3412000000000000", "regency"),
    ("1470000000000000", "regency"),
    ("1408000000000000", "district"),
    ("1408060000000000", "day"),
    ("1408063200000000", "day"),
    ("1408064000000000", "day"),
    ("1408067200000000", "day"),
    ("1408060100000000", "month"),
    ("1408060113000000", "month"),
    ("1408063104000000", "date"),
    ("1408063002090001", "date"),
    ("1408062902090001", "date"),
    ("1408060101090000", "serial"),
]


@pytest.mark.parametrize(("text", "code"), BROKEN)
def test_the_first_rule_that_breaks_is_told(text: str, code: str) -> None:
    with pytest.raises(BadNumber) as refusal:
        Nik(text)
    assert refusal.value.code == code
    assert [problem.code for problem in check_nik(text)] == [code]
    assert all(problem.stops for problem in check_nik(text))
    assert len(number_words(refusal.value)) > 10


@pytest.mark.parametrize("text", ["1408062902080001", "1408066902080001", "1408062902000001", "1408063112090001"])
def test_leap_days_and_last_days_are_days(text: str) -> None:
    assert Nik(text).text == text


def test_blanks_dots_and_hyphens_are_only_typing() -> None:
    assert Nik(" 1408.0652-0309 0004 ") == Nik("1408065203090004")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("1408065203090004", []),
        ("1403015203990004", []),  # Siak was Bengkalis until 1999, and Bengkalis is there still
        ("1403995203990004", ["district-unknown"]),
        ("1408995203990004", ["district-unknown"]),
        ("1412015203990004", ["regency-historic"]),  # the islands of Riau before 2002
        ("6473015203990004", ["regency-historic"]),  # Tarakan before Kalimantan Utara
        ("9101015203990004", ["regency-historic"]),  # Merauke before Papua Selatan
    ],
)
def test_old_regions_are_taken_with_a_warning(text: str, codes: list[str]) -> None:
    found = check_nik(text)
    assert [problem.code for problem in found] == codes
    assert not any(problem.stops for problem in found)
    assert all(text[:4] in number_words(problem) for problem in found)


def test_a_difference_to_sex_and_birth_warns_and_never_stops() -> None:
    found = check_nik("1408065203090004", birth=date(2008, 3, 12), sex=Sex.MALE)
    assert [(p.code, p.stops) for p in found] == [("sex-differs", False), ("birth-differs", False)]
    assert "12-03-..09" in number_words(found[1])
    assert check_nik("1408065203090004", birth=date(1909, 3, 12), sex=Sex.FEMALE) == ()  # over 100: the same digits


def test_another_holder_stops_after_all_else() -> None:
    found = check_nik("1408995203090004", sex=Sex.MALE, holder=lambda nik: "SUHAILA MARDIANI")
    assert [p.code for p in found] == ["district-unknown", "sex-differs", "taken"]
    assert found[-1].stops
    assert "SUHAILA MARDIANI" in number_words(found[-1])


def test_no_number_yet_is_no_problem() -> None:
    assert check_nik("  ") == () == check_kk("", today=TODAY)
    waiting = replace(resident(), nik=None, kk=None)
    assert Resident.from_record(waiting.to_record()) == waiting


@pytest.mark.parametrize(
    ("text", "code"),
    [*[(t, c) for t, c in BROKEN if c != "day"], ("1408060000000000", "day"), ("1408064103150007", "day")],
)
def test_a_kk_number_has_the_same_rules_but_no_day_over_31(text: str, code: str) -> None:
    with pytest.raises(BadNumber) as refusal:
        KkNumber(text)
    assert refusal.value.code == code
    assert [problem.code for problem in check_kk(text, today=TODAY)] == [code]
    words = number_words(refusal.value, "Nomor KK")
    assert len(words) > 10
    assert "NIK" not in words
    assert "erempuan" not in words


def test_a_kk_number_of_a_day_to_come_is_doubtful() -> None:
    found = check_kk("1408062511260007", today=TODAY)
    assert [(p.code, p.stops) for p in found] == [("entered-later", False)]
    assert check_kk("1408062411260007", today=TODAY) == ()
    assert [p.code for p in check_kk("1412012411150007", today=TODAY)] == ["regency-historic"]


@given(st.dates(date(1927, 1, 1), TODAY), st.sampled_from(Sex), st.integers(1, 9999))
def test_the_digits_give_back_day_and_sex(born: date, sex: Sex, serial: int) -> None:
    day = born.day + (40 if sex is Sex.FEMALE else 0)
    nik = Nik(f"140806{day:02d}{born:%m%y}{serial:04d}")
    assert nik.agrees_with(born)
    assert nik.female is (sex is Sex.FEMALE)
    assert nik.birth_hint(TODAY) == born
    assert check_nik(nik.text, birth=born, sex=sex) == ()


@given(st.text("0123456789", min_size=16, max_size=16))
def test_any_sixteen_digits_are_a_number_or_a_named_refusal(text: str) -> None:
    stops = [problem.code for problem in check_nik(text) if problem.stops]
    assert set(stops) <= {code for _, code in BROKEN}
    if not stops:
        assert Nik(text).birth_hint(TODAY) <= TODAY
        assert Nik(text).grouped.replace(" ", "") == text


def test_no_code_outside_the_simulator_makes_a_number() -> None:
    """A number is read, never put together: its argument is a value that came from somewhere, not an expression."""
    makers = set()
    for floor in ("registry", "forms", "sync", "devices", "biometrics", "central", "station"):
        for file in (ROOT / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                named = isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", ""))
                read = (ast.Name, ast.Attribute, ast.Subscript)
                if named in ("Nik", "KkNumber") and not all(isinstance(arg, read) for arg in node.args):
                    makers.add(str(file.relative_to(ROOT)))
    assert makers == {"central/invented.py"}
