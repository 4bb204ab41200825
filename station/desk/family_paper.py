"""The draft paper of a family, for the officer and the applicant to read: RANCANGAN, never a KK."""

from __future__ import annotations

from forms.kk import family_draft
from forms.kk_card import AWAITED, card_of
from registry.changes import FamilyChange

__all__ = ["AWAITED", "draft_paper"]


def draft_paper(change: FamilyChange, *, made: str, case: str) -> bytes:
    """The PDF of the KK as it is to be, and of the new one beside it."""
    families = (change.after, *((change.separate,) if change.separate else ()))
    return family_draft(tuple(card_of(family) for family in families), made=made, case=case)
