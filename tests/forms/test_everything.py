"""Every sheet and card that is no form: nothing over anything, all on the paper, whole, the same bytes, as approved."""

import re
import shutil
import subprocess
from itertools import combinations

import cv2
import numpy
import pytest
from PIL import Image

from devices.camera.qr import read_qr
from forms.raster import page_count, render
from tests.forms.everything import CARD, SHEETS, golden_file, picture
from tests.forms.paper.sheets import CERTIFICATE, NAME
from tests.forms.reading import frames, paper, texts, written
from tests.forms.test_card_room import LONG
from tests.forms.test_kk import LONG_ROW
from tests.forms.test_receipt import QR

BLOCK, MOST = 8, 20.0
STAMPS = ("SPESIMEN", "RANCANGAN")
CARD_SLACK, PAPER_SLACK = 0.15, 0.35
LONG_WORDS = {
    "ktp longest": (NAME, LONG.address.street.upper()),
    "ktp-oa longest": (NAME, "AGRICULTURAL MACHINERY MAINTENANCE SUPERVISOR", "REPUBLIK DEMOKRATIK RAKYAT LAOS"),
    "kia-0 longest": (NAME, CERTIFICATE, LONG.address.street.upper()),
    "kia-5 longest": (NAME, CERTIFICATE, LONG.address.street.upper()),
    "resi longest": (NAME, "Kutipan akta kelahiran asli anak ke-4 dari kepala keluarga"),
    "rancangan-kk longest": LONG_ROW,
}


@pytest.fixture(scope="module")
def sheets():
    made = {}

    def get(name):
        return made.setdefault(name, SHEETS[name].make())

    return get


def words_of(pdf):
    return [word for word in texts(pdf) if word.text not in STAMPS]


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_lies_over_anything(name, sheets):
    slack = CARD_SLACK if SHEETS[name].size == CARD else PAPER_SLACK
    words = words_of(sheets(name))
    pages = {word.page: [w for w in words if w.page == word.page] for word in words}
    assert [(a.text, b.text) for page in pages.values() for a, b in combinations(page, 2) if a.overlaps(b, slack)] == []
    crossed = [w.text for f in frames(sheets(name)) for w in pages.get(f.page, ()) if w.crossed_by(f, PAPER_SLACK)]
    assert crossed == []


@pytest.mark.parametrize("name", SHEETS)
def test_all_stands_on_the_sheet(name, sheets):
    sizes, wanted = paper(sheets(name)), SHEETS[name].size
    assert wanted == (0, 0) or set(sizes) == {wanted}
    margin = 1.0 if wanted == CARD else 5.0
    for word in words_of(sheets(name)):
        width, height = sizes[word.page]
        assert margin <= word.left < word.right <= width - margin, word
        assert margin <= word.top < word.bottom <= height - margin, word


@pytest.mark.parametrize("name", LONG_WORDS)
def test_the_longest_values_are_there_whole(name, sheets):
    text = written(sheets(name))
    assert [value for value in LONG_WORDS[name] if "".join(value.split()) not in text] == []


@pytest.mark.parametrize("name", [name for name in SHEETS if not name.startswith("ktp")])
def test_the_same_values_are_the_same_bytes(name, sheets):
    assert SHEETS[name].make() == sheets(name)


@pytest.mark.parametrize("name", SHEETS)
def test_it_looks_as_it_was_looked_at(name, sheets):
    pdf = sheets(name)
    for page in range(page_count(pdf)):
        golden = numpy.asarray(Image.open(golden_file(name, page)).convert("L"), dtype=float)
        seen = numpy.asarray(picture(pdf, page, SHEETS[name].dpi), dtype=float)
        assert seen.shape == golden.shape
        assert _worst_block(seen, golden) < MOST
    assert not golden_file(name, page_count(pdf)).exists()


@pytest.mark.parametrize("name", [name for name in SHEETS if name.startswith(("ktp", "kia", "resi"))])
def test_what_is_filled_in_training_says_so_on_every_page(name, sheets):
    marked = [text.page for text in texts(sheets(name), without="") if text.text == "SPESIMEN"]
    assert marked == list(range(page_count(sheets(name))))


@pytest.mark.tools
@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("name", SHEETS)
def test_stock_tools_find_embedded_fonts_and_the_words(name, sheets, tmp_path):
    file = tmp_path / "sheet.pdf"
    file.write_bytes(sheets(name))
    rows = _run("pdffonts", file).splitlines()[2:]
    assert rows
    assert all("Inter" in row and " yes yes " in " ".join(row.split()) for row in rows), rows
    text = " ".join(_run("pdftotext", "-layout", file, "-").split())
    assert [words for words in SHEETS[name].words if words not in text] == []


@pytest.mark.tools
@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not installed")
def test_nothing_of_ours_passes_for_a_signed_document(sheets, tmp_path):
    for name in ("resi", "rancangan-kk", "ktp"):
        file = tmp_path / "sheet.pdf"
        file.write_bytes(sheets(name))
        found = subprocess.run(["pdfsig", file], capture_output=True, check=False).stdout.decode()
        assert "does not contain any signatures" in found


@pytest.mark.parametrize(("name", "holds"), [("resi", QR), ("pemulihan", "BEGIN AGE ENCRYPTED FILE")])
@pytest.mark.parametrize("scan", [False, True], ids=["print", "scan"])
def test_its_code_is_read_as_printed_and_as_scanned(name, holds, scan, sheets, tmp_path):
    raster = render(sheets(name), dpi=200 if scan else 300)
    seen = numpy.frombuffer(raster.rgb, numpy.uint8).reshape(raster.height, raster.width, 3)
    file = tmp_path / "page.png"
    cv2.imwrite(str(file), scanned(seen) if scan else seen)
    assert holds in read_qr(file.read_bytes())


def scanned(page):
    """As an office scanner gives it: a degree askew, soft, grey paper, grain, JPEG."""
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 1.0, 1.0)
    askew = cv2.warpAffine(page, turn, (width, height), borderValue=(255, 255, 255))
    soft = cv2.GaussianBlur(askew, (3, 3), 0.8)
    grain = numpy.random.default_rng(7).normal(0, 6, soft.shape)
    grey = numpy.clip(soft * 0.86 + 22 + grain, 0, 255).astype(numpy.uint8)
    return cv2.imdecode(cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, 70])[1], cv2.IMREAD_COLOR)


def test_no_list_and_no_receipt_shows_a_nik(sheets):
    for name in ("resi", "resi longest", "rancangan-kk", "pickup", "shipping", "hand-over", "destruction", "register"):
        assert not re.search(r"\d{16}", " ".join(word.text for word in texts(sheets(name)))), name


def _run(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def _worst_block(one, other):
    """The largest mean difference of any block."""
    tall, wide = (size // BLOCK * BLOCK for size in one.shape)
    difference = numpy.abs(one - other)[:tall, :wide]
    return difference.reshape(tall // BLOCK, BLOCK, wide // BLOCK, BLOCK).mean(axis=(1, 3)).max()
