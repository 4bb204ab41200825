"""The personal data on the KTP-el of a foreigner with a permit to stay (orange blank, Permendagri 72/2022).

Sex, religion, marital status and occupation stand in English, the nationality is his country, and the card ends with
the permit (ITAP). The English of the occupation is given by the officer out of the permit: the list of occupations has
no English.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from registry.card import SINGLE, CardElements, NotPrintable, card_elements
from registry.people import Resident, Sex
from registry.regions import Regions

RELIGIONS = {
    "ISLAM": "ISLAM", "KRISTEN": "CHRISTIAN", "KATHOLIK": "CATHOLIC", "HINDU": "HINDU", "BUDHA": "BUDDHIST",
    "KONG HU CU": "CONFUCIAN",
}  # fmt: skip
MARITAL = {
    "BELUM KAWIN": SINGLE, "KAWIN": "MARRIED", "CERAI HIDUP": "DIVORCED", "CERAI MATI": "WIDOWED",
}  # fmt: skip
OTHER = "OTHER"
CITIZEN = frozenset({"WNI", "INDONESIA"})


def foreign_card_elements(
    resident: Resident, regions: Regions, *, occupation: str, until: date, photo: str, signature: str, issued: date
) -> CardElements:
    """The card of a foreigner; raises NotPrintable for a citizen ("nationality"), without an occupation in English
    ("occupation") and for a permit that has ended by the day of issue ("until")."""
    if resident.nationality.upper() in CITIZEN:
        raise NotPrintable("nationality")
    if not occupation.strip():
        raise NotPrintable("occupation")
    if until <= issued:
        raise NotPrintable("until")
    plain = card_elements(resident, regions, photo=photo, signature=signature, issued=issued)
    return replace(
        plain,
        sex="MALE" if resident.sex is Sex.MALE else "FEMALE",
        religion=RELIGIONS.get(plain.religion, OTHER),
        marital=MARITAL[plain.marital],
        occupation=occupation.strip().upper(),
        valid_until=f"{until:%d-%m-%Y}",
    )
