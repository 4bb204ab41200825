"""The services of a counter as data: form and boxes, papers, who may ask, what is captured, what is promised.

Perpres 96/2018 and the catalogues of services; boxes as F-1.02 of Permendagri 6/2026 prints them. Who may ask is our
reading of who signs the form. Every service is free of charge (UU 24/2013 ps 79A; charging is a crime, ps 95B).
Adding a service is adding a record to SERVICES: checklist, rules, clock and docs/services.md follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from registry.errors import RegistryError
from registry.evidence import PaperKind as P
from registry.evidence import Requirement
from registry.upstream import SiakStatus


class Capture(StrEnum):
    """What is recorded of the applicant. Hilang, rusak, perubahan and pindah datang do not record again."""

    NONE = "none"
    IDENTIFY = "identify"
    FULL = "full"
    PHOTO_SIGNATURE = "photo-signature"


class Group(StrEnum):
    """How the counter groups its services."""

    KTP = "KTP-el"
    KK = "Kartu Keluarga"
    MOVE = "Pindah"
    KIA = "KIA"
    BIODATA = "Biodata"


class Asker(StrEnum):
    """Who may ask for a service."""

    SELF = "yang bersangkutan"
    HEAD = "kepala keluarga"
    MEMBER = "anggota dewasa"
    PARENT = "orang tua atau wali"


class UnknownService(RegistryError):
    """No service has this id."""


@dataclass(frozen=True, slots=True)
class Ages:
    """From which age, and below which, someone may be the subject of a service; `married` opens it earlier."""

    least: int = 0
    below: int = 0  # 0: no limit
    married: bool = True


@dataclass(frozen=True, slots=True)
class Service:
    """One service.

    `boxes` are ticked on F-1.02; `or_boxes` may stand in their place when the reason is the other one. `papers` are
    required, `also` are papers the form knows for some of its cases. `days` is the promise in working days, counted
    from the complete berkas (registry.promise). `proxy`: someone else may bring the berkas with F-1.07; never where
    the person himself is recorded or identified.
    """

    id: str
    group: Group
    name: str
    forms: tuple[str, ...]
    boxes: tuple[str, ...]
    papers: tuple[Requirement, ...]
    capture: Capture
    asks: tuple[Asker, ...]
    or_boxes: tuple[str, ...] = ()
    also: tuple[P, ...] = ()
    ages: Ages = Ages()
    days: int = 1

    @property
    def proxy(self) -> bool:
        """Whether F-1.07 lets someone else bring the berkas."""
        return self.capture is Capture.NONE

    def papers_at(self, age: int) -> tuple[Requirement, ...]:
        """The papers asked of an applicant of this age.

        >>> [need.kind.value for need in service("kia").papers_at(4)][-1]
        'ktp-el-orang-tua'
        """
        return tuple(need for need in self.papers if age >= need.from_age)

    def capture_for(self, status: SiakStatus) -> Capture:
        """What is recorded of a resident with this KTP-el status: an unreadable recording is made again, whatever he
        asks for; nobody else is recorded twice.

        >>> service("ktp-rusak").capture_for(SiakStatus.CARD_ISSUED).value
        'identify'
        >>> service("ktp-rusak").capture_for(SiakStatus.ENROLL_FAILURE_AT_CENTRAL).value
        'full'
        """
        return Capture.FULL if self.capture is Capture.IDENTIFY and status.reopens_capture else self.capture


def _need(*kinds: P) -> tuple[Requirement, ...]:
    return tuple(Requirement(kind) for kind in kinds)


_KK = P.FAMILY_CARD
_F2, _F6 = ("F-1.02",), ("F-1.02", "F-1.06")
_SELF, _FAMILY = (Asker.SELF,), (Asker.HEAD, Asker.MEMBER)
_PEMULA, _ADULT = Ages(least=16), Ages(least=17)
FIRST_NUMBER, OF_FOREIGNERS = "biodata-wni", "ktp-oa"
_SCHOOLED = 5  # younger children have no photo on their KIA

SERVICES: tuple[Service, ...] = (
    Service(
        id=FIRST_NUMBER,
        group=Group.BIODATA,
        name="Biodata WNI (NIK pertama)",
        forms=("F-1.01",),
        boxes=(),
        papers=(
            Requirement(P.LETTER_RTRW),
            Requirement(P.BIRTH_CERTIFICATE, (P.BIRTH_LETTER, P.PROOF_OF_CHANGE, P.NO_DOCUMENTS)),
            Requirement(P.SCHOOL_CERTIFICATE, (P.NO_DOCUMENTS,), from_age=7),
        ),
        capture=Capture.NONE,
        asks=(Asker.HEAD, Asker.SELF),
    ),
    Service(
        id="ktp-baru",
        group=Group.KTP,
        name="KTP-el baru",
        forms=_F2,
        boxes=("KTP-A",),
        papers=_need(_KK),
        capture=Capture.FULL,
        asks=_SELF,
        ages=_PEMULA,
    ),
    Service(
        id="ktp-pindah-datang",
        group=Group.KTP,
        name="KTP-el pindah datang",
        forms=_F2,
        boxes=("KTP-B",),
        papers=_need(P.MOVING_LETTER, P.OLD_CARD),
        capture=Capture.IDENTIFY,
        asks=_SELF,
        ages=_ADULT,
    ),
    Service(
        id="ktp-perubahan",
        group=Group.KTP,
        name="KTP-el perubahan data",
        forms=_F6,
        boxes=("UBAH-B",),
        papers=_need(_KK, P.OLD_CARD, P.PROOF_OF_CHANGE),
        capture=Capture.IDENTIFY,
        asks=_SELF,
        or_boxes=("KTP-E",),
        ages=_ADULT,
    ),
    Service(
        id="ktp-rusak",
        group=Group.KTP,
        name="KTP-el rusak",
        forms=_F2,
        boxes=("KTP-C2",),
        papers=_need(_KK, P.OLD_CARD),
        capture=Capture.IDENTIFY,
        asks=_SELF,
        also=(P.CAUSE_STATEMENT,),
        ages=_ADULT,
    ),
    Service(
        id="ktp-hilang",
        group=Group.KTP,
        name="KTP-el hilang",
        forms=_F2,
        boxes=("KTP-C1",),
        papers=_need(_KK, P.POLICE_LETTER),
        capture=Capture.IDENTIFY,
        asks=_SELF,
        also=(P.CAUSE_STATEMENT,),
        ages=_ADULT,
    ),
    Service(
        id="ktp-luar-domisili",
        group=Group.KTP,
        name="KTP-el luar domisili",
        forms=_F2,
        boxes=("KTP-F",),
        papers=(Requirement(_KK), Requirement(P.POLICE_LETTER, (P.OLD_CARD,))),
        capture=Capture.IDENTIFY,
        asks=_SELF,
        also=(P.CAUSE_STATEMENT,),
        ages=_ADULT,
    ),
    Service(
        id=OF_FOREIGNERS,
        group=Group.KTP,
        name="KTP-el orang asing",
        forms=_F2,
        boxes=("KTP-A",),
        papers=_need(P.PASSPORT, P.STAY_PERMIT, _KK),
        capture=Capture.FULL,
        asks=_SELF,
        or_boxes=("KTP-D",),
        ages=_ADULT,
    ),
    Service(
        id="kk-keluarga-baru",
        group=Group.KK,
        name="KK keluarga baru",
        forms=("F-1.01", "F-1.02"),
        boxes=("KK-A1",),
        papers=(Requirement(P.MARRIAGE_BOOK, (P.MARRIAGE_CERTIFICATE, P.DIVORCE_CERTIFICATE, P.MARRIAGE_STATEMENT)),),
        capture=Capture.NONE,
        asks=(Asker.HEAD,),
        ages=_ADULT,
    ),
    Service(
        id="kk-ganti-kepala",
        group=Group.KK,
        name="KK ganti kepala keluarga",
        forms=_F2,
        boxes=("KK-A2",),
        papers=_need(P.DEATH_CERTIFICATE, _KK),
        capture=Capture.NONE,
        asks=(Asker.MEMBER,),
    ),
    Service(
        id="kk-pisah",
        group=Group.KK,
        name="KK pisah",
        forms=_F2,
        boxes=("KK-A3",),
        papers=_need(_KK),
        capture=Capture.NONE,
        asks=(Asker.SELF, Asker.HEAD),
        ages=_ADULT,
    ),
    Service(
        id="kk-pindah-datang",
        group=Group.KK,
        name="KK pindah datang",
        forms=_F2,
        boxes=("KK-A4",),
        papers=_need(P.MOVING_LETTER),
        capture=Capture.NONE,
        asks=_FAMILY,
        also=(P.ACCEPTANCE, P.ADDRESS_CONSENT),
    ),
    Service(
        id="kk-dari-ln",
        group=Group.KK,
        name="KK WNI dari luar negeri",
        forms=_F2,
        boxes=("KK-A5",),
        papers=(Requirement(P.ABROAD_LETTER, (P.MISSION_LETTER,)),),
        capture=Capture.NONE,
        asks=_FAMILY,
        also=(P.PASSPORT,),
    ),
    Service(
        id="kk-rentan",
        group=Group.KK,
        name="KK rentan adminduk",
        forms=_F2,
        boxes=("KK-A6",),
        papers=_need(P.IDENTITY_SUBSTITUTE),
        capture=Capture.NONE,
        asks=_FAMILY,
    ),
    Service(
        id="kk-tambah-lahir",
        group=Group.KK,
        name="KK tambah anggota (lahir)",
        forms=_F2,
        boxes=("KK-B2",),
        papers=(Requirement(_KK), Requirement(P.BIRTH_CERTIFICATE, (P.BIRTH_LETTER,))),
        capture=Capture.NONE,
        asks=_FAMILY,
    ),
    Service(
        id="kk-tambah-numpang",
        group=Group.KK,
        name="KK tambah anggota (numpang)",
        forms=_F2,
        boxes=("KK-B1",),
        papers=(Requirement(_KK), Requirement(P.MOVING_LETTER, (P.ORIGIN_CARD,)), Requirement(P.ACCEPTANCE)),
        capture=Capture.NONE,
        asks=_FAMILY,
        also=(P.CUSTODY,),
    ),
    Service(
        id="kk-perubahan",
        group=Group.KK,
        name="KK perubahan elemen data",
        forms=_F6,
        boxes=("KK-B3", "UBAH-A"),
        papers=(
            Requirement(_KK),
            Requirement(
                P.PROOF_OF_CHANGE,
                (
                    P.SCHOOL_CERTIFICATE,
                    P.BIRTH_CERTIFICATE,
                    P.MARRIAGE_BOOK,
                    P.MARRIAGE_CERTIFICATE,
                    P.DIVORCE_CERTIFICATE,
                ),
            ),
        ),
        capture=Capture.NONE,
        asks=_FAMILY,
    ),
    Service(
        id="kk-hilang-rusak",
        group=Group.KK,
        name="KK hilang atau rusak",
        forms=_F2,
        boxes=("KK-C1",),
        papers=(Requirement(P.POLICE_LETTER, (P.FAMILY_CARD,)), Requirement(P.ID_CARD)),
        capture=Capture.NONE,
        asks=_FAMILY,
        or_boxes=("KK-C2",),
        also=(P.CAUSE_STATEMENT,),
    ),
    Service(
        id="pindah",
        group=Group.MOVE,
        name="Pindah keluar",
        forms=("F-1.03",),
        boxes=(),
        papers=_need(_KK),
        capture=Capture.NONE,
        asks=(Asker.HEAD, Asker.SELF),
        also=(P.CUSTODY, P.ACCEPTANCE, P.ADDRESS_CONSENT),
    ),
    Service(
        id="kia",
        group=Group.KIA,
        name="Kartu Identitas Anak",
        forms=_F2,
        boxes=("KIA-A",),
        papers=(
            *_need(P.BIRTH_CERTIFICATE, _KK, P.PARENTS_CARDS),
            Requirement(P.PHOTOS, from_age=_SCHOOLED),
        ),
        capture=Capture.NONE,
        asks=(Asker.PARENT,),
        or_boxes=("KIA-B1", "KIA-B2", "KIA-C", "KIA-D"),
        ages=Ages(below=17, married=False),
    ),
)
IN_GROUPS = tuple(sorted(SERVICES, key=lambda each: list(Group).index(each.group)))  # as the counter lists them
_BY_ID = {service.id: service for service in SERVICES}


def service(name: str) -> Service:
    """The service with this id.

    >>> service("ktp-baru").capture
    <Capture.FULL: 'full'>
    """
    try:
        return _BY_ID[name]
    except KeyError as error:
        raise UnknownService(name) from error
