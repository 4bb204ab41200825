"""What the launcher says, and how it stops."""

import sys


class SetupError(Exception):
    """The set-up cannot go on. The text is for the person at the keyboard: the cause, then the next step."""


def say(text: str) -> None:
    """Print now, even into a pipe."""
    print(text, flush=True)


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale says, and never die of a character."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
