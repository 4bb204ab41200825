"""A resident, a photo, a signature and a training release for sheets under test."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from io import BytesIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from PIL import Image, ImageDraw

from registry.card import CardElements, card_elements
from registry.codes import CodeTables
from registry.ink import Ink, InkPoint
from registry.numbers import KkNumber, Nik
from registry.people import Address, Resident, Sex
from registry.regions import Regions
from registry.releases import Authority, Certificate, Printable, Release, ReleaseKind, SignedRelease, Spending
from registry.upstream import SiakStatus

TODAY = date(2026, 11, 24)
_TABLES = CodeTables.load()


def resident() -> Resident:
    """An invented resident of Dayun."""
    name = _TABLES.by_name
    return Resident(
        id="r-1",
        nik=Nik("1408065203099004"),
        kk=KkNumber("1408061203159007"),
        name="SUHAILA MARDIANI",
        birth_place="KABUPATEN SIAK",
        birth_date=date(2009, 3, 12),
        sex=Sex.FEMALE,
        blood=name("golongan_darah", "O"),
        religion=name("agama", "Islam"),
        marital=name("status_perkawinan", "Belum Kawin"),
        occupation=name("pekerjaan", "Pelajar/Mahasiswa"),
        education=name("pendidikan", "SLTP/SMP/Sederajat"),
        relation=name("shdk", "Anak"),
        address=Address("Jl. Pemda Km 4", "003", "002", "14.08.06.2001", "28671", ""),
        mother="YUSNIDAR",
        father="MARDIANTO",
        nationality="WNI",
        ktp_status=SiakStatus.UNREGISTERED,
        ktp_status_on=date(2026, 11, 20),
        ktp_status_place="",
    )


def photo() -> bytes:
    """A drawn portrait with pure black in it."""
    picture = Image.new("RGB", (600, 800), (208, 20, 20))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((180, 160, 420, 480), fill=(214, 170, 140))
    draw.ellipse((60, 520, 540, 1100), fill=(0, 0, 0))
    out = BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


def ink() -> bytes:
    """A zigzag of 60 mm."""
    points = tuple(InkPoint(i * 10, 500 + i * 150, 1500 + (400 if i % 2 else -400), 600) for i in range(20))
    return Ink(8000, 4000, (points,)).to_bytes()


def check(key: bytes, message: bytes, signature: bytes) -> bool:
    """Ed25519."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


class Maker:
    """Signs releases of one kind under a throw-away root."""

    def __init__(self, kind: ReleaseKind = ReleaseKind.TRAINING) -> None:
        self.root = Ed25519PrivateKey.generate()
        self.key = Ed25519PrivateKey.generate()
        self.kind = kind
        certificate = Certificate(
            kind, _hex(self.key), _hex(self.root), "SK-1/2026", "2026-01-01", "2027-01-01"
        ).to_bytes()
        self.certificate = (certificate, self.root.sign(certificate))

    @property
    def root_key(self) -> bytes:
        return self.root.public_key().public_bytes_raw()

    def sign(self, release: Release) -> SignedRelease:
        raw = release.to_bytes()
        return SignedRelease(raw, self.key.sign(raw), *self.certificate)


def release(elements: CardElements, **changes: object) -> Release:
    """A release for the elements at UPTD-SIAK."""
    plain = Release("R-2026-004417", "case-1", elements.digest(), "UPTD-SIAK", "2026-11-24", "2026-12-08", 2, "ab")
    return replace(plain, **changes)  # type: ignore[arg-type]  # any field


def elements(who: Resident | None = None) -> CardElements:
    """The card of the resident with the photo and ink above."""
    return card_elements(
        who or resident(),
        Regions.load(),
        photo=hashlib.sha256(photo()).hexdigest(),
        signature=hashlib.sha256(ink()).hexdigest(),
        issued=TODAY,
    )


def printable(who: Resident | None = None) -> Printable:
    """A training card of the resident."""
    maker, data = Maker(), elements(who)
    authority = Authority(check, training_roots=frozenset({maker.root_key}))
    return authority.printable(
        maker.sign(release(data)),
        data,
        case="case-1",
        station="UPTD-SIAK",
        today="2026-11-24",
        spending=Spending(0, 0),
        photo=photo(),
        signature=ink(),
    )


def _hex(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()
