"""Signers for tests: a root and who signs under it, in good order or not, made once in a run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from forms.pdf_signatures import Signing
from forms.sheet import Sheet

NOW = datetime.now(UTC).replace(microsecond=0)
LATER_STAMP = f"{NOW + timedelta(hours=1):%Y-%m-%dT%H:%M:%S}.000Z"
_DER = serialization.Encoding.DER


@dataclass(frozen=True)
class Chain:
    """A root with its key, and who signs under it."""

    root: x509.Certificate
    root_key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        return self.root.public_bytes(_DER)

    @property
    def signing(self) -> Signing:
        secret = self.key.private_bytes(_DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return Signing(self.certificate.public_bytes(_DER), (self.der,), secret)

    def crl(self) -> bytes:
        """A list that revokes the signer, of yesterday."""
        gone = x509.RevokedCertificateBuilder().serial_number(self.certificate.serial_number)
        day = NOW - timedelta(days=1)
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.root.subject).last_update(day)
        builder = builder.next_update(NOW + timedelta(days=30)).add_revoked_certificate(
            gone.revocation_date(day).build()
        )
        return builder.sign(self.root_key, hashes.SHA256()).public_bytes(_DER)


@cache
def chain(name: str = "uji", *, begin: int = -10, days: int = 100) -> Chain:
    """A chain whose signer is valid from `begin` days from now for `days`."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer, subject = _name(f"Akar {name}"), _name(f"Penanda {name}")
    first = NOW - timedelta(days=400)
    root = _build(issuer, issuer, root_key.public_key(), first, 4000, True).sign(root_key, hashes.SHA256())
    certificate = _build(subject, issuer, key.public_key(), NOW + timedelta(days=begin), days, False)
    return Chain(root, root_key, certificate.sign(root_key, hashes.SHA256()), key)


def paper(*texts: str) -> bytes:
    """A PDF with one page for each text."""
    sheet = Sheet(100, 60, title="uji")
    for number, text in enumerate(texts or ("SPESIMEN",)):
        if number:
            sheet.next_page()
        sheet.text(10, 20, text, 12)
    return sheet.finish()


def with_revocation(pdf: bytes, crl: bytes) -> bytes:
    """The signed PDF with a revocation list added in a security store (PAdES B-LT)."""
    out = BytesIO(pdf)
    DocumentSecurityStore.add_dss(output_stream=out, sig_contents=None, crls=[asn1_crl.CertificateList.load(crl)])
    return out.getvalue()


def signed_twice(pdf: bytes, chain: Chain) -> bytes:
    """A second signature over the first."""
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(chain.signing.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(chain.signing.key),
        cert_registry=SimpleCertificateStore(),
    )
    meta = signers.PdfSignatureMetadata(field_name="Kedua", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    out = signers.PdfSigner(meta, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
    return bytes(out.getvalue())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _build(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, begin: datetime, days: int, ca: bool
) -> x509.CertificateBuilder:
    place = x509.UniformResourceIdentifier("http://127.0.0.1:1/uji.crl")  # named, and never asked
    points = x509.CRLDistributionPoints([x509.DistributionPoint([place], None, None, None)])
    usage = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(points, critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not ca,
                content_commitment=not ca,
                key_cert_sign=ca,
                crl_sign=ca,
                decipher_only=False,
                **usage,
            ),
            critical=True,
        )
    )
