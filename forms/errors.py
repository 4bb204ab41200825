"""What can go wrong between data and paper."""

from __future__ import annotations


class FormsError(Exception):
    """Base of this room."""


class DoesNotFit(FormsError):
    """A value does not fit its place by any rule; nothing is cut silently. `field` names it."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(f"{field}: {text!r} does not fit")
        self.field, self.text = field, text


class MissingGlyph(FormsError):
    """The font has no sign for a character of a value."""

    def __init__(self, text: str, characters: str) -> None:
        super().__init__(f"no glyph for {characters!r} in {text!r}")
        self.text, self.characters = text, characters


class DocumentRefused(FormsError):
    """Nothing of the document is used. `code`: too-large, broken, encrypted, too-many-pages, active, unsigned,
    two-signatures, altered, not-whole, no-time, revoked, expired, unknown-root or unmarked."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail
