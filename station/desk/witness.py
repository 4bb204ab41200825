"""A second officer for one deed: he gives his passphrase at the same screen, and his key is dropped right after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from station.desk.session import HeldKey, Session

Witness: TypeAlias = Callable[[str, str], Session]  # handle, passphrase; raises what a sign-in raises


class NoWitness(Exception):
    """Nobody else stands by. `code`: no-officer or same-person."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@contextmanager
def second_officer(ask: Witness, own: str, handle: str, passphrase: str) -> Iterator[Session]:
    """His session for the time of the deed; raises NoWitness for nobody or oneself."""
    if not handle:
        raise NoWitness("no-officer")
    if handle == own:
        raise NoWitness("same-person")
    session = ask(handle, passphrase)
    try:
        yield session
    finally:
        if isinstance(session.key, HeldKey):
            session.key.drop()


def confirm_self(ask: Witness, own: str, passphrase: str) -> None:
    """That it is still the officer who signed in; raises what a sign-in raises."""
    session = ask(own, passphrase)
    if isinstance(session.key, HeldKey):
        session.key.drop()
