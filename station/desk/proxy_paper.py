"""F-1.07 for who fetches a card in the place of its owner: filled from the recording, signed by both by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from forms.paper.f107 import proxy_form
from forms.paper.filling import proxy_of
from forms.paper.people import Named
from registry.regions import Regions
from station.desk.checking import submission_of
from station.desk.session import Session


def proxy_paper(session: Session, case: str, said: Mapping[str, str], marking: str) -> bytes:
    """The PDF; `said` holds proxy, identity and reason as typed. Raises NotFound, MissingGlyph."""
    giver = submission_of(session.store.cases.get(case)).resident
    letter = proxy_of(
        giver,
        Named(said.get("proxy", ""), said.get("identity", "")),
        Regions.load(),
        place=session.store.identity.name,
        on=date.fromisoformat(session.clock.today()),
        ill=False,
        reason=said.get("reason", ""),
    )
    return proxy_form(letter, marking=marking)
