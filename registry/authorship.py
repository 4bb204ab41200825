"""Whether an act is its author's: the one question that desk, store and centre ask of every action.

Who holds a store's key can write rows; he cannot write another officer's signature.
"""

from __future__ import annotations

from registry.actions import Action
from registry.errors import RegistryError
from registry.officers import Verifier


class WrongRole(RegistryError):
    """The author did not hold the role he acted in, at that station and time."""


def check_author(action: Action, signers: Verifier) -> None:
    """Raise UnknownSigner, BadSignature or WrongRole unless a grant covers the author, his key signed these very
    bytes, and the role in them is one he held."""
    said = action.header
    roles = signers.check(
        author=said.author, station=said.station, at=said.at, message=action.raw, signature=action.signature
    )
    if said.role not in roles:
        raise WrongRole(said.role)
