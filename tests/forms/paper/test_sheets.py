"""Every form: nothing cut, nothing over anything else, every glyph there, the same bytes, the picture as approved."""

import shutil
import subprocess
from itertools import combinations

import numpy
import pytest
from PIL import Image

from forms.paper.f102 import Request, UnknownBox, request_form
from forms.paper.f103 import UnknownChoice, moving_form
from forms.paper.f103_values import Moving
from forms.raster import page_count
from tests.forms.paper.sheets import LONG_VALUES, SHEETS, golden_file, picture
from tests.forms.reading import frames, paper, texts, written

SLACK = 0.35  # mm: the boxes of texts are those of their ink, neighbours of one line may nearly touch
BLOCK, MOST = 8, 20.0  # a word that moved changes a block of 8 x 8 dots by far more


@pytest.fixture(scope="module")
def sheets():
    made = {}

    def get(name):
        return made.setdefault(name, SHEETS[name]())

    return get


@pytest.mark.parametrize("name", SHEETS)
def test_no_text_lies_over_another(name, sheets):
    found = texts(sheets(name))
    assert len(found) > 15
    assert [(a.text, b.text) for a, b in combinations(found, 2) if a.overlaps(b, SLACK)] == []


@pytest.mark.parametrize("name", SHEETS)
def test_no_frame_runs_through_a_text(name, sheets):
    lines, words = frames(sheets(name)), texts(sheets(name))
    assert [word.text for line in lines for word in words if word.crossed_by(line, SLACK)] == []


@pytest.mark.parametrize("name", SHEETS)
def test_all_stands_on_the_paper(name, sheets):
    sizes = paper(sheets(name))
    assert {size for page in sizes for size in page} == {210, 297}
    for text in texts(sheets(name)):
        width, height = sizes[text.page]
        assert 8 <= text.left < text.right <= width - 8, text
        assert 5 <= text.top < text.bottom <= height - 5, text


@pytest.mark.parametrize("name", LONG_VALUES)
def test_the_longest_values_are_there_whole(name, sheets):
    text = written(sheets(f"{name} longest"))
    missing = [value for value in LONG_VALUES[name] if "".join(value.split()) not in text]
    assert missing == []


@pytest.mark.parametrize("name", SHEETS)
def test_the_same_values_are_the_same_bytes(name, sheets):
    assert SHEETS[name]() == sheets(name)


@pytest.mark.parametrize("name", [name for name in SHEETS if not name.endswith("longest")])
def test_it_looks_as_it_was_looked_at(name, sheets):
    pdf = sheets(name)
    for page in range(page_count(pdf)):
        golden = numpy.asarray(Image.open(golden_file(name, page)).convert("L"), dtype=float)
        seen = numpy.asarray(picture(pdf, page), dtype=float)
        assert seen.shape == golden.shape
        assert _worst_block(seen, golden) < MOST
    assert not golden_file(name, page_count(pdf)).exists()


def test_the_golden_pictures_would_see_a_word_that_moved(sheets):
    pdf = sheets("F-1.02 filled")
    seen = numpy.asarray(picture(pdf, 0), dtype=float)
    moved = seen.copy()
    moved[30:50, 100:200] = seen[30:50, 97:197]
    assert _worst_block(seen, moved) > MOST


@pytest.mark.parametrize("name", [name for name in SHEETS if not name.endswith("blank")])
def test_what_is_filled_in_training_says_so_on_every_page(name, sheets):
    pdf = sheets(name)
    marked = [text.page for text in texts(pdf, without="") if text.text == "SPESIMEN"]
    assert marked == list(range(page_count(pdf)))


@pytest.mark.tools
@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("name", SHEETS)
def test_all_fonts_are_embedded(name, sheets, tmp_path):
    file = tmp_path / "form.pdf"
    file.write_bytes(sheets(name))
    rows = subprocess.run(["pdffonts", file], capture_output=True, check=True).stdout.decode().splitlines()[2:]
    assert rows
    assert all("Inter" in row and " yes yes " in " ".join(row.split()) for row in rows), rows


@pytest.mark.tools
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_another_reader_finds_the_values(sheets, tmp_path):
    file = tmp_path / "form.pdf"
    file.write_bytes(sheets("F-1.02 filled"))
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True).stdout.decode()
    for words in ("F-1.02", "SUHAILA MARDIANI", "1408065203099004", "1408061203159007", "RINA OKTAVIANI", "SPESIMEN"):
        assert words in text


@pytest.mark.tools
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("name", [name for name in SHEETS if not name.endswith("longest")])
def test_another_reader_finds_every_word_of_every_form(name, sheets, tmp_path):
    """A glyph without its character would be seen and not found."""
    file = tmp_path / "form.pdf"
    file.write_bytes(sheets(name))
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True).stdout.decode()
    found = "".join(text.split())
    words = {word for box in texts(sheets(name)) for word in box.text.split() if len(word) > 3 and word.isalnum()}
    assert len(words) > 20
    assert name.split()[0] in text
    assert sorted(word for word in words if word not in found) == []


def test_a_box_the_form_does_not_have_is_refused():
    with pytest.raises(UnknownBox, match="KTP-Z"):
        request_form(Request(boxes=frozenset({"KTP-Z"})))
    with pytest.raises(UnknownBox, match="17"):
        request_form(Request(attachments=frozenset({17})))
    with pytest.raises(UnknownChoice, match="reason: 9"):
        moving_form(Moving(reason="9"))


def _worst_block(one, other):
    """The largest mean difference of any block."""
    tall, wide = (size // BLOCK * BLOCK for size in one.shape)
    difference = numpy.abs(one - other)[:tall, :wide]
    return difference.reshape(tall // BLOCK, BLOCK, wide // BLOCK, BLOCK).mean(axis=(1, 3)).max()
