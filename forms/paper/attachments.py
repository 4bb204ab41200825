"""Which of the sixteen papers of F-1.02 a paper of the berkas is; one that has no box is named in words below them."""

from __future__ import annotations

from collections.abc import Iterable

from registry.evidence import PaperKind

DAMAGED_CARD = frozenset({"KTP-C2"})  # only then is the old card a "KTP-el rusak"
NUMBERS: dict[str, int] = {
    PaperKind.FAMILY_CARD: 1,
    PaperKind.MARRIAGE_BOOK: 2,
    PaperKind.DIVORCE_CERTIFICATE: 3,
    PaperKind.MOVING_LETTER: 4,
    PaperKind.ABROAD_LETTER: 5,
    PaperKind.PASSPORT: 7,
    PaperKind.POLICE_LETTER: 8,
    PaperKind.PROOF_OF_CHANGE: 9,
    PaperKind.BIRTH_CERTIFICATE: 9,
    PaperKind.MARRIAGE_STATEMENT: 10,
    PaperKind.DEATH_CERTIFICATE: 11,
    PaperKind.ACCEPTANCE: 14,
    PaperKind.STAY_PERMIT: 16,
}
WORDS: dict[str, str] = {
    PaperKind.OLD_CARD: "KTP-el lama",
    PaperKind.LETTER_RTRW: "Surat pengantar RT/RW",
    PaperKind.SCHOOL_CERTIFICATE: "Ijazah",
    PaperKind.PARENTS_CARDS: "KTP-el orang tua",
    PaperKind.PHOTOS: "Pasfoto 2×3",
    PaperKind.CHANGE_FORM: "F-1.06",
    PaperKind.IDENTITY_SUBSTITUTE: "Surat keterangan pengganti identitas",
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
            others.append(WORDS.get(kind, kind))
    return frozenset(numbers), tuple(dict.fromkeys(others))
