"""The console speaks and looks like the stations."""

import re
from pathlib import Path

import pytest

from central.console.chips import CHIPS
from central.console.menu import PAGES
from central.console.sheets import ASSETS, FOLDER, Sheets
from central.console.tables import safe
from central.console.words import REFUSALS, mask_name, mask_number
from registry.lifecycle import Status
from station.presenters.status import chip
from station.widgets import tokens

SOURCES = Path(__file__).parents[3] / "central" / "console"


@pytest.mark.parametrize("status", [one for one in Status if one is not Status.NEW])
def test_a_status_has_the_word_and_the_colour_of_the_stations(status: Status) -> None:
    theirs = chip(status, receipted=True)
    assert (CHIPS[status].word, CHIPS[status].role) == (theirs.word, theirs.role)


@pytest.mark.parametrize(("theme", "place"), [("light", 0), ("dark", 1), ("contrast", 2)])
def test_the_colours_are_the_tokens_of_the_stations(theme: str, place: int) -> None:
    blocks = re.findall(r":root \{(.*?)\}", (ASSETS / "console.css").read_text("utf-8"), re.S)
    ours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", blocks[place]))
    theirs = getattr(tokens, theme.upper())
    shared = {name: value for name, value in ours.items() if name in theirs}
    assert len(shared) > 20
    assert {name: theirs[name] for name in shared} == shared


def test_every_refusal_has_words() -> None:
    text = "".join(file.read_text("utf-8") for file in SOURCES.rglob("*.py"))
    codes = set(re.findall(r'Refused\(\s*"([a-z-]+)"', text))
    assert codes - set(REFUSALS) == set()


def test_every_page_has_a_template_that_parses_and_no_style_or_script_inside() -> None:
    for page in PAGES:
        assert (FOLDER / page.template).exists()
    for file in FOLDER.glob("*.html"):
        text = file.read_text("utf-8")
        assert not re.search(r"<script|<style|style=|\son\w+=|javascript:|\|\s*safe(?!\s*}}</div>)", text), file.name
    assert Sheets().render("tutup.html", {"prefix": "", "said": "<b>"}).count(b"&lt;b&gt;") == 1


def test_every_form_that_posts_carries_the_token() -> None:
    for file in FOLDER.glob("*.html"):
        for form in re.findall(r'<form method="post".*?</form>', file.read_text("utf-8"), re.S):
            assert "form_token" in form, (file.name, form[:80])


def test_masks_leave_little() -> None:
    assert mask_number("1408065203090004").count("•") == 8
    assert mask_name("SUHAILA") == "S••••"  # the same length for every name
    assert mask_name("LI") == "L••••"


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "|x", "%x"])
def test_what_a_spreadsheet_would_reckon_gets_a_sign(cell: str) -> None:
    assert safe(cell) == "'" + cell
