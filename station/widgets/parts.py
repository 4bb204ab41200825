"""The small parts pages are made of, under one name. Each has a file of its own; new code may import from there."""

from __future__ import annotations

from station.widgets.banner import Banner
from station.widgets.button import Button, button, set_icon
from station.widgets.card import Facts, card, filled, frame, hair, head, well
from station.widgets.chip import GLYPHS, Chip, ChipButton, chip_width, paint_chip
from station.widgets.label import Elided, Note, Sign, label, sign
from station.widgets.layout import Margins, Piece, clear, column, restyle, reveal, row

__all__ = [
    "GLYPHS",
    "Banner",
    "Button",
    "Chip",
    "ChipButton",
    "Elided",
    "Facts",
    "Margins",
    "Note",
    "Piece",
    "Sign",
    "button",
    "card",
    "chip_width",
    "clear",
    "column",
    "filled",
    "frame",
    "hair",
    "head",
    "label",
    "paint_chip",
    "restyle",
    "reveal",
    "row",
    "set_icon",
    "sign",
    "well",
]
