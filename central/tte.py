"""The SIMULASI certificate: a root and a signer for training, made once at founding, P-256; and the KK it signs.

It stands for the Kadis' certificate in exercises only: what it signs says SPESIMEN on each page, and a station takes
its root for training and for nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from central.ledger.ledger import Book
from forms.kk import family_specimen
from forms.kk_card import card_of
from forms.pdf_signatures import Signing, sign_pdf
from registry.numbers import KkNumber
from registry.people import Family, Resident

ROOT_NAME, SIGNER_NAME = "SIMULASI Akar TTE Loket", "SIMULASI Kepala Dinas"
TERM = timedelta(days=3650)
_ROOT, _ROOT_KEY, _CERTIFICATE, _KEY = "tte.root", "tte.root-key", "tte.certificate", "tte.key"


@dataclass(frozen=True, slots=True)
class TrainingTte:
    """The root that stations pin (DER), and who signs under it."""

    root: bytes
    signing: Signing


def training_tte(book: Book) -> TrainingTte:
    """The certificate of this centre; made the first time it is asked for."""
    root = book.fact(_ROOT)
    if root is None:
        book.lock_names("tte")  # of several processes one makes it
        root = book.fact(_ROOT) or _make(book, datetime.now(UTC))
    certificate, key = book.fact(_CERTIFICATE), book.fact(_KEY)
    if certificate is None or key is None:
        raise LookupError(_CERTIFICATE)
    return TrainingTte(root, Signing(certificate, (root,), key))


def signed_specimen(tte: TrainingTte, people: tuple[Resident, ...], *, number: str, made: str, reference: str) -> bytes:
    """The KK of a training as PDF, signed: a sheet for each KK that `people` are on."""
    numbers: dict[KkNumber | None, list[Resident]] = {}
    for who in people:
        numbers.setdefault(who.kk, []).append(who)
    cards = tuple(card_of(Family(kk, tuple(members)), whole=True) for kk, members in numbers.items())
    pdf = family_specimen(cards, made=made, case=number)
    return sign_pdf(pdf, tte.signing, reason=f"SIMULASI {reference}", place="Latihan")


def _make(book: Book, now: datetime) -> bytes:
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer, subject = _name(ROOT_NAME), _name(SIGNER_NAME)
    root = (
        _begin(issuer, issuer, root_key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    certificate = (
        _begin(subject, issuer, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    found = {_ROOT: _der(root), _ROOT_KEY: _secret(root_key), _CERTIFICATE: _der(certificate), _KEY: _secret(key)}
    for name, value in found.items():
        book.put_fact(name, value)
    return found[_ROOT]


def _begin(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    begin = now.replace(microsecond=0) - timedelta(days=1)  # a station whose clock is behind still takes it
    return (
        builder.serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + TERM)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SIMULASI"), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def _secret(key: ec.EllipticCurvePrivateKey) -> bytes:
    form, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.DER, form, none)
