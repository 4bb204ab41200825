"""Signed PDFs: what counts, and each reason for which one does not."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from forms.errors import DocumentRefused
from forms.imported import LARGEST, MOST_PAGES, OPERATIONAL, TRAINING, Roots, judge_document
from forms.pdf_signatures import sign_pdf
from tests.forms.signers import NOW, Chain, chain, paper, signed_twice, with_revocation

LATER = NOW + timedelta(hours=1)


def signed(pdf: bytes | None = None, by: Chain | None = None) -> bytes:
    return sign_pdf(pdf or paper(), (by or chain()).signing, reason="uji", place="Siak")


@pytest.fixture(scope="module")
def good() -> bytes:
    return signed()


def code_of(data: bytes, roots: Roots | None = None) -> str:
    with pytest.raises(DocumentRefused) as refused:
        judge_document(data, roots or Roots(training=(chain().der,)), LATER)
    return refused.value.code


# what counts --------------------------------------------------------------------------------------------------------
def test_a_good_one_counts_and_is_kept_as_it_came(good: bytes) -> None:
    found = judge_document(good, Roots(training=(chain().der,)), LATER)
    assert (found.data, found.kind, found.pages, found.signer) == (good, TRAINING, 1, "Penanda uji")
    assert found.signed_at
    assert not found.timed


def test_the_kind_is_that_of_the_root(good: bytes) -> None:
    assert judge_document(good, Roots(operational=(chain().der,)), LATER).kind == OPERATIONAL
    both = Roots(training=(chain().der,), operational=(chain().der,))
    assert judge_document(good, both, LATER).kind == TRAINING  # in doubt it prints nothing unmarked


def test_a_real_one_says_no_specimen_and_one_of_training_must_on_every_page() -> None:
    plain = signed(paper("KARTU KELUARGA"))
    assert judge_document(plain, Roots(operational=(chain().der,)), LATER).kind == OPERATIONAL
    assert code_of(plain) == "unmarked"
    assert code_of(signed(paper("SPESIMEN", "KARTU KELUARGA"))) == "unmarked"
    assert judge_document(signed(paper("SPESIMEN", "SPESIMEN")), Roots((chain().der,)), LATER).pages == 2


def test_a_certificate_that_ended_since_counts_for_what_it_signed_then() -> None:
    by = chain("singkat", days=11)  # ends tomorrow
    found = judge_document(signed(by=by), Roots(training=(by.der,)), NOW + timedelta(days=90))
    assert found.signer == "Penanda singkat"


# signature and chain ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("at", [0.05, 0.2, 0.4])
def test_a_changed_byte_is_refused(good: bytes, at: float) -> None:
    place = int(len(good) * at)
    changed = good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]
    assert code_of(changed) in ("altered", "broken")


def test_a_changed_byte_of_the_text_is_altered(good: bytes) -> None:
    place = good.index(b"endstream") - 10
    assert code_of(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]) == "altered"


@pytest.mark.parametrize("tail", [b"\n", b"x", b"%%EOF\n", b"\0" * 5000])
def test_bytes_after_the_signature_are_refused(good: bytes, tail: bytes) -> None:
    assert code_of(good + tail) in ("not-whole", "broken")


def test_a_later_revision_that_changes_the_page_is_refused(good: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(good))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(180)
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    assert code_of(out.getvalue()) == "not-whole"


def test_an_unknown_root_is_refused(good: bytes) -> None:
    assert code_of(good, Roots(training=(chain("lain").der,))) == "unknown-root"
    assert code_of(good, Roots()) == "unknown-root"


def test_a_root_of_the_same_name_is_another_root(good: bytes) -> None:
    fake = chain("uji", begin=-11)  # same names, other keys
    assert fake.der != chain().der
    assert code_of(signed(by=fake)) in ("unknown-root", "altered")


@pytest.mark.parametrize(("begin", "days"), [(-20, 10), (5, 100)], ids=["ended", "not-begun"])
def test_a_certificate_that_was_not_valid_when_it_signed_is_refused(begin: int, days: int) -> None:
    by = chain(f"bukan {begin}", begin=begin, days=days)
    assert code_of(signed(by=by), Roots(training=(by.der,))) == "expired"


def test_a_certificate_that_the_file_itself_says_is_revoked_is_refused(good: bytes) -> None:
    assert code_of(with_revocation(good, chain().crl())) == "revoked"


def test_a_list_of_revocation_of_another_changes_nothing(good: bytes) -> None:
    found = judge_document(with_revocation(good, chain("lain").crl()), Roots(training=(chain().der,)), LATER)
    assert found.kind == TRAINING


def test_a_time_still_to_come_is_refused(good: bytes) -> None:
    with pytest.raises(DocumentRefused, match="no-time"):
        judge_document(good, Roots(training=(chain().der,)), NOW - timedelta(hours=2))


def test_none_and_two_signatures_are_refused(good: bytes) -> None:
    assert code_of(paper()) == "unsigned"
    assert code_of(signed_twice(good, chain())) == "two-signatures"


# hostile ------------------------------------------------------------------------------------------------------------
def _with(key: str, value: generic.PdfObject) -> bytes:
    """A PDF with this in its catalogue, then signed: a good signature does not excuse it."""
    writer = copy_into_new_writer(PdfFileReader(BytesIO(paper())))
    writer.root[key] = value
    out = BytesIO()
    writer.write(out)
    return signed(out.getvalue())


def _action(kind: str, **more: str) -> generic.DictionaryObject:
    entries = {"/S": generic.NameObject(kind), **{f"/{k}": generic.TextStringObject(v) for k, v in more.items()}}
    return generic.DictionaryObject({generic.NameObject(k): v for k, v in entries.items()})


_FILES = generic.DictionaryObject(
    {generic.NameObject("/EmbeddedFiles"): generic.DictionaryObject()},
)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("/OpenAction", _action("/JavaScript", JS="app.alert(1)")),
        ("/OpenAction", _action("/Launch", F="cmd.exe")),
        ("/OpenAction", _action("/SubmitForm")),
        ("/OpenAction", _action("/GoToR")),
        ("/AA", generic.DictionaryObject()),
        ("/Names", _FILES),
        ("/XFA", generic.ArrayObject()),
    ],
    ids=["script", "launch", "submit", "elsewhere", "actions", "files", "xfa"],
)
def test_what_runs_or_hides_a_file_is_refused_though_well_signed(key: str, value: generic.PdfObject) -> None:
    assert code_of(_with(key, value)) == "active"


def test_a_destination_to_open_at_is_harmless() -> None:
    opened = _with("/OpenAction", generic.ArrayObject([generic.NumberObject(0), generic.NameObject("/Fit")]))
    assert judge_document(opened, Roots(training=(chain().der,)), LATER).pages == 1


def test_sizes() -> None:
    assert code_of(b"%PDF-1.7" + bytes(LARGEST)) == "too-large"
    assert code_of(signed(paper(*["SPESIMEN"] * (MOST_PAGES + 1)))) == "too-many-pages"


def test_a_locked_one_is_refused() -> None:
    writer = copy_into_new_writer(PdfFileReader(BytesIO(paper())))
    writer.encrypt("a", "b")
    out = BytesIO()
    writer.write(out)
    assert code_of(out.getvalue()) == "encrypted"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"%PDF-1.7\n%%EOF",
        b"PK\3\4",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Count 1>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\n" + b"[" * 100_000,
        b"%PDF-1.7\n" + b"<<" * 100_000 + b"\nstartxref\n9\n%%EOF",
    ],
    ids=["empty", "letter", "bare", "zip", "circle", "deep-array", "deep-dictionary"],
)
def test_what_is_no_pdf_is_broken(data: bytes) -> None:
    assert code_of(data) == "broken"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(cut=st.floats(0, 1), patch=st.binary(min_size=1, max_size=40))
def test_a_damaged_one_is_refused_and_never_more(good: bytes, cut: float, patch: bytes) -> None:
    place = int(cut * (len(good) - len(patch)))
    damaged = good[:place] + patch + good[place + len(patch) :]
    try:
        found = judge_document(damaged, Roots(training=(chain().der,)), LATER)
    except DocumentRefused as refused:
        assert refused.code  # noqa: PT017 - either is right: a patch may be what stood there
    else:
        assert damaged == good or _only_padding(good, damaged)
        assert found.data == damaged


def _only_padding(good: bytes, damaged: bytes) -> bool:
    """Whether only the unused room of the signature's own hexadecimal string differs, which no signature covers."""
    differs = [at for at in range(len(good)) if good[at] != damaged[at]]
    begin, end = good.index(b"/Contents <") + 10, good.index(b">", good.index(b"/Contents <"))
    return all(begin <= at <= end for at in differs)


# another program ------------------------------------------------------------------------------------------------------
@pytest.mark.tools
@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler's pdfsig is not here")
def test_pdfsig_says_the_same(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "kk.pdf"
    path.write_bytes(good)
    said = _pdfsig(path)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    place = good.index(b"endstream") - 10
    path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
    assert "Digest Mismatch" in _pdfsig(path)


def _pdfsig(path: Path) -> str:
    return subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, timeout=60).stdout
