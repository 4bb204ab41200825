"""What both pages of F-1.03 are made of: a numbered question in its frame, a square with its words."""

from __future__ import annotations

from forms.paper.form import Form
from forms.sheet import REGULAR, SEMIBOLD

LEFT, COLON, VALUE, END = 12.0, 72.0, 76.0, 285.0
LINE = 5.2


def question(form: Form, y: float, number: str, words: str, tall: float = LINE) -> None:
    """Number and words on the left, a colon after them."""
    form.sheet.box(LEFT, y, COLON - LEFT - 2, tall)
    form.label(LEFT + 1.5, y + 3.7, number, 8.8)
    form.value(words, (LEFT + 8, y, COLON - LEFT - 10, tall if "KITAS" in words else LINE), words, 8.8, font=REGULAR)
    form.label(COLON, y + 3.7, ":", 8.8)


def choice(form: Form, x: float, y: float, on: bool, words: str) -> None:
    """A square, hooked when chosen, and what it stands for."""
    form.tick(x, y, on, 3.0)
    form.label(x + 5, y + 2.6, words, 8.8, font=SEMIBOLD if on else REGULAR)
