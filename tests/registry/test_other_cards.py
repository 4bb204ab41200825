"""The lines of a KIA and of a foreigner's KTP-el: what is printed, until when, and what cannot be printed."""

from dataclasses import replace
from datetime import date

import pytest

from registry.card import NotPrintable
from registry.child_card import child_elements, last_day
from registry.codes import CodeTables
from registry.foreign_card import MARITAL, RELIGIONS, foreign_card_elements
from registry.regions import Regions
from tests.forms.making import TODAY, resident

REGIONS, TABLES = Regions.load(), CodeTables.load()
CHILD = replace(resident(), birth_date=date(2015, 3, 12))
GUEST = replace(resident(), nationality="Singapura", birth_date=date(1980, 5, 2))


def kia(who=CHILD, photo="aa", **changes):
    given = {"head": "Mardianto", "certificate": "1408-lt-1", **changes}
    return child_elements(who, REGIONS, photo=photo, issued=TODAY, **given)


def oa(who=GUEST, **changes):
    given = {"occupation": "Manager", "until": date(2031, 1, 1), **changes}
    return foreign_card_elements(who, REGIONS, photo="aa", signature="bb", issued=TODAY, **given)


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (date(2026, 11, 24), date(2031, 11, 24)),
        (date(2021, 11, 25), date(2026, 11, 25)),  # five tomorrow
        (date(2021, 11, 24), date(2038, 11, 23)),  # five today
        (date(2009, 11, 25), date(2026, 11, 24)),  # its last day is today
        (date(2024, 2, 29), date(2029, 3, 1)),
        (date(2012, 2, 29), date(2029, 2, 28)),
    ],
)
def test_a_kia_is_good_until_five_or_until_the_day_before_seventeen(born, last):
    assert last_day(born, TODAY) == last


def test_who_is_seventeen_gets_none():
    with pytest.raises(NotPrintable, match="birth"):
        kia(replace(CHILD, birth_date=date(2009, 11, 24)))


def test_a_kia_names_the_family_and_the_birth_certificate():
    made = kia()
    assert (made.kk, made.head, made.certificate) == ("1408061203159007", "MARDIANTO", "1408-LT-1")
    assert (made.birth, made.valid_until, made.issued_at) == ("SIAK, 12-03-2015", "11-03-2032", "SIAK")


@pytest.mark.parametrize(("born", "photo"), [(date(2024, 3, 12), "aa"), (date(2015, 3, 12), "")])
def test_a_photo_comes_at_five(born, photo):
    with pytest.raises(NotPrintable, match="photo"):
        kia(replace(CHILD, birth_date=born), photo)


@pytest.mark.parametrize("name", ["head", "certificate"])
def test_an_empty_line_is_not_printed(name):
    with pytest.raises(NotPrintable, match=name):
        kia(**{name: " "})


@pytest.mark.parametrize("name", ["nik", "kk"])
def test_a_number_that_is_awaited_is_not_printed(name):
    with pytest.raises(NotPrintable, match=name):
        kia(replace(CHILD, **{name: None}))


def test_a_foreigner_s_card_speaks_english_and_ends_with_the_permit():
    made = oa()
    assert (made.sex, made.religion, made.marital, made.occupation) == ("FEMALE", "ISLAM", "SINGLE", "MANAGER")
    assert (made.nationality, made.valid_until) == ("SINGAPURA", "01-01-2031")


def test_every_religion_and_status_of_the_list_has_its_english():
    for code in TABLES.table("agama"):
        assert oa(replace(GUEST, religion=code)).religion in {*RELIGIONS.values(), "OTHER"}
    for code in TABLES.table("status_perkawinan"):
        assert oa(replace(GUEST, marital=code)).marital in MARITAL.values()
    other = TABLES.by_name("agama", "Lainnya (khusus Orang Asing)")
    assert oa(replace(GUEST, religion=other)).religion == "OTHER"


def test_a_single_foreigner_under_17_waits_like_anybody():
    assert oa(replace(GUEST, birth_date=date(2010, 5, 2))).printable_from() == date(2027, 5, 2)


@pytest.mark.parametrize(
    ("who", "changes", "name"),
    [
        (resident(), {}, "nationality"),
        (GUEST, {"occupation": " "}, "occupation"),
        (GUEST, {"until": TODAY}, "until"),
    ],
)
def test_what_is_no_card_of_a_foreigner(who, changes, name):
    with pytest.raises(NotPrintable, match=name):
        oa(who, **changes)
