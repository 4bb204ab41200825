import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import DoesNotFit, MissingGlyph
from forms.paper.form import Form
from forms.paper.settle import LEAST, settle
from forms.sheet import width_mm
from tests.forms.reading import texts, written

WORDS = st.text(st.sampled_from("ABIMW/-. iw1"), min_size=1, max_size=200).map(lambda text: " ".join(text.split()))


@given(text=WORDS, width=st.floats(8, 120), height=st.floats(3, 20), size=st.floats(6, 12))
def test_what_settles_is_whole_and_within_its_box(text, width, height, size):
    try:
        settled = settle("x", text, width, height, size)
    except DoesNotFit:
        return  # refusing is lawful, cutting is not
    assert "".join("".join(settled.lines).split()) == "".join(text.split())
    assert LEAST <= settled.size <= size
    assert all(width_mm(line, settled.size) <= width + 0.001 for line in settled.lines)
    assert settled.height <= max(height, settled.size / 72 * 25.4 * 1.15 + 0.001)


def test_a_sign_the_font_lacks_is_named_before_anything_is_drawn():
    with pytest.raises(MissingGlyph):
        settle("x", "漢", 50, 5, 9)


def test_what_has_no_room_stands_whole_on_a_last_sheet():
    form = Form("F-0", "Uji")
    long = "ABCDEFGHIJ " * 40
    form.value("Alamat", (20, 40, 40, 5), long.strip())
    form.value("Alamat", (20, 50, 40, 5), long.strip())
    pdf = form.finish()
    assert [text.text for text in texts(pdf) if text.page == 0] == ["lihat 1)", "lihat 1)"]
    assert "".join(long.split()) in written(pdf)
    assert "Alamat" in written(pdf)


def test_what_is_longer_than_the_squares_of_a_comb_takes_their_frame():
    form = Form("F-0", "Uji")
    form.comb("RT", 20, 20, 3, "003")
    form.comb("RT", 20, 40, 3, "003/A")
    found = [text.text.strip() for text in texts(form.finish())]
    assert found == ["0", "0", "3", "003/A"]


def test_a_line_break_in_a_value_is_a_space():
    form = Form("F-0", "Uji")
    form.value("Alamat", (20, 20, 80, 6), "Jl. Pemda\n Km 4")
    assert [text.text for text in texts(form.finish())] == ["Jl. Pemda Km 4"]
