"""Finding by words: whole and unfinished ones in the word index, misspelt ones by their neighbours in the vocabulary.

Misspelt words are looked for with optimal string alignment (RapidFuzz), searched as alternatives, and ranked by how far
the name is from what was typed (docs/decisions/0005). One slip in each word comes before two: among a million there are
more names two slips away than anyone reads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

from rapidfuzz.distance import OSA
from sqlalchemy import Connection, text

from registry.sounds import plain_words
from station.store.vocabulary import LONG, Vocabulary

EVERYWHERE = frozenset(("jl", "no", "rt", "rw"))  # in every address: they narrow nothing and cost most
FEW = 20  # with fewer found as typed, names that are like it follow
NEAR = 400  # as many that are like it are ranked

Rows = list[tuple[int, str]]  # row and name, or row and reason


def by_words(
    db: Connection, words: list[str], vocabulary: Callable[[], Vocabulary], wanted: Callable[[], bool], most: int
) -> Rows:
    """Rows with reasons: names as typed, addresses as typed, then what is like it."""
    asked = [word for word in words if len(word) > 1 and word not in EVERYWHERE] or words  # "a*" gathers a quarter
    if not asked:
        return []
    single = {word for word in words if len(word) == 1 and word not in asked}
    typed = " AND ".join(f'"{word}"*' for word in asked)
    named = _match(db, f"name : ({typed})", most)
    found = _named(words, _begun(single, named))
    if len(named) < most:
        found += [(row, "alamat") for row, _ in _new(named, _match(db, typed, most))]
    if len(found) < FEW and wanted():
        found += _new(found, _like(db, asked, single, vocabulary(), wanted))
    return found[:most]


def distance(words: Sequence[str], name: str) -> int:
    """Slips between what was typed and the nearest words of a name, or their beginnings."""
    return _Ranking(words).of(name)[0]


class _Ranking:
    """Distances of names from what was typed; each word of a name is compared once, for names share them."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words, self._typed = words, " ".join(words)
        self._seen: dict[str, tuple[tuple[int, int], ...]] = {}

    def of(self, name: str) -> tuple[int, int, int]:
        """To the nearest words or their beginnings, to whole ones, and of the whole in its order."""
        words = plain_words(name)
        own = [self._seen.get(word) or self._compare(word) for word in words]
        nearest = [min(each) for each in zip(*own, strict=True)] if own else [(len(w), len(w)) for w in self._words]
        whole = OSA.distance(self._typed, " ".join(words))
        return sum(begun for begun, _ in nearest), sum(each for _, each in nearest), whole

    def _compare(self, own: str) -> tuple[tuple[int, int], ...]:
        whole = [OSA.distance(word, own) for word in self._words]
        begun = [OSA.distance(word, own[: len(word)]) for word in self._words]
        found = tuple((min(pair), pair[1]) for pair in zip(begun, whole, strict=True))
        self._seen[own] = found
        return found


def _named(words: list[str], found: Rows) -> Rows:
    """Names as typed: whole words before beginnings, what begins as typed before the rest, then by the alphabet."""
    typed = " ".join(words)
    ranked = sorted((_parts(words, name), not name.lower().startswith(typed), name, row) for row, name in found)
    return [(row, "nama") for *_, row in ranked]


def _begun(single: Set[str], found: Rows) -> Rows:
    """Those with a word that begins with each letter that was typed alone."""
    if not single:
        return found
    return [(row, name) for row, name in found if single <= {word[0] for word in plain_words(name)}]


def _like(db: Connection, words: list[str], single: Set[str], known: Vocabulary, wanted: Callable[[], bool]) -> Rows:
    """Names with at most a slip in each word, then with two, else addresses. The last word may be unfinished."""
    one, ranking = {word: known.one_slip(word) for word in words}, _Ranking(words)
    found = _match(db, f"name : ({_any(one)})", NEAR)
    if len(found) < FEW and wanted():
        found += _new(found, _match(db, f"name : ({_any(one, words[-1])})", NEAR))
    if len(found) < FEW and wanted():
        two = {word: known.two_slips(word) if len(word) >= LONG else one[word] for word in words}
        found += _new(found, _match(db, f"name : ({_any(two, words[-1])})", NEAR))
        if not found and wanted():
            return [(row, "mirip alamat") for row, _ in _match(db, _any(two, words[-1]), NEAR)]
    ranked = sorted((*ranking.of(name), name, row) for row, name in _begun(single, found))
    return [(row, "mirip nama") for *_, row in ranked]


def _any(alternatives: dict[str, list[str]], unfinished: str = "") -> str:
    """Each word as typed or as one of its neighbours."""
    ways = []
    for word, near in alternatives.items():
        begun = [f'"{word}"*' if word == unfinished else f'"{word}"']
        ways.append(" OR ".join([*begun, *(f'"{term}"' for term in near)]))
    return " AND ".join(f"({way})" for way in ways)


def _match(db: Connection, query: str, most: int) -> Rows:
    """Row and name of at most `most` residents."""
    sql = "SELECT rowid, name FROM resident_words WHERE resident_words MATCH :query LIMIT :most"
    return [(row[0], row[1]) for row in db.execute(text(sql), {"query": query, "most": most})]


def _new(found: Rows, more: Rows) -> Rows:
    held = {row for row, _ in found}
    return [hit for hit in more if hit[0] not in held]


def _parts(words: list[str], name: str) -> int:
    """How many of the words are only the beginning of one of the name."""
    own = plain_words(name)
    return sum(word not in own for word in words)
