"""Four words for one enrolment, the same on both screens: read aloud by telephone, they show that the station which
used the code is the one whose administrator is at the other end.

    transcript = SHA-256("loket words 1" || length of the request, 8 bytes || request || answer)
    words      = its first 40 bits, ten for each word

`words.txt` is a list of our own: 1,024 everyday words, no two of which differ by one letter only. Forty bits are enough
because nobody can try: the answer carries a nonce of the centre, made after the request is fixed, and a code is used
once. Whoever forges by chance is right one time in 1,100,000,000,000.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

COUNT, BITS = 4, 10
_LABEL = b"loket words 1"


@cache
def word_list() -> tuple[str, ...]:
    """All words, in alphabetical order; a word's place is its number."""
    return tuple(files("sync").joinpath("words.txt").read_text(encoding="ascii").split())


def four_words(request: bytes, answer: bytes) -> tuple[str, ...]:
    """The words of an enrolment: the request and the centre's first answer to it, as they went over the wire.

    >>> four_words(b"request", b"answer")
    ('timbang', 'jeruk', 'merpati', 'genap')
    """
    digest = hashlib.sha256(_LABEL + len(request).to_bytes(8, "big") + request + answer).digest()
    number = int.from_bytes(digest, "big") >> (len(digest) * 8 - COUNT * BITS)
    places = ((number >> BITS * (COUNT - 1 - place)) % (1 << BITS) for place in range(COUNT))
    return tuple(word_list()[place] for place in places)


def as_said(said: str) -> tuple[str, ...]:
    """Words as somebody typed them, however they are written.

    >>> as_said("  Kutub, merdeka - TUJUAN orang ")
    ('kutub', 'merdeka', 'tujuan', 'orang')
    """
    plain = "".join(letter if letter.isalpha() else " " for letter in said.casefold())
    return tuple(plain.split())
