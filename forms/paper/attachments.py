"""Which of the sixteen papers of F-1.02 a paper of the berkas (registry.evidence) is; others are named below them."""

from __future__ import annotations

from collections.abc import Iterable

from registry.evidence import PaperKind, paper_words

DAMAGED_CARD = frozenset({"KTP-C2"})  # only then is the old card a "KTP-el rusak"
NUMBERS: dict[str, int] = {
    PaperKind.FAMILY_CARD: 1,
    PaperKind.ORIGIN_CARD: 1,
    PaperKind.MARRIAGE_BOOK: 2,
    PaperKind.MARRIAGE_CERTIFICATE: 2,
    PaperKind.DIVORCE_CERTIFICATE: 3,
    PaperKind.MOVING_LETTER: 4,
    PaperKind.ABROAD_LETTER: 5,
    PaperKind.PASSPORT: 7,
    PaperKind.POLICE_LETTER: 8,
    PaperKind.PROOF_OF_CHANGE: 9,
    PaperKind.BIRTH_CERTIFICATE: 9,
    PaperKind.BIRTH_LETTER: 9,
    PaperKind.MARRIAGE_STATEMENT: 10,
    PaperKind.DEATH_CERTIFICATE: 11,
    PaperKind.CAUSE_STATEMENT: 12,
    PaperKind.MISSION_LETTER: 13,
    PaperKind.ACCEPTANCE: 14,
    PaperKind.CUSTODY: 15,
    PaperKind.STAY_PERMIT: 16,
}


def attachments(kinds: Iterable[str], boxes: frozenset[str]) -> tuple[frozenset[int], tuple[str, ...]]:
    """The numbers to tick, and what has no number, in words."""
    numbers: set[int] = set()
    others: list[str] = []
    for kind in kinds:
        if kind == PaperKind.OLD_CARD and boxes & DAMAGED_CARD:
            numbers.add(6)
        elif kind in NUMBERS:
            numbers.add(NUMBERS[kind])
        else:
            others.append(paper_words(kind))
    return frozenset(numbers), tuple(dict.fromkeys(others))
