"""Names of people (Permendagri 73/2022, 21 April 2022): Latin letters, at most 60, better two words, no abbreviation.

A name that stood in the register before keeps as it is; the rules are for what is written anew. Titles are allowed on
KK and KTP-el and not on an akta: F-1.01 has columns of their own for them (3 and 4), so a name has none.
"""

from __future__ import annotations

import re
import unicodedata

from registry.errors import Problem, Severity

LIMIT = 60
_LOOKALIKE = {"0": "O", "1": "I", "5": "S", "8": "B"}
_BEFORE = frozenset(["DR", "DRG", "DRH", "DRS", "DRA", "IR", "PROF", "H", "HJ", "KH"])
_AFTER = frozenset(
    [
        "SH",
        "SE",
        "ST",
        "SPD",
        "SKOM",
        "SAG",
        "SIP",
        "SSOS",
        "SKM",
        "SP",
        "SKEP",
        "MM",
        "MH",
        "MSI",
        "MPD",
        "MT",
        "AMD",
        "AMK",
        "PHD",
        "BA",
        "BSC",
    ]
)
_DEGREE = re.compile(r"[A-Z]{1,3}(\.[A-Z]{1,5})+\.?")
_SHORTENED = frozenset(["MHD", "MUHD", "MUH", "MOH", "ABD"])


def check_name(field: str, text: str, before: str = "") -> tuple[Problem, ...]:
    """What is wrong with a name; `before` is the one in the register. Codes: digits, not-latin, title,
    abbreviation, not-letters, too-long, one-word.

    >>> [problem.code for problem in check_name("name", "DRS. MHD O'NEIL")]
    ['title', 'abbreviation', 'not-letters']
    >>> check_name("name", "DRS. MHD O'NEIL", "Drs. Mhd O'Neil")
    ()
    """
    kept = _plain(text) == _plain(before)
    found = list(_digits(field, text, kept=kept))
    if kept:
        return tuple(found)
    if any(c.isalpha() and not unicodedata.name(c, "").startswith("LATIN") for c in text):
        found.append(Problem(field, "not-latin"))
    if titles := titles_in(text):
        found.append(Problem(field, "title", Severity.WARNING, {"titles": " ".join(titles)}))
    if short := _abbreviations(without_titles(text)):
        found.append(Problem(field, "abbreviation", Severity.WARNING, {"words": " ".join(short)}))
    if not _digits(field, text, kept=kept) and not _letters(text):
        found.append(Problem(field, "not-letters", Severity.WARNING))
    if len(text) > LIMIT:
        found.append(Problem(field, "too-long", facts={"limit": str(LIMIT), "have": str(len(text))}))
    if field == "name" and len(text.split()) < 2:
        found.append(Problem(field, "one-word", Severity.WARNING))
    return tuple(found)


def titles_in(text: str) -> tuple[str, ...]:
    """The words of a name that are titles, before and after it.

    >>> titles_in("Dr. Ir. Budi Santoso, S.T., M.T.")
    ('DR.', 'IR.', 'S.T.', 'M.T.')
    >>> titles_in("H. Ahmad Sahrul")
    ('H.',)
    """
    words = _words(text)
    first = next((place for place, word in enumerate(words) if _bare(word) not in _BEFORE), len(words))
    last = next((place for place in range(len(words), first, -1) if not _degree(words[place - 1])), first)
    return (*words[:first], *words[last:])


def without_titles(text: str) -> str:
    """The name without them, in capitals.

    >>> without_titles("Dr. Ir. Budi Santoso, S.T., M.T.")
    'BUDI SANTOSO'
    """
    words, titles = _words(text), titles_in(text)
    first = next((place for place, word in enumerate(words) if _bare(word) not in _BEFORE), len(words))
    return " ".join(words[first : len(words) - (len(titles) - first)])


def _words(text: str) -> list[str]:
    return text.upper().replace(",", " ").split()


def _bare(word: str) -> str:
    return word.replace(".", "")


def _degree(word: str) -> bool:
    return bool(_DEGREE.fullmatch(word)) or _bare(word) in _AFTER


def _plain(text: str) -> str:
    return " ".join(text.upper().split())


def _letters(text: str) -> bool:
    """Words of letters with single blanks between them."""
    return bool(re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+)*", text))


def _digits(field: str, text: str, *, kept: bool) -> tuple[Problem, ...]:
    """A digit is a slip of the keys: with the letter it looks like as a suggestion."""
    digits = [character for character in text if character.isdigit()]
    if not digits:
        return ()
    suggestion = "".join(_LOOKALIKE.get(character, character) for character in text)
    severity = Severity.WARNING if kept else Severity.ERROR
    return (Problem(field, "digits", severity, {"digit": digits[0], "suggestion": suggestion}),)


def _abbreviations(name: str) -> list[str]:
    return [word for word in name.split() if len(_bare(word)) == 1 or word.endswith(".") or word in _SHORTENED]
