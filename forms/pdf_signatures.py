"""Signatures in PDFs: making one and reading one. The one door to pyHanko, which has no types of its own here.

PAdES (ETSI EN 319 142-1), CMS detached; P-256 and SHA-256. Nothing is fetched: certificates, timestamps and revocation
are what the file itself carries (ISO 32000-2, 12.8.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError, ValidationInfoReadingError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from forms.errors import FormsError

FIELD, RESERVED = "TTE", 8192  # hexadecimal digits kept for the signature, so that it need not be tried first
# What a file that is broken on purpose makes a reader of PDF and ASN.1 raise, at whatever depth.
_BROKEN = (
    PdfError, SigningError, SignatureValidationError, ValidationInfoReadingError, PathError, ValidationError,
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, NotImplementedError,
    AssertionError, OSError, EOFError,
)  # fmt: skip


class BrokenPdf(FormsError):
    """Not a PDF that can be read to its end."""


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs: certificate and issuers as DER, the private key as PKCS #8 DER."""

    certificate: bytes
    issuers: tuple[bytes, ...]
    key: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """One signature as it was found. `root` is the DER of the trusted root it hangs from, b"" for none."""

    signer: str
    signed_at: datetime | None
    intact: bool  # the digest fits the bytes
    valid: bool  # the signature fits the digest and the certificate's key
    whole: bool  # every byte is covered, or what follows is only revocation data and document timestamps
    revoked: bool
    timed: bool  # the time of signing is a timestamp's, not the signer's own word
    root: bytes
    in_term: bool  # the signer's certificate was in its term at that time
    problem: str  # pyHanko's own word when there is no chain


class SignedPdf:
    """A PDF opened for judging; raises BrokenPdf. Every reading is held to pyHanko's limits for untrusted files."""

    def __init__(self, data: bytes) -> None:
        try:
            self._reader = PdfFileReader(BytesIO(data), strict=True)
            self.encrypted = bool(self._reader.encrypted)
            self.pages = 0 if self.encrypted else int(self._reader.root["/Pages"]["/Count"])
        except _BROKEN as error:
            raise BrokenPdf(type(error).__name__) from error
        self._size = len(data)

    def names(self, most: int) -> Iterator[tuple[str, str]]:
        """Every key of every dictionary with its value when that is a name, else ""; raises BrokenPdf when there are
        more than `most` objects."""
        try:
            for number, thing in enumerate(_objects(self._reader)):
                if number > most:
                    raise BrokenPdf("too-many-objects")
                for key in thing:
                    value = thing.raw_get(key)
                    yield str(key), str(value) if isinstance(value, generic.NameObject) else ""
        except _BROKEN as error:
            raise BrokenPdf(type(error).__name__) from error

    def signatures(self, roots: Sequence[bytes], now: datetime) -> tuple[Found, ...]:
        """Each signature against these roots (DER), its chain as it was when it was signed; raises BrokenPdf."""
        try:
            return tuple(self._judge(one, roots, now) for one in self._reader.embedded_regular_signatures)
        except _BROKEN as error:
            raise BrokenPdf(type(error).__name__) from error

    def _judge(self, signature: Any, roots: Sequence[bytes], now: datetime) -> Found:
        said = signature.self_reported_timestamp
        moment = min(said, now) if said is not None else now
        status: Any = validate_pdf_signature(signature, self._context(roots, moment), self._context(roots, moment))
        token = status.timestamp_validity
        stamped = token.timestamp if token is not None and token.trusted else None
        if stamped is not None:
            status = validate_pdf_signature(signature, self._context(roots, stamped), self._context(roots, now))
        path = status.validation_path if status.trusted else None
        problem = status.trust_problem_indic
        return Found(
            signer=str(status.signing_cert.subject.native.get("common_name", "")),
            signed_at=stamped or said,
            intact=bool(status.intact),
            valid=bool(status.valid),
            whole=self._whole(signature, status),
            revoked=bool(status.revoked),
            timed=stamped is not None,
            root=path.first.dump() if path is not None else b"",
            in_term=_in_term(status.signing_cert, stamped or moment),
            problem=problem.name if problem is not None else "",
        )

    def _whole(self, signature: Any, status: Any) -> bool:
        """Bytes after the signed ones must be a revision of their own that adds only what proves the signature."""
        if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
            return True
        later = signature.signed_revision + 1 < self._reader.xrefs.total_revisions
        return later and status.coverage is SignatureCoverageLevel.ENTIRE_REVISION and self._adds_proof_only(status)

    @staticmethod
    def _adds_proof_only(status: Any) -> bool:
        level = status.modification_level
        return level is not None and level <= ModificationLevel.LTA_UPDATES

    def _context(self, roots: Sequence[bytes], moment: datetime) -> Any:
        """What the file brings for the chain, at a moment; revocation given later counts back."""
        crls: Sequence[Any] = ()
        ocsps: Sequence[Any] = ()
        certificates: Sequence[Any] = ()
        try:
            store: Any = DocumentSecurityStore.read_dss(self._reader)
            crls = [one.get_object().data for one in store.crls]
            ocsps = [one.get_object().data for one in store.ocsps]
            certificates = list(store.load_certs())
        except NoDSSFoundError:
            pass
        return ValidationContext(
            trust_roots=[asn1_x509.Certificate.load(root) for root in roots],
            other_certs=certificates,
            crls=crls,
            ocsps=ocsps,
            moment=moment,
            allow_fetching=False,
            revocation_mode="soft-fail",
            retroactive_revinfo=True,
        )


def sign_pdf(pdf: bytes, signing: Signing, *, reason: str, place: str) -> bytes:
    """The PDF with one invisible signature over all of it (PAdES B-B)."""
    certificate = asn1_x509.Certificate.load(signing.certificate)
    issuers = [asn1_x509.Certificate.load(one) for one in signing.issuers]
    signer = signers.SimpleSigner(
        signing_cert=certificate,
        signing_key=asn1_keys.PrivateKeyInfo.load(signing.key),
        cert_registry=_store(issuers),
    )
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason, location=place
    )
    out = signers.PdfSigner(meta, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=RESERVED)
    return bytes(out.getvalue())


def _in_term(certificate: Any, at: datetime) -> bool:
    return bool(certificate.not_valid_before <= at <= certificate.not_valid_after)


def _store(certificates: Sequence[Any]) -> Any:
    make: Any = SimpleCertificateStore  # says nothing of its types
    store = make()
    for certificate in certificates:
        store.register(certificate)
    return store


def _objects(reader: Any) -> Iterator[Any]:
    """Every dictionary that can be reached from the trailer, each once, without recursion."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [reader.trailer.flatten()]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, generic.IndirectObject):
            reference = (thing.idnum, thing.generation)
            if reference in seen:
                continue
            seen.add(reference)
            thing = reader.get_object(thing.reference)
        if isinstance(thing, generic.DictionaryObject):
            yield thing
            waiting.extend(thing.raw_get(key) for key in thing)
        elif isinstance(thing, generic.ArrayObject):
            waiting.extend(thing.raw_get(place) for place in range(len(thing)))
