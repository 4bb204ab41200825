"""An act that is dated into a grant which is over: it must stand in the journal before what came after the end.

Whoever kept his key past his term, or an old key past a new one, can date an act back. But the journal of the station
is one chain: an act of his that follows anybody's act from after the end was written after the end, whatever it says.
"""

from __future__ import annotations

from central.ledger.ledger import Book
from central.ledger.outcomes import acts_of
from registry.actions import Action
from sync.keys import Grants

_SECOND, _LOOK_BACK = len("2026-11-24T03:42:07"), 2000


def after_term(book: Book, grants: Grants, action: Action, now: str) -> bool:
    """Whether the journal shows that an act was written after the grant it is dated into had ended."""
    header = action.header
    end = grants.end_of(header.author, header.station, header.at)
    if not end or now[:_SECOND] <= end[:_SECOND]:
        return False
    whole = book.fact(f"chain.{header.station}") or b""
    chain = [whole[at : at + 32] for at in range(0, len(whole), 32)]
    if action.hash not in chain:
        return False  # that is refused elsewhere
    before = set(chain[: chain.index(action.hash)])
    later = acts_of(book.connection, header.station, since=end, most=_LOOK_BACK)
    return any(act.hash in before for act in later)
