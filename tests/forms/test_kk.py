"""The draft of a KK: what it says of itself on every sheet, and that it shows no number whole."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from forms.kk import MARKING, TITLE, Card
from registry.changes import Added, FamilyChange, Split, in_order
from registry.codes import CodeTables
from registry.people import Family
from station.desk.family_paper import draft_paper
from tests.forms.paper.sheets import DISTRICT, NAME, PROVINCE, REGENCY, VILLAGE
from tests.registry.families import BABY, DAUGHTER, FATHER, MOTHER, family

MADE = {"made": "Kantor Camat Dayun, 25 Nov 2026", "case": "D-2611-0418"}


def sheets(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [document[number].get_textpage().get_text_range() for number in range(len(document))]


def longest_word(table: str) -> str:
    """The longest entry of a code list, without its code."""
    return max((code.name for code in CodeTables.load().table(table)), key=len)


def many(count: int) -> Family:
    """A family of many children."""
    children = [replace(BABY, id=f"r-{n}", nik=DAUGHTER.nik, name=f"ANAK KE {'ABCDEFGHIJKL'[n]}") for n in range(count)]
    return Family(FATHER.kk, in_order((FATHER, MOTHER, *children)))


STREET = "Jl. Panglima Besar Datuk Laksamana Raja di Laut Gang Melur Nomor 127 Blok C"
LONG_ROW = (
    NAME, "1408 •••• •••• 9004", "Perempuan", REGENCY, "12-03-2009", longest_word("agama"), longest_word("pendidikan"),
    longest_word("pekerjaan"), "AB+", longest_word("status_perkawinan"), "12-03-2026", longest_word("shdk"),
    "REPUBLIK DEMOKRATIK RAKYAT LAOS", "X1234567890", "2D11JE0001-T", NAME, NAME[::-1],
)  # fmt: skip
LONG_CARD = Card(
    "1408 •••• •••• 9007",
    NAME,
    (("Alamat", STREET), ("RT/RW", "003/002"), ("Kode pos", "28671")),
    (("Kampung/Kelurahan", VILLAGE), ("Kecamatan", DISTRICT), ("Kabupaten", REGENCY), ("Provinsi", PROVINCE)),
    (LONG_ROW,) * 10,
)
CHANGE = FamilyChange(family()).with_edit(Added(BABY)).with_edit(Split(DAUGHTER.id, "2026:1"))


def test_each_card_has_its_sheet_and_every_sheet_says_that_it_is_a_draft():
    found = sheets(draft_paper(CHANGE, **MADE))
    assert len(found) == 2
    for text in found:
        assert TITLE in text
        assert text.count(MARKING) >= 2
    assert "ALIF PRIYATNA" in found[0]
    assert DAUGHTER.name not in found[0]
    assert DAUGHTER.name in found[1]
    assert "Menunggu SIAK" in found[1]


def test_numbers_stand_by_their_ends_only():
    text = " ".join(sheets(draft_paper(CHANGE, **MADE))).replace(" ", "")
    for number in (FATHER.nik, FATHER.kk, DAUGHTER.nik):
        assert str(number) not in text
    assert "1408••••••••9007" in text


def test_the_same_family_gives_the_same_bytes():
    assert draft_paper(CHANGE, **MADE) == draft_paper(CHANGE, **MADE)


@pytest.mark.parametrize(("count", "pages"), [(8, 1), (9, 2), (12, 2)])
def test_more_than_ten_go_on_another_sheet(count, pages):
    found = sheets(draft_paper(FamilyChange(many(count)), **MADE))
    assert len(found) == pages
    assert all(f"ANAK KE {'ABCDEFGHIJKL'[n]}" in "".join(found) for n in range(count))


def test_the_longest_name_fits():
    long = replace(FATHER, name="ABDURRAHMAN WAHID HASYIM MUHAMMAD SYAFI'I NASUTION SIREGAR")
    text = sheets(draft_paper(FamilyChange(Family(FATHER.kk, (long,))), **MADE))[0]
    assert "ABDURRAHMAN" in text
    assert "SIREGAR" in text
