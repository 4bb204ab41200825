"""The roles of officers, after Permendagri 95/2019 ps 44-47 (administrator, verifikator, operator), and a UPTD's work.

By themselves, because the sign-in page knows roles and must not wait for hashes and signatures.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What an officer may do; an officer may hold several."""

    OPERATOR = "operator"
    PRINTING = "tugas-cetak"
    VERIFIER = "verifikator"
    TECHNICIAN = "teknisi"
    ADMINISTRATOR = "administrator"
    CENTRE = "pusat-dinas"  # the centre's own key; never granted to a person
