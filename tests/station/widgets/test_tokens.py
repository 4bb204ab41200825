"""Every pair of colours that meet: texts 4.5:1 or more, edges of what one can use 3:1 or more (WCAG 2.2)."""

import re

import pytest

from station.widgets.theme import TOKENS
from station.widgets.tokens import ROLES

TEXTS = [
    *((token, ground) for token in ("fg", "mut", *ROLES) for ground in ("bg", "card")),
    *((role, f"{role}bg") for role in ROLES),
    *(("fg", f"{role}bg") for role in ROLES),
    ("accfg", "acc"),
    *((token, "side") for token in ("sidefg", "sidemut", "sidestrong", "brand", "sideok")),
    ("sidestrong", "sidehover"),
    ("sidefg", "sidehover"),
    ("sidestrong", "sidebadge"),
    ("currentfg", "current"),
    ("sideok", "sideokbg"),
    ("deskfg", "desk"),
]
EDGES = [
    *(("field", ground) for ground in ("bg", "card")),
    *(("focus", ground) for ground in ("bg", "card", "accbg")),
    *((token, "card") for token in ("acc", "ok", "warn", "err")),
    ("sidestrong", "side"),
    ("currentfg", "current"),
]
PLAIN = {"line", "sideline", "hand", "handline"}  # hairlines and the drawing of a hand say nothing by themselves


def luminance(colour):
    values = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_knows_black_on_white():
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", TOKENS)
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_texts_are_readable(theme, text, ground):
    assert ratio(TOKENS[theme][text], TOKENS[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", TOKENS)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_are_seen(theme, edge, ground):
    assert ratio(TOKENS[theme][edge], TOKENS[theme][ground]) >= 3


def test_all_themes_have_the_same_tokens_and_none_is_left_unmeasured():
    assert {frozenset(theme) for theme in TOKENS.values()} == {frozenset(TOKENS["terang"])}
    measured = {token for pair in (*TEXTS, *EDGES) for token in pair}
    assert set(TOKENS["terang"]) - measured == PLAIN
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for theme in TOKENS.values() for colour in theme.values())
