"""The painted parts under one name. Each has a file of its own; new code may import from there."""

from __future__ import annotations

from station.widgets.card_track import Track
from station.widgets.hands import FINGERS, Hands, finger_name
from station.widgets.ink import InkView
from station.widgets.picture import Picture, fit, pixmap_of
from station.widgets.preview import Mailbox, Preview

__all__ = [
    "FINGERS",
    "Hands",
    "InkView",
    "Mailbox",
    "Picture",
    "Preview",
    "Track",
    "finger_name",
    "fit",
    "pixmap_of",
]
