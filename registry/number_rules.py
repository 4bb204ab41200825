"""A number as typed, judged in one order: what breaks a rule stops, what is only doubtful warns.

Length and digits, province, regency, kecamatan, day, date, serial (registry.numbers), then the present lists, sex and
birth date, then whether the working copy knows another holder. The central check comes with the feed. There is no check
digit. Regions split and numbers stay, as they do when a birth date or a sex is corrected (PP 40/2019 ps 30(2)): so
none of these differences is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from registry.errors import Problem, Severity
from registry.numbers import BadNumber, KkNumber, Nik
from registry.people import Sex
from registry.regions import Regions

NIK, KK = "nik", "kk"


def check_nik(
    text: str,
    *,
    birth: date | None = None,
    sex: Sex | None = None,
    holder: Callable[[Nik], str] = lambda _nik: "",
) -> tuple[Problem, ...]:
    """Everything wrong or doubtful with a NIK; `holder` names another resident who has it, or "".

    Empty text is no problem: who has no number yet waits for SIAK. Codes: those of BadNumber, then the warnings
    regency-historic, district-unknown, sex-differs and birth-differs, then the error taken.

    >>> [problem.code for problem in check_nik("1403015203990004", sex=Sex.MALE)]
    ['sex-differs']
    >>> [problem.code for problem in check_nik("1412015203990004")]
    ['regency-historic']
    """
    if not text.strip():
        return ()
    try:
        nik = Nik(text)
    except BadNumber as error:
        return (Problem(NIK, error.code, facts=error.facts),)
    found = [*_region(NIK, nik.text), *_person(nik, birth, sex)]
    if name := holder(nik):
        found.append(Problem(NIK, "taken", facts={"holder": name}))
    return tuple(found)


def check_kk(text: str, *, today: date) -> tuple[Problem, ...]:
    """Everything wrong or doubtful with a KK number; empty text waits for SIAK. A day of entry to come is doubtful:
    the digits then mean a year of the last century, when there was no SIAK.

    >>> [problem.code for problem in check_kk("1408061203150007", today=date(2026, 11, 24))]
    []
    """
    if not text.strip():
        return ()
    try:
        kk = KkNumber(text)
    except BadNumber as error:
        return (Problem(KK, error.code, facts=error.facts),)
    found = list(_region(KK, kk.text))
    if kk.entered_on(today).year < 2000:
        found.append(Problem(KK, "entered-later", Severity.WARNING))
    return tuple(found)


def _region(field: str, text: str) -> tuple[Problem, ...]:
    regions = Regions.load()
    if not regions.knows_regency(text[:4]):
        return (Problem(field, "regency-historic", Severity.WARNING, {"digits": text[:4]}),)
    if not regions.knows_district(text[:6]):
        return (Problem(field, "district-unknown", Severity.WARNING, {"digits": text[:6]}),)
    return ()


def _person(nik: Nik, birth: date | None, sex: Sex | None) -> tuple[Problem, ...]:
    found = []
    if sex is not None and nik.female != (sex is Sex.FEMALE):
        found.append(Problem(NIK, "sex-differs", Severity.WARNING))
    if birth is not None and not nik.agrees_with(birth):
        facts = {"typed": f"{birth:%d-%m-%Y}", "nik": nik.birth_digits}
        found.append(Problem(NIK, "birth-differs", Severity.WARNING, facts))
    return tuple(found)
