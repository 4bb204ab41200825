"""The receipt with the longest values: nothing over anything, all on the paper, nothing cut."""

from dataclasses import replace
from itertools import combinations

import pytest

from forms.raster import page_count
from forms.receipt import receipt
from tests.forms.reading import paper, texts, written
from tests.forms.test_receipt import DATA

NAME = "MUHAMMAD WAHYUDDIN ABDURRAHMAN WICAKSONO MANGKUWINATA HASMUM"
PAPERS = (
    "Kartu Keluarga",
    "Surat keterangan pindah luar negeri (SKPLN)",
    "F-1.05 SPTJM perkawinan atau perceraian belum tercatat",
    "Surat keterangan hilang dari kepolisian",
    "F-1.03B Bersedia menerima sebagai anggota keluarga",
    "Kutipan akta perceraian",
)
LONG = replace(
    DATA,
    office="UPTD Kependudukan dan Pencatatan Sipil Kecamatan Kerinci Kanan",
    applicant=NAME,
    officer=NAME,
    service="KTP-el perubahan data dan KK tambah anggota (numpang)",
    pickup="UPTD Kependudukan dan Pencatatan Sipil Kecamatan Kerinci Kanan",
    fingers="7 dari 10 jari, 3 pengecualian",
    missing=PAPERS,
    next_step=DATA.next_step * 2,
)
RECEIPTS = {"usual": DATA, "long": LONG, "nothing missing": replace(LONG, missing=())}


@pytest.mark.parametrize("name", RECEIPTS)
def test_nothing_lies_over_anything(name):
    found = texts(receipt(RECEIPTS[name]))
    assert [(a.text, b.text) for a, b in combinations(found, 2) if a.overlaps(b, 0.35)] == []


@pytest.mark.parametrize("name", RECEIPTS)
def test_all_stands_on_one_sheet_of_a5(name):
    pdf = receipt(RECEIPTS[name])
    assert page_count(pdf) == 1
    assert paper(pdf) == [(148, 210)]
    for text in texts(pdf):
        assert 10 <= text.left < text.right <= 138, text
        assert 10 <= text.top < text.bottom <= 203, text


def test_the_longest_values_are_there_whole():
    text = written(receipt(LONG))
    for value in (NAME, LONG.office, LONG.service, LONG.next_step, *PAPERS):
        assert "".join(value.split()) in text
