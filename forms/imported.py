"""Signed documents of the Kadis (KK, F-1.08, SKP, surat keterangan): judged, and never changed by a byte.

A document counts when one signature covers all of it, nothing but its own proof was added after, its chain of
certificates was valid when it was signed and ends at an installed root, and nothing in it runs, opens or hides a file.
Under a root for training every page must say SPESIMEN.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from forms.errors import DocumentRefused
from forms.pdf_signatures import BrokenPdf, Found, SignedPdf
from forms.raster import page_texts

LARGEST, MOST_PAGES, MOST_OBJECTS = 2 * 1024 * 1024, 20, 20_000
MARKING = "SPESIMEN"
AHEAD = timedelta(hours=1)  # a signer's clock may be a little ahead of ours
TRAINING, OPERATIONAL = "training", "operational"
_RUNS = frozenset({
    "/JS", "/JavaScript", "/AA", "/Launch", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/RichMedia", "/XFA",
    "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound", "/3D",
})  # fmt: skip
_ACTION_KEYS = frozenset({"/S", "/Subtype", "/Type"})


@dataclass(frozen=True, slots=True)
class Roots:
    """Installed roots as DER: those of training are pinned at enrolment, those of the Kadis' issuer come with a
    build."""

    training: tuple[bytes, ...] = ()
    operational: tuple[bytes, ...] = ()

    def kind(self, root: bytes) -> str:
        """Training or operational; a root that is in both is for training."""
        return TRAINING if root in self.training else OPERATIONAL


@dataclass(frozen=True, slots=True)
class Document:
    """A document that holds: its bytes as they came."""

    data: bytes = field(repr=False)
    sha256: str
    kind: str
    pages: int
    signer: str
    signed_at: str  # UTC, ISO
    timed: bool  # by a timestamp; else by the signer's own word
    texts: tuple[str, ...] = field(repr=False, default=())


def judge_document(data: bytes, roots: Roots, now: datetime) -> Document:
    """The document, or DocumentRefused with the first thing that does not hold."""
    if len(data) > LARGEST:
        raise DocumentRefused("too-large", str(len(data)))
    try:
        pdf = SignedPdf(data)
        _check_form(pdf)
        signature = _only(pdf.signatures((*roots.training, *roots.operational), now))
    except BrokenPdf as error:
        raise DocumentRefused("broken", str(error)) from error
    _check_signature(signature, now)
    kind = roots.kind(signature.root)
    texts = page_texts(data)
    if len(texts) != pdf.pages:
        raise DocumentRefused("broken", "pages")
    if kind == TRAINING and not all(MARKING in text for text in texts):
        raise DocumentRefused("unmarked")
    signed_at = signature.signed_at.isoformat() if signature.signed_at else ""
    digest = hashlib.sha256(data).hexdigest()
    return Document(data, digest, kind, pdf.pages, signature.signer, signed_at, signature.timed, texts)


def _check_form(pdf: SignedPdf) -> None:
    if pdf.encrypted:
        raise DocumentRefused("encrypted")
    if not 0 < pdf.pages <= MOST_PAGES:
        raise DocumentRefused("too-many-pages", str(pdf.pages))
    for key, name in pdf.names(MOST_OBJECTS):
        if key in _RUNS or (key in _ACTION_KEYS and name in _RUNS):
            raise DocumentRefused("active", name if name in _RUNS else key)


def _only(found: tuple[Found, ...]) -> Found:
    if not found:
        raise DocumentRefused("unsigned")
    if len(found) > 1:
        raise DocumentRefused("two-signatures")
    return found[0]


def _check_signature(found: Found, now: datetime) -> None:
    if not (found.intact and found.valid):
        raise DocumentRefused("altered")
    if not found.whole:
        raise DocumentRefused("not-whole")
    if found.signed_at is None or found.signed_at > now + AHEAD:
        raise DocumentRefused("no-time")
    if found.revoked:
        raise DocumentRefused("revoked")
    if not found.root:
        raise DocumentRefused("unknown-root" if found.in_term else "expired", found.problem)
