import shutil
import subprocess
from contextlib import suppress
from dataclasses import replace

import pytest

from forms.errors import DoesNotFit, MissingGlyph
from forms.fit import fit
from forms.ktp import Calibration, front
from forms.pictures import LIFTED, for_card
from forms.raster import page_count, render
from forms.sheet import SEMIBOLD
from registry.people import Address
from registry.releases import Printable, ReleaseRefused
from tests.forms.making import photo, printable, resident

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


def text_of(pdf, tmp_path):
    file = tmp_path / "card.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True).stdout.decode()


@pytest.mark.tools
@needs_poppler
def test_every_element_and_the_specimen_stand_in_the_text(tmp_path):
    card = printable()
    text = text_of(front(card), tmp_path)
    for value in card.elements.to_record().values():
        if len(value) != 64:  # the hashes of photo and signature are not printed
            assert value in text, value
    assert "SPESIMEN" in text


@pytest.mark.tools
@needs_poppler
def test_all_fonts_are_embedded_and_none_is_a_stand_in(tmp_path):
    file = tmp_path / "card.pdf"
    file.write_bytes(front(printable()))
    rows = subprocess.run(["pdffonts", file], capture_output=True, check=True).stdout.decode().splitlines()[2:]
    assert rows
    assert all("Inter" in row and " yes yes " in " ".join(row.split()) for row in rows), rows


def test_the_card_is_id1_and_the_same_bytes_each_time():
    card = printable()
    pdf = front(card)
    assert front(card) == pdf
    assert page_count(pdf) == 1
    raster = render(pdf, dpi=300)
    assert abs(raster.width - 1011) <= 1
    assert abs(raster.height - 638) <= 1


def test_text_is_pure_black_and_the_photo_never_is():
    assert b"\x00\x00\x00" in render(front(printable())).rgb
    pixels, size = for_card(photo(), 20.8, 27.7)
    assert size == (246, 327)
    assert min(pixels) >= LIFTED


def test_the_specimen_is_in_the_pixels_too():
    card = printable()
    raster = render(front(card), dpi=150)
    red = sum(
        1
        for i in range(0, len(raster.rgb), 3)
        if raster.rgb[i] > 200 and 120 < raster.rgb[i + 1] < 230 and raster.rgb[i] - raster.rgb[i + 1] > 20
    )
    assert red > 3000


@pytest.mark.parametrize("name", ["M" * 29 + " " + "W" * 30, "SITI " * 12, "I" * 60])
def test_the_longest_names_are_fitted_or_refused_never_cut(name):
    who = replace(resident(), name=name.strip())
    card = printable(who)
    with suppress(DoesNotFit):  # refusing is lawful, cutting is not
        lines = fit("Nama", card.elements.name, 37.4, 5.4, SEMIBOLD).lines
        assert " ".join(lines) == card.elements.name
        assert front(card)


def test_a_long_address_goes_on_two_lines():
    street = "Jl. Panglima Besar Datuk Laksamana Raja di Laut Gang Melur Nomor 127 Blok C"
    who = replace(resident(), address=Address(street, "003", "002", "14.08.06.2001"))
    assert front(printable(who)) != front(printable())


def test_a_sign_the_font_lacks_is_named():
    who = replace(resident(), name="SITI 漢 AMINAH")
    with pytest.raises(MissingGlyph) as refusal:
        front(printable(who))
    assert refusal.value.characters == "漢"


def test_calibration_moves_the_page():
    card = printable()
    assert render(front(card, Calibration(1.0, 0.5)), dpi=72).rgb != render(front(card), dpi=72).rgb


def test_no_one_makes_a_printable_by_hand():
    card = printable()
    with pytest.raises(ReleaseRefused):
        Printable(card.release, card.elements, card.photo, card.signature, "", 1, object())
    with pytest.raises(ReleaseRefused):
        replace(card, marking="", seal=None)
