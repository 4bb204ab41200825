"""The front with the longest values: nothing over anything, all on the card, nothing cut."""

from dataclasses import replace
from itertools import combinations

import pytest

from forms.ktp import front
from registry.codes import CodeTables
from registry.people import Address
from tests.forms.making import printable, resident
from tests.forms.reading import texts, written

TABLES = CodeTables.load()
STREET = "Jl. Panglima Besar Datuk Laksamana Raja di Laut Gang Melur Nomor 127 Blok C"
LONG = replace(
    resident(),
    name="MUHAMMAD WAHYUDDIN ABDURRAHMAN WICAKSONO MANGKUWINATA HASMUM",
    birth_place="KABUPATEN PENUKAL ABAB LEMATANG ILIR",
    blood=TABLES.by_name("golongan_darah", "AB+"),
    religion=TABLES.table("agama", "legacy")[-1],
    occupation=max(TABLES.table("pekerjaan"), key=lambda code: len(code.name)),
    address=Address(STREET, "003", "002", "14.08.13.1006"),
)
PEOPLE = {"usual": resident(), "long": LONG}


@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_lies_over_anything_and_all_on_the_card(name):
    found = texts(front(printable(PEOPLE[name])))
    assert [(a.text, b.text) for a, b in combinations(found, 2) if a.overlaps(b, 0.15)] == []
    for text in found:
        assert 0.5 < text.left < text.right < 85.1, text
        assert 0.5 < text.top < text.bottom < 53.5, text


def test_the_longest_values_are_there_whole():
    card = printable(LONG)
    text = written(front(card))
    for value in card.elements.to_record().values():
        if len(value) != 64:  # the hashes of photo and signature are not printed
            assert "".join(value.split()) in text
