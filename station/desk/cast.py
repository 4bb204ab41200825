"""The invented officers of demo and walkthrough: who they are and where they work. Names only, nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from registry.roles import Role

PASSPHRASE = "loket-latihan"
ROLE_WORDS = {
    Role.OPERATOR: "operator",
    Role.PRINTING: "tugas cetak",
    Role.VERIFIER: "verifikator",
    Role.ADMINISTRATOR: "administrator",
    Role.TECHNICIAN: "teknisi",
}


@dataclass(frozen=True, slots=True)
class Member:
    """One officer of the cast."""

    handle: str
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Cast:
    """A station of the training: folder, station id, name, area, letter of its case numbers, and who works there."""

    folder: str
    station: str
    name: str
    area: str
    letter: str
    administrator: Member
    officers: tuple[Member, ...]

    @property
    def code(self) -> str:
        """What the centre's --code takes."""
        return f"{self.station}:{self.name}:{self.area}"


KECAMATAN = Cast(
    "kecamatan",
    "DAYUN",
    "Kantor Camat Dayun",
    "14.08.06",
    "D",
    Member("dewi", "Dewi Anggraini", frozenset({Role.ADMINISTRATOR})),
    (
        Member("rina", "Rina Oktaviani", frozenset({Role.OPERATOR})),
        Member("hendra", "Hendra Saputra", frozenset({Role.VERIFIER})),
        Member("fajar", "Fajar Ramadhan", frozenset({Role.OPERATOR})),
    ),
)
UPTD = Cast(
    "uptd",
    "UPTD-SIAK",
    "UPTD Dukcapil Siak",
    "",
    "U",
    Member("bambang", "Bambang Sutrisno", frozenset({Role.ADMINISTRATOR})),
    (
        Member("murniati", "Murniati Lubis", frozenset({Role.VERIFIER})),
        Member("yulianti", "Yulianti Harefa", frozenset({Role.OPERATOR, Role.PRINTING})),
    ),
)
PLACES = (KECAMATAN, UPTD)


def role_words(roles: frozenset[Role]) -> str:
    """Roles in words.

    >>> role_words(frozenset({Role.OPERATOR, Role.PRINTING}))
    'operator, tugas cetak'
    """
    return ", ".join(ROLE_WORDS[role] for role in ROLE_WORDS if role in roles)


def known_as(handle: str) -> str:
    """The name and roles of a member of the cast; the handle itself for anyone else."""
    for place in PLACES:
        for member in (*place.officers, place.administrator):
            if member.handle == handle:
                return f"{member.name} ({role_words(member.roles)})"
    return handle
