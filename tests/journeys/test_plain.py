"""The scan finds what is hidden in it, so that finding nothing means something."""

import base64
import gzip
import io
import random
import zipfile
import zlib

import pytest
import zstandard
from reportlab.pdfgen.canvas import Canvas

from forms.ktp import front
from tests.forms.making import printable, resident
from tests.journeys.plain import needles, shown_below, shown_in

NIK, NAME = str(resident().nik), resident().name
WANTED = needles(NIK, NAME)
LINE = f"pemohon {NAME}, NIK {NIK}".encode()
NOISE = random.Random(7).randbytes(4000)


def zipped(data, *, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.txt", data)
    return out.getvalue()


def page(compressed):
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=compressed)
    canvas.drawString(72, 72, LINE.decode())
    canvas.save()
    return out.getvalue()


HIDINGS = {
    "plain": LINE,
    "zlib": zlib.compress(LINE),
    "zlib, strongest": zlib.compress(LINE, 9),
    "zlib, fastest": zlib.compress(LINE, 1),
    "gzip": gzip.compress(LINE),
    "gzip in zlib": zlib.compress(gzip.compress(LINE)),
    "zip": zipped(LINE),
    "zip without its directory": zipped(LINE)[:-60],
    "stored zip": zipped(LINE, method=zipfile.ZIP_STORED),
    "zip in zip": zipped(zipped(LINE)),
    "zstd": zstandard.compress(LINE),
    "torn zlib": zlib.compress(LINE + NOISE)[:-900],
    "zlib with a wrong sum": zlib.compress(LINE)[:-4] + b"\0\0\0\0",
    "PDF": page(0),
    "packed PDF": page(1),
    "PDF in a zip": zipped(page(1)),
}


@pytest.mark.parametrize("hiding", HIDINGS)
def test_a_number_is_found_however_it_is_packed(hiding):
    assert "nik utf-8" in shown_in(HIDINGS[hiding], WANTED)
    if not hiding.startswith(("PDF", "packed")):
        assert "NAME utf-8" in shown_in(NOISE + HIDINGS[hiding] + NOISE, WANTED)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (f"{NIK[:4]} {NIK[4:8]} {NIK[8:12]} {NIK[12:]}", "nik 4-4-4-4"),
        (NIK, "nik"),
        (NAME.upper(), "NAME"),
        (NAME.title(), "Name"),
    ],
)
@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_person_is_found_in_any_writing(words, what, code):
    hidden = zlib.compress(f"a {words} z".encode(code))
    assert f"{what} {code}" in shown_in(hidden, WANTED)


@pytest.mark.parametrize("before", range(6))
def test_base64_and_hex_hide_nothing(before):
    line = b"x" * before + NIK.encode() + b"yz"
    assert any("base64" in what for what in shown_in(base64.b64encode(line), WANTED))
    assert "nik hex" in shown_in(line.hex().encode(), WANTED)


def test_the_card_itself_is_seen_through():
    """Its fonts are subsets: no letter of the page lies in its bytes."""
    card = front(printable())
    assert NIK.encode() not in card
    assert {"nik utf-8", "NAME utf-8"} <= shown_in(card, WANTED)


def test_noise_and_others_show_nothing():
    other = zlib.compress(b"pemohon BUDI SANTOSO, NIK 1408060101010001")
    assert shown_in(NOISE * 50 + other, WANTED) == set()


def test_files_are_named(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "log.gz").write_bytes(gzip.compress(LINE))
    (tmp_path / f"{NIK}.txt").write_bytes(b"")
    (tmp_path / "clean.txt").write_bytes(NOISE)
    assert set(shown_below(tmp_path, WANTED)) == {"a/log.gz", f"{NIK}.txt"}
