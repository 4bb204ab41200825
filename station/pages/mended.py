"""Why a recording is open again, on each of its steps."""

from __future__ import annotations

from station.desk.recording import Returned
from station.presenters.history import returned_words
from station.widgets.banner import Banner


def say_returned(banner: Banner, back: Returned | None, marks: str = "") -> None:
    """Who sent it back, when and why; nothing for a first recording. `marks` is what the verifikator marked here."""
    if back is None:
        banner.say("acc", "")
        return
    words = returned_words(back)
    text = f"{words.text} Ditandai: {marks}." if marks else words.text
    banner.say("warn", words.title, text, "back")
