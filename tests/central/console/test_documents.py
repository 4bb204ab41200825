"""Dokumen TTE at the console: taken, refused with its reason, matched or not; only the Dinas."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from central.console.views.documents import WHY
from central.tte import signed_specimen, training_tte
from registry.actions import Kind
from registry.canonical import canonical
from registry.changes import Added, FamilyChange
from registry.lifecycle import Status
from registry.numbers import Nik
from registry.officers import Role
from tests.central.console.making import PREFIX, Browser, Console, form_token
from tests.registry.families import BABY, DAUGHTER, FATHER, MOTHER, SON, family
from tests.station.store.making import act, recording

CHANGE = FamilyChange(family()).with_edit(Added(BABY))


@pytest.fixture
def pdf(place: Console) -> bytes:
    """A KK case that is verified, and its signed document."""
    said = recording(FATHER).submission
    payload = replace(said, change=CHANGE).to_bytes()
    first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, variant="complete", payload=payload, service="kk-tambah-lahir")
    second = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id, service="kk-tambah-lahir")
    with place.ledger.writing() as book:
        people = (FATHER, MOTHER, DAUGHTER, SON)
        book.put_residents((who, canonical({"v": 1, **who.to_record()}).decode()) for who in people)
        for action in (first, second):
            book.add_action(action)
        place.office.accepted(book, "case-1", (first, second), "DAYUN")
        signed = CHANGE.numbered({BABY.id: Nik("1408060311260077")}, FATHER.kk, None)  # type: ignore[arg-type]  # he has one
        return signed_specimen(training_tte(book), signed, number="x", made="Latihan", reference="x")


def upload(browser: Browser, data: bytes, name: str = "kk.pdf", **fields: str) -> str:
    token = form_token(browser.web.get(PREFIX + "/tte").text)
    form = {"form": token, "act": "muat", **fields}
    page = browser.web.post(PREFIX + "/tte", data=form, files={"file": (name, data, "application/pdf")}).text
    found = re.search(r'<p class="banner[^>]*>(.*?)</p>', page, re.S)
    return re.sub(r"<[^>]+>", "", found.group(1)).strip() if found else ""


def test_a_signed_pdf_is_taken_and_its_case_is_ready(place: Console, pdf: bytes) -> None:
    browser = place.signed_in("tuti")
    assert "referensi" in upload(browser, pdf)  # none is known yet
    assert "dipakai untuk D-2611-0001" in upload(browser, pdf, reference="SIAK-12")
    assert "sudah ada" in upload(browser, pdf)
    with place.ledger.writing() as book:
        row = book.case("case-1")
        assert row is not None
        assert row.status == Status.KK_READY
    page = browser.get("/tte")
    assert "SIAK-12" in page
    assert ">latihan<" in page


def test_what_is_refused_says_why_and_changes_nothing(place: Console, pdf: bytes) -> None:
    browser = place.signed_in("tuti")
    assert WHY["broken"] in upload(browser, pdf[:300])
    assert WHY["not-whole"] in upload(browser, pdf + b"\n")
    assert "Belum ada dokumen" in browser.get("/tte")


@pytest.mark.parametrize("name", ["uptd-dayun", "adi"])
def test_other_roles_have_no_such_page(place: Console, name: str) -> None:
    assert place.signed_in(name).status("/tte") == 404
