"""Papers of a berkas: their kinds, named as the counter and F-1.02 name them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PaperKind(StrEnum):
    """Kinds of paper that services ask for (Perpres 96/2018 ps 15 and the catalogue of services)."""

    FAMILY_CARD = "kartu-keluarga"
    BIRTH_CERTIFICATE = "akta-kelahiran"
    MARRIAGE_BOOK = "buku-nikah"
    DIVORCE_CERTIFICATE = "akta-cerai"
    DEATH_CERTIFICATE = "akta-kematian"
    OLD_CARD = "ktp-el-lama"
    POLICE_LETTER = "surat-polisi"
    MOVING_LETTER = "skp"
    ABROAD_LETTER = "skpln"
    PROOF_OF_CHANGE = "bukti-perubahan"
    LETTER_RTRW = "surat-rt-rw"
    SCHOOL_CERTIFICATE = "ijazah"
    PASSPORT = "paspor"
    STAY_PERMIT = "itap"
    PARENTS_CARDS = "ktp-el-orang-tua"
    PHOTOS = "pasfoto-2x3"
    ACCEPTANCE = "f-1.03b"
    MARRIAGE_STATEMENT = "f-1.05"
    CHANGE_FORM = "f-1.06"
    IDENTITY_SUBSTITUTE = "surat-pengganti-identitas"


@dataclass(frozen=True, slots=True)
class Requirement:
    """A paper a service asks for; one of `alternatives` serves as well."""

    kind: PaperKind
    alternatives: tuple[PaperKind, ...] = ()

    def met_by(self, kinds: frozenset[str]) -> bool:
        """Whether the paper or one that serves as well is there."""
        return bool(kinds & {self.kind, *self.alternatives})
