"""Jinja2 templates with everything escaped and every missing name an error."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from central.console import words

FOLDER = Path(__file__).parent / "templates"
ASSETS = Path(__file__).parent / "assets"


class Sheets:
    """Renders by name."""

    def __init__(self) -> None:
        loader = FileSystemLoader(FOLDER)
        self._env = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._env.filters.update(words.FILTERS)

    def render(self, template: str, values: Mapping[str, object]) -> bytes:
        """The page as UTF-8."""
        return self._env.get_template(template).render(values).encode()
