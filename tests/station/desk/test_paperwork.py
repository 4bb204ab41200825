"""Which sheets each service has, and that each of them can be filled and says what was handed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from registry.changes import Added, FamilyChange, Split, element
from registry.numbers import KkNumber
from registry.people import Family
from registry.services import SERVICES
from registry.submission import Paper, Submission
from station.desk.paperwork import DRAFT, NAMES, RECEIPT, SEPARATE, Berkas, blank, blanks, fill, place_of, sheets_of
from tests.forms.reading import written
from tests.registry.families import BABY, DAUGHTER, FATHER, MOTHER, SON

FAMILY = Family(KkNumber(str(FATHER.kk)), (FATHER, MOTHER, DAUGHTER, SON))
ON = date(2026, 11, 24)


def submission(who=FATHER, **changes):
    plain = Submission(
        "D-2611-0418", who, (), (), (Paper("kartu-keluarga", ("a",)),), "", "", "", (), (), "", "", "2026-1"
    )
    return replace(plain, **changes)


def berkas(service, who=FATHER, before=None, **changes):
    return Berkas(
        submission(who, **changes),
        service,
        before or who,
        "Dayun",
        "Kantor Camat Dayun",
        ON,
        "Rina Oktaviani",
        "SPESIMEN",
    )


WANTED = {
    "biodata-wni": {"F-1.01", "F-1.02", "F-1.04", "F-1.07"},
    "ktp-baru": {"F-1.02"},
    "ktp-perubahan": {"F-1.02", "F-1.06"},
    "ktp-hilang": {"F-1.02"},
    "kk-keluarga-baru": {"F-1.01", "F-1.02", "F-1.05", "F-1.07"},
    "kk-pindah-datang": {"F-1.02", "F-1.03B", "F-1.03C", "F-1.07"},
    "pindah": {"F-1.02", "F-1.03", "F-1.03A", "F-1.03B", "F-1.03C", "F-1.07"},
    "kia": {"F-1.02", "F-1.07"},
}


@pytest.mark.parametrize("name", WANTED)
def test_a_service_has_its_sheets_in_the_order_of_the_forms(name):
    found = sheets_of(berkas(name))
    assert found[0] == RECEIPT
    assert set(found[1:]) == WANTED[name]
    assert list(found) == [each for each in NAMES if each in found]


@pytest.mark.parametrize("name", [each.id for each in SERVICES])
def test_every_sheet_of_every_service_is_filled_and_marked(name):
    given = berkas(name)
    for sheet in sheets_of(given)[1:]:
        text = written(fill(given, sheet))
        assert "SPESIMEN" in text, sheet
        assert FATHER.name.replace(" ", "") in text, sheet


def test_a_change_of_a_family_has_both_families_the_change_and_the_draft():
    change = FamilyChange(FAMILY)
    for edit in (Added(BABY), Split(DAUGHTER.id, "2026:1"), element(MOTHER, "occupation", "2026:15", "SK 12/2026")):
        change = change.with_edit(edit)
    given = berkas("kk-perubahan", change=change)
    assert {"F-1.01", SEPARATE, "F-1.06", DRAFT} < set(sheets_of(given))
    staying, leaving = written(fill(given, "F-1.01")), written(fill(given, SEPARATE))
    assert BABY.name.replace(" ", "") in staying
    assert DAUGHTER.name.replace(" ", "") not in staying
    assert DAUGHTER.name.replace(" ", "") in leaving
    changed = written(fill(given, "F-1.06"))
    assert "SK12/2026" in changed
    assert SON.name.replace(" ", "") not in changed  # nothing of his changes
    assert "RANCANGAN" in written(fill(given, DRAFT))


def test_a_change_of_one_person_says_what_was_and_what_is():
    after = replace(FATHER, name="SYAHRIL HIDAYAT", birth_place="SIAK SRI INDRAPURA")
    given = berkas("ktp-perubahan", after, before=FATHER, changed=("name", "birth_place"))
    text = written(fill(given, "F-1.06"))
    assert f"Namalengkap:{FATHER.name.replace(' ', '')}" in text or FATHER.name.replace(" ", "") in text
    assert "SYAHRILHIDAYAT" in text
    assert "SIAKSRIINDRAPURA" in text


def test_a_changed_element_brings_f106_whatever_the_service():
    assert "F-1.06" in sheets_of(berkas("ktp-hilang", changed=("name",)))


def test_who_is_recorded_himself_sends_nobody():
    assert "F-1.07" not in sheets_of(berkas("ktp-baru"))


def test_f102_bears_the_day_and_the_officer_of_the_recording():
    text = written(fill(berkas("ktp-baru", boxes=("KTP-A",)), "F-1.02"))
    assert "24November2026" in text
    assert "RinaOktaviani".casefold() in text.casefold()


def test_where_one_moves_to_nobody_has_said():
    text = written(fill(berkas("pindah"), "F-1.03"))
    assert text.count(FATHER.address.street.replace(" ", "")) == 1


def test_every_blank_has_a_name_and_no_mark():
    assert len(blanks()) == 10
    for name in blanks():
        assert name in NAMES
        assert "SPESIMEN" not in written(blank(name))


@pytest.mark.parametrize(("office", "place"), [("Kantor Camat Dayun", "Dayun"), ("UPTD Siak", "Siak"), ("X", "X")])
def test_the_place_stands_before_the_date(office, place):
    assert place_of(office) == place
