"""The services of a counter as data: form and boxes, papers, who may ask, what is captured (Perpres 96/2018)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from registry.errors import RegistryError
from registry.evidence import PaperKind as P
from registry.evidence import Requirement


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


class UnknownService(RegistryError):
    """No service has this id."""


@dataclass(frozen=True, slots=True)
class Service:
    """One service. `days` is the promise in working days once the berkas is complete; all are free of charge."""

    id: str
    group: Group
    name: str
    forms: tuple[str, ...]
    boxes: tuple[str, ...]
    papers: tuple[Requirement, ...]
    capture: Capture
    min_age: int = 0
    days: int = 1


def _need(*kinds: P) -> tuple[Requirement, ...]:
    return tuple(Requirement(kind) for kind in kinds)


_MARRIED = (Requirement(P.MARRIAGE_BOOK, (P.DIVORCE_CERTIFICATE, P.MARRIAGE_STATEMENT)),)
_KK, _F2 = P.FAMILY_CARD, ("F-1.02",)
_F6 = ("F-1.02", "F-1.06")

SERVICES: tuple[Service, ...] = (
    Service("biodata-wni", Group.BIODATA, "Biodata WNI (NIK pertama)", ("F-1.01",), (), _need(P.LETTER_RTRW, P.BIRTH_CERTIFICATE, P.SCHOOL_CERTIFICATE), Capture.NONE),  # noqa: E501 - one service, one row
    Service("ktp-baru", Group.KTP, "KTP-el baru", _F2, ("KTP-A",), _need(_KK), Capture.FULL, min_age=16),
    Service("ktp-pindah-datang", Group.KTP, "KTP-el pindah datang", _F2, ("KTP-B",), _need(P.MOVING_LETTER, P.OLD_CARD), Capture.IDENTIFY),  # noqa: E501 - one service, one row
    Service("ktp-perubahan", Group.KTP, "KTP-el perubahan data", _F6, ("DATA-B",), _need(_KK, P.OLD_CARD, P.PROOF_OF_CHANGE), Capture.IDENTIFY),  # noqa: E501 - one service, one row
    Service("ktp-rusak", Group.KTP, "KTP-el rusak", _F2, ("KTP-C2",), _need(_KK, P.OLD_CARD), Capture.IDENTIFY),
    Service("ktp-hilang", Group.KTP, "KTP-el hilang", _F2, ("KTP-C1",), _need(_KK, P.POLICE_LETTER), Capture.IDENTIFY),
    Service("ktp-luar-domisili", Group.KTP, "KTP-el luar domisili", _F2, ("KTP-F",), (Requirement(_KK), Requirement(P.POLICE_LETTER, (P.OLD_CARD,))), Capture.IDENTIFY),  # noqa: E501 - one service, one row
    Service("ktp-oa", Group.KTP, "KTP-el orang asing", _F2, ("KTP-D",), _need(P.PASSPORT, P.STAY_PERMIT, _KK), Capture.FULL, min_age=16),  # noqa: E501 - one service, one row
    Service("kk-keluarga-baru", Group.KK, "KK keluarga baru", ("F-1.01", "F-1.02"), ("KK-A1",), _MARRIED, Capture.NONE),
    Service("kk-ganti-kepala", Group.KK, "KK ganti kepala keluarga", _F2, ("KK-A2",), _need(P.DEATH_CERTIFICATE, _KK), Capture.NONE),  # noqa: E501 - one service, one row
    Service("kk-pisah", Group.KK, "KK pisah", _F2, ("KK-A3",), _need(_KK), Capture.NONE, min_age=17),
    Service("kk-pindah-datang", Group.KK, "KK pindah datang", _F2, ("KK-A4",), _need(P.MOVING_LETTER), Capture.NONE),
    Service("kk-dari-ln", Group.KK, "KK WNI dari luar negeri", _F2, ("KK-A5",), _need(P.ABROAD_LETTER), Capture.NONE),
    Service("kk-rentan", Group.KK, "KK rentan adminduk", _F2, ("KK-A6",), _need(P.IDENTITY_SUBSTITUTE), Capture.NONE),
    Service("kk-tambah-lahir", Group.KK, "KK tambah anggota (lahir)", _F2, ("KK-B2",), _need(_KK, P.BIRTH_CERTIFICATE), Capture.NONE),  # noqa: E501 - one service, one row
    Service("kk-tambah-numpang", Group.KK, "KK tambah anggota (numpang)", _F2, ("KK-B1",), (Requirement(_KK), Requirement(P.MOVING_LETTER, (P.FAMILY_CARD,)), Requirement(P.ACCEPTANCE)), Capture.NONE),  # noqa: E501 - one service, one row
    Service("kk-perubahan", Group.KK, "KK perubahan elemen data", _F6, ("KK-B3",), _need(_KK, P.PROOF_OF_CHANGE), Capture.NONE),  # noqa: E501 - one service, one row
    Service("kk-hilang-rusak", Group.KK, "KK hilang atau rusak", _F2, ("KK-C1",), (Requirement(P.POLICE_LETTER, (P.FAMILY_CARD,)),), Capture.NONE),  # noqa: E501 - one service, one row
    Service("pindah", Group.MOVE, "Pindah keluar", ("F-1.03",), (), _need(_KK), Capture.NONE),
    Service("kia", Group.KIA, "Kartu Identitas Anak", _F2, ("KIA-A",), _need(P.BIRTH_CERTIFICATE, _KK, P.PARENTS_CARDS), Capture.NONE),  # noqa: E501 - one service, one row
)  # fmt: skip
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
