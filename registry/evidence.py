"""Papers of a berkas: their kinds, named as the counter and F-1.02 name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class PaperKind(StrEnum):
    """Kinds of paper that services ask for (Perpres 96/2018 ps 15, the 16 boxes of F-1.02, catalogues of services)."""

    FAMILY_CARD = "kartu-keluarga"
    ORIGIN_CARD = "kk-asal"  # the KK of the family that someone leaves
    BIRTH_CERTIFICATE = "akta-kelahiran"
    BIRTH_LETTER = "surat-kelahiran"  # of a hospital, midwife or penghulu, until there is an akta
    MARRIAGE_BOOK = "buku-nikah"
    MARRIAGE_CERTIFICATE = "akta-perkawinan"
    DIVORCE_CERTIFICATE = "akta-cerai"
    DEATH_CERTIFICATE = "akta-kematian"
    ID_CARD = "ktp-el"  # shown and given back
    OLD_CARD = "ktp-el-lama"  # taken in and booked
    POLICE_LETTER = "surat-polisi"
    CAUSE_STATEMENT = "pernyataan-penyebab"  # box 12 of F-1.02: what became of the lost or damaged document
    MOVING_LETTER = "skp"
    ABROAD_LETTER = "skpln"
    MISSION_LETTER = "surat-perwakilan-ri"
    PROOF_OF_CHANGE = "bukti-perubahan"
    LETTER_RTRW = "surat-rt-rw"
    SCHOOL_CERTIFICATE = "ijazah"
    PASSPORT = "paspor"
    STAY_PERMIT = "itap"
    PARENTS_CARDS = "ktp-el-orang-tua"
    PHOTOS = "pasfoto-2x3"
    CUSTODY = "f-1.03a"
    ACCEPTANCE = "f-1.03b"
    ADDRESS_CONSENT = "f-1.03c"
    NO_DOCUMENTS = "f-1.04"
    MARRIAGE_STATEMENT = "f-1.05"
    CHANGE_FORM = "f-1.06"
    PROXY_LETTER = "f-1.07"
    IDENTITY_SUBSTITUTE = "surat-pengganti-identitas"


_WORDS: Mapping[str, str] = {
    PaperKind.FAMILY_CARD: "Kartu Keluarga",
    PaperKind.ORIGIN_CARD: "KK asal",
    PaperKind.BIRTH_CERTIFICATE: "Kutipan akta kelahiran",
    PaperKind.BIRTH_LETTER: "Surat keterangan kelahiran",
    PaperKind.MARRIAGE_BOOK: "Buku nikah",
    PaperKind.MARRIAGE_CERTIFICATE: "Kutipan akta perkawinan",
    PaperKind.DIVORCE_CERTIFICATE: "Kutipan akta perceraian",
    PaperKind.DEATH_CERTIFICATE: "Kutipan akta kematian",
    PaperKind.ID_CARD: "KTP-el",
    PaperKind.OLD_CARD: "KTP-el lama",
    PaperKind.POLICE_LETTER: "Surat keterangan hilang dari kepolisian",
    PaperKind.CAUSE_STATEMENT: "Surat pernyataan penyebab hilang atau rusak",
    PaperKind.MOVING_LETTER: "Surat keterangan pindah (SKP)",
    PaperKind.ABROAD_LETTER: "Surat keterangan pindah luar negeri (SKPLN)",
    PaperKind.MISSION_LETTER: "Surat keterangan pindah dari Perwakilan RI",
    PaperKind.PROOF_OF_CHANGE: "Bukti perubahan data",
    PaperKind.LETTER_RTRW: "Surat pengantar RT/RW",
    PaperKind.SCHOOL_CERTIFICATE: "Ijazah",
    PaperKind.PASSPORT: "Paspor",
    PaperKind.STAY_PERMIT: "Kartu izin tinggal tetap (ITAP)",
    PaperKind.PARENTS_CARDS: "KTP-el orang tua",
    PaperKind.PHOTOS: "Pasfoto 2x3, 2 lembar",
    PaperKind.CUSTODY: "F-1.03A Surat kuasa pengasuhan anak",
    PaperKind.ACCEPTANCE: "F-1.03B Bersedia menerima sebagai anggota keluarga",
    PaperKind.ADDRESS_CONSENT: "F-1.03C Tidak keberatan alamat dipakai",
    PaperKind.NO_DOCUMENTS: "F-1.04 Tidak memiliki dokumen kependudukan",
    PaperKind.MARRIAGE_STATEMENT: "F-1.05 SPTJM perkawinan atau perceraian belum tercatat",
    PaperKind.CHANGE_FORM: "F-1.06 Perubahan elemen data",
    PaperKind.PROXY_LETTER: "F-1.07 Surat kuasa",
    PaperKind.IDENTITY_SUBSTITUTE: "Surat keterangan pengganti identitas",
}


def paper_words(kind: str) -> str:
    """A kind of paper in the words of the counter; one that we do not know as it is written.

    >>> paper_words("skp"), paper_words("kk")
    ('Surat keterangan pindah (SKP)', 'kk')
    """
    return _WORDS.get(kind, kind)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A paper a service asks for; one of `alternatives` serves as well. `from_age`: of younger applicants not asked."""

    kind: PaperKind
    alternatives: tuple[PaperKind, ...] = ()
    from_age: int = 0

    def met_by(self, kinds: frozenset[str]) -> bool:
        """Whether the paper or one that serves as well is there.

        >>> birth = Requirement(PaperKind.BIRTH_CERTIFICATE, (PaperKind.BIRTH_LETTER,))
        >>> birth.met_by(frozenset({"surat-kelahiran"})), birth.met_by(frozenset({"ijazah"}))
        (True, False)
        """
        return bool(kinds & {self.kind, *self.alternatives})
