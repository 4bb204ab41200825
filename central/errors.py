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


class NotNow(CentreError):
    """Disk, database or store is full or away, or too many ask at once: nothing was done, and it may be asked again.

    `wait_s` goes over the wire as Retry-After.
    """

    status = 503
    wait_s = 30


class Contended(NotNow):
    """Two transactions wanted the same in a circle; one of them is done again at once."""

    wait_s = 1


class TooMany(NotNow):
    """One station or one address asks more often than it may."""

    status = 429

    def __init__(self, code: str, wait_s: int) -> None:
        super().__init__(code)
        self.wait_s = wait_s


class TooLarge(CentreError):
    """A body beyond what its endpoint takes."""

    status = 413


class BadAddress(CentreError):
    """A database or a store is not named as it must be."""


class BadKeyFile(CentreError):
    """The key file does not belong to these books."""
