"""What the centre refuses, each with the code that the station shows in words."""

from __future__ import annotations


class CentreError(Exception):
    """Base of this room. `code` is stable and goes over the wire, `status` is the HTTP status it travels with."""

    status = 400

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotKnown(CentreError):
    """Station, code, packet or case that this centre does not know."""

    status = 404


class NotTrusted(CentreError):
    """A signature, a key or a role does not hold."""

    status = 403


class Conflicting(CentreError):
    """The same id with other content, or a history that does not extend the last one."""

    status = 409
