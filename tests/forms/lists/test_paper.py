import re
from dataclasses import replace
from itertools import combinations

import pytest

from forms.lists.minutes import NoWitness, destruction_minutes
from forms.lists.numerals import in_words
from forms.lists.paper import list_pdf
from forms.lists.recap import monthly_recap
from forms.lists.table import shown
from forms.raster import page_count
from tests.forms.lists.tables import BUDI, MONTHS, OCCASION, OFFICE, TABLES, WITNESSES, destruction, pickup, recap
from tests.forms.reading import frames, paper, texts, written

SLACK = 0.35


@pytest.fixture(scope="module")
def lists():
    made = {}

    def get(name):
        kind, count = TABLES[name]
        return made.setdefault(name, list_pdf(kind(count), marking="SPESIMEN"))

    return get


@pytest.mark.parametrize("name", TABLES)
def test_nothing_lies_over_anything(name, lists):
    words, lines = texts(lists(name)), frames(lists(name))
    pages = {word.page: [w for w in words if w.page == word.page] for word in words}
    over = [(a.text, b.text) for page in pages.values() for a, b in combinations(page, 2) if a.overlaps(b, SLACK)]
    assert over == []
    assert [w.text for f in lines for w in pages.get(f.page, ()) if w.crossed_by(f, SLACK)] == []


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_there_and_the_pages_are_counted_right(name, lists):
    kind, count = TABLES[name]
    pdf, text = lists(name), written(lists(name))
    for row in kind(count).rows:
        assert "".join(shown(row[1]).split()) in text
    last = page_count(pdf)
    assert re.findall(r"Halaman(\d+)dari(\d+)", text) == [(str(n), str(last)) for n in range(1, last + 1)]


@pytest.mark.parametrize("name", TABLES)
def test_all_stands_on_the_paper_and_no_nik_does(name, lists):
    sizes = paper(lists(name))
    for word in texts(lists(name)):
        width, height = sizes[word.page]
        assert 10 <= word.left < word.right <= width - 10, word
        assert 8 <= word.top < word.bottom <= height - 5, word
        assert not re.search(r"\d{16}", word.text)


@pytest.mark.parametrize("name", [name for name in TABLES if name.endswith((" 2", " 130"))])
def test_the_same_list_is_the_same_bytes(name, lists):
    kind, count = TABLES[name]
    assert list_pdf(kind(count), marking="SPESIMEN") == lists(name)


@pytest.mark.parametrize("kind", [pickup, destruction])
def test_the_last_page_is_known_before_the_first_is_drawn(kind):
    """Wherever the end falls: rows, totals and signatures may each open a page."""
    for count in range(12, 34):
        pdf = list_pdf(kind(count))
        assert f"Halaman1dari{page_count(pdf)}" in written(pdf)


def test_the_heads_stand_on_every_page_with_rows(lists):
    heads = [word.page for word in texts(lists("register 130")) if word.text == "Petugas"]
    assert heads == list(range(heads[-1] + 1))
    assert heads[-1] >= 4


def test_minutes_name_everyone_who_signs(lists):
    text = written(lists("destruction 21"))
    for words in (
        "21 (dua puluh satu)",
        "dibakar",
        "470.13/11176/SJ",
        "Saksi 1,",
        "Saksi 2,",
        "ANDI",
        "SITI",
        "rusak 5",
    ):
        assert "".join(words.split()) in text
    assert "1.000(seribu)" in written(lists("hand_over 2"))


def test_destruction_without_two_witnesses_is_refused():
    with pytest.raises(NoWitness):
        destruction_minutes(OFFICE, OCCASION, [BUDI], WITNESSES[:1], [])


def test_the_recap_adds_up_and_shows_what_is_missing():
    good, short = MONTHS
    assert (good.closing, good.difference) == (1338, 0)
    assert (short.closing, short.difference) == (12339, -1)
    assert monthly_recap(OFFICE, "November 2026", MONTHS, officer="", head="").totals == ()
    rows = (good, replace(short, kind=good.kind))
    table = monthly_recap(OFFICE, "November 2026", rows, officer="", head="")
    assert table.totals == ("Jumlah", 13000, 1000, 100, 216, 1, 4, 1, 0, 1, 0, 0, 13677, 13676, -1)
    assert "12.339" in written(list_pdf(recap(2)))


def test_a_long_text_makes_its_row_taller_and_is_never_cut():
    table = recap(1)
    long = "Kantor Camat " + "yang sangat jauh " * 40
    pdf = list_pdf(replace(table, rows=((long, *table.rows[0][1:]),)))
    assert "".join(long.split()) in written(pdf)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (19, "sembilan belas"),
        (100, "seratus"),
        (1000, "seribu"),
        (1001, "seribu satu"),
        (2100, "dua ribu seratus"),
        (11_000, "sebelas ribu"),
        (100_000, "seratus ribu"),
        (1_000_000, "satu juta"),
    ],
)
def test_numbers_in_words(number, words):
    assert in_words(number) == words


def test_numbers_without_words_are_refused():
    with pytest.raises(ValueError, match="-1"):
        in_words(-1)
