"""Signed PDFs at the station: judged again by its own pinned root, named by the centre's answer, kept byte for byte."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forms.errors import DocumentRefused
from forms.pdf_signatures import sign_pdf
from registry.actions import Action, Kind
from registry.canonical import canonical
from registry.officers import Role
from registry.upstream import KkAnswer
from station.desk.signed_paper import write_signed
from station.store.documents import ROOT
from station.store.errors import NotFound
from station.store.store import Store
from sync.keys import CENTRE
from sync.wire import FeedItem, FeedPage, action_record
from tests.forms.signers import LATER_STAMP, chain, paper
from tests.station.store.making import act

NOW = datetime.fromisoformat(LATER_STAMP)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return sign_pdf(paper(), chain().signing, reason="uji", place="Siak")


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def answered(data: bytes) -> Action:
    """The centre's answer that names a document."""
    payload = canonical({"v": 1, "reference": "TTE-1", "training": 1, "origin": "simulator", "document": sha(data)})
    return act(Kind.UPSTREAM_ANSWERED, CENTRE, Role.CENTRE, variant=KkAnswer.SIGNED, payload=payload, station=CENTRE)


def root(der: bytes | None = None) -> FeedItem:
    return FeedItem("tte-root", {"root": (der or chain().der).hex()})


def document(data: bytes, name: str = "", case: str = "case-1") -> FeedItem:
    sha256 = name or sha(data)
    return FeedItem(
        "document", {"case": case, "sha256": sha256, "reference": "TTE-1", "kind": "training"}, {sha256: data}
    )


def feed(store: Store, *items: FeedItem) -> list[str]:
    """Apply these; the problems that are open then."""
    start = store.side.cursor()
    store.side.apply(FeedPage("DAYUN", start, start + len(items), False, LATER_STAMP, items))
    return sorted(kept.code for kept in store.problems.open() if kept.code != "refused-by-table")


def action(found: Action) -> FeedItem:
    return FeedItem("action", {"action": action_record(found, 0)})


def test_it_is_kept_byte_for_byte_and_written_out_so(store: Store, pdf: bytes, tmp_path: Path) -> None:
    assert feed(store, action(answered(pdf)), root(), document(pdf)) == []
    kept = store.documents.of_case("case-1")
    assert (kept.data, kept.sha256, kept.kind, kept.reference) == (pdf, sha(pdf), "training", "TTE-1")
    assert write_signed(kept, store.documents.root(), NOW, tmp_path / "keluar", "KK").read_bytes() == pdf


def test_the_same_one_again_is_one(store: Store, pdf: bytes) -> None:
    assert feed(store, action(answered(pdf)), root(), document(pdf), root(), document(pdf)) == []
    assert store.documents.of_case("case-1").data == pdf


@pytest.mark.parametrize(
    "items",
    [
        lambda pdf: (root(), document(pdf)),  # no answer names it
        lambda pdf: (action(answered(pdf)), document(pdf)),  # no root
        lambda pdf: (action(answered(b"x")), root(), document(pdf)),  # the answer names another
        lambda pdf: (action(answered(pdf)), root(chain("lain").der), document(pdf)),
        lambda pdf: (action(answered(pdf)), root(), document(pdf[:-1] + b"x", sha(pdf))),  # other bytes under its name
        lambda pdf: (action(answered(pdf)), root(), document(pdf, case="case-2")),
        lambda pdf: (action(answered(pdf + b"\n")), root(), document(pdf + b"\n")),  # named, and not whole
    ],
    ids=["unnamed", "no-root", "other-named", "other-root", "other-bytes", "other-case", "not-whole"],
)
def test_what_does_not_hold_is_a_problem_and_not_kept(store: Store, pdf: bytes, items: object) -> None:
    assert feed(store, *items(pdf)) == ["bad-item"]  # type: ignore[operator]  # one of the above
    with pytest.raises(NotFound):
        store.documents.of_case("case-1")


def test_another_root_never_takes_the_place_of_the_first(store: Store) -> None:
    feed(store, root())
    assert feed(store, root(chain("lain").der)) == ["bad-item"]
    assert store.documents.root() == chain().der


def test_a_document_that_no_longer_holds_is_not_handed_on(store: Store, pdf: bytes, tmp_path: Path) -> None:
    feed(store, action(answered(pdf)), root(), document(pdf))
    store.facts.put({ROOT: chain("lain").der})  # as by a hand in the file
    with pytest.raises(DocumentRefused, match="unknown-root"):
        write_signed(store.documents.of_case("case-1"), store.documents.root(), NOW, tmp_path / "keluar", "KK")
    assert not (tmp_path / "keluar").exists()
    assert NOW.tzinfo is UTC


def test_it_goes_with_the_captures_of_its_case(store: Store, pdf: bytes) -> None:
    feed(store, action(answered(pdf)), root(), document(pdf))
    assert store.retention.held("case-1") == {sha(pdf)}
    store.blobs.erase(store.retention.held("case-1"))
    with pytest.raises(NotFound):
        store.documents.of_case("case-1")
