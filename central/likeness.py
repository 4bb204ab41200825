"""Two recordings compared: by what was written, and by their fingers. Each is a ground to look, never an answer.

Only Ditjen Dukcapil says who is unique; of two brothers born on one day or of two alike prints this room knows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz import fuzz

from biometrics.errors import BadImage
from biometrics.match import ACCEPT
from central.ledger.identities import Identity
from registry.sounds import sound_of

DEMOGRAPHIC, FINGERPRINT = "demografi", "sidik jari"
ALIKE = 88  # per cent of a name: one or two letters in a name of two words
ALONE = 60  # a single finger: no pair of strangers came near it, genuine ones score 101 to 210 (docs/decisions/0006)


@dataclass(frozen=True, slots=True)
class Hit:
    """Another recording that is alike, on which ground, how strongly, and in what."""

    other: str
    ground: str
    score: int
    detail: str


class Compare(Protocol):
    """The score of two private templates (biometrics.worker, in a process of its own); raises BiometricsError."""

    def __call__(self, a: bytes, b: bytes) -> int: ...


def written_alike(probe: Identity, among: Iterable[Identity]) -> Iterable[Hit]:
    """Born on the same day, and name and mother's name sound or read alike."""
    for other in among:
        if other.birth != probe.birth:
            continue
        name, mother = _alike(probe.name, other.name), _alike(probe.mother, other.mother)
        if min(name, mother) >= ALIKE:
            detail = f"nama {name} %, nama ibu {mother} %, tanggal lahir sama"
            yield Hit(other.case, DEMOGRAPHIC, (name + mother) // 2, detail)


def fingers_alike(
    probe: Identity, among: Iterable[Identity], templates: Mapping[str, bytes], compare: Compare
) -> Iterable[Hit]:
    """Two fingers of the same position match, or one does beyond doubt. A template that is not here, or that cannot be
    read, is passed over; raises BiometricsError when the process fails."""
    for other in among:
        scores = {}
        for position, name in probe.fingers.items():
            ours, theirs = templates.get(name), templates.get(other.fingers.get(position, ""))
            if ours is not None and theirs is not None:
                scores[position] = _score(compare, ours, theirs)
        best = max(scores.values(), default=0)
        if best >= ALONE or sum(score >= ACCEPT for score in scores.values()) > 1:
            said = ", ".join(f"jari {position}: {score}" for position, score in sorted(scores.items()))
            yield Hit(other.case, FINGERPRINT, best, said)


def _score(compare: Compare, ours: bytes, theirs: bytes) -> int:
    try:
        return compare(ours, theirs)
    except BadImage:
        return 0


def _alike(a: str, b: str) -> int:
    """Per cent; 100 for names that sound the same in any order of words, 0 where one is not known.

    >>> _alike("MOCH. ZULKIFLI", "Djulkipli Muhammad"), _alike("SITI AMINAH", "SITI AMINA"), _alike("", "SITI")
    (100, 95, 0)
    """
    if not a.strip() or not b.strip():
        return 0
    if sound_of(a) == sound_of(b) != "":
        return 100
    return round(fuzz.token_sort_ratio(a.upper(), b.upper()))
