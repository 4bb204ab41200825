"""What the console refuses; each code has its words in central.console.words."""

from __future__ import annotations


class Refused(Exception):
    """An act that is not done. `code` is stable; `status` is the HTTP status of the page that says so."""

    def __init__(self, code: str, status: int = 409) -> None:
        super().__init__(code)
        self.code, self.status = code, status


def forbidden() -> Refused:
    """The account may not; the same answer as for what is not there, so that nothing is told by it."""
    return Refused("not-yours", 404)
