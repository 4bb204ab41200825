"""What words are made of: a title and a text, and moments as people say them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


@dataclass(frozen=True, slots=True)
class Words:
    """A title that says what happened, and a text that says why and what now."""

    title: str
    text: str = ""

    @property
    def line(self) -> str:
        """Both in one line."""
        return f"{self.title} {self.text}".strip()


def moment_words(stamp: str) -> str:
    """A UTC stamp as local day and time, short: 22 Nov 16.30."""
    at = datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone()
    return f"{at.day} {MONTHS[at.month - 1]} {at:%H.%M}"
