"""The page of SIAK: two accounts for an answer, files with their report, disagreements with their next step."""

from __future__ import annotations

import re

import pytest

from central.console.views.siak import FORMS
from central.ledger.answers import answers_of
from central.office import load_case
from registry.actions import Kind
from registry.lifecycle import Status
from registry.officers import Role
from tests.central.console.making import PREFIX, Browser, Console, form_token, said
from tests.central.upstreams import csv_of
from tests.station.store.making import act, person, recording

READY, NUMBER = "PRINT_READY_RECORD", "D-2611-0001"
NIK = str(person(1).nik)


@pytest.fixture
def case(place: Console) -> str:
    """A verified recording."""
    payload = recording(person(1)).submission.to_bytes()
    first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, variant="complete", payload=payload)
    second = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id)
    with place.ledger.writing() as book:
        for action in (first, second):
            book.add_action(action)
        place.office.accepted(book, "case-1", (first, second), "DAYUN")
    return "case-1"


def status_of(place: Console) -> Status:
    with place.ledger.writing() as book:
        return load_case(book, "case-1").status


def upload(browser: Browser, data: bytes, **fields: str) -> tuple[int, str]:
    token = form_token(browser.web.get(PREFIX + "/siak").text)
    form = {"form": token, "act": "muat", **fields}
    answer = browser.web.post(PREFIX + "/siak", data=form, files={"file": ("jawaban.csv", data, "text/csv")})
    return answer.status_code, answer.text


def enter(browser: Browser, status: str = READY, reference: str = "SIAK-7", number: str = NUMBER) -> tuple[int, str]:
    return browser.post("/siak", "catat", number=number, status=status, reference=reference)


def which(page: str) -> str:
    found = re.search(r'name="which" value="([^"]+)"', page)
    assert found
    return found.group(1)


def test_two_accounts_and_the_same_reading_make_an_answer(place: Console, case: str) -> None:
    first, second = place.signed_in("tuti"), place.signed_in("budi")
    assert enter(first)[0] == 200
    page = second.get("/siak")
    assert NUMBER in page
    assert "SIAK-7" not in page  # he reads SIAK's screen, not the first one's reading
    assert status_of(place) is Status.VERIFIED
    second.post("/siak", "pastikan", which=which(page), status=READY, reference="SIAK-7")
    assert status_of(place) is Status.RELEASED
    with place.ledger.writing() as book:
        (row,) = answers_of(book.connection, case)
    assert (row.origin, row.reference, row.training) == ("console", "SIAK-7", 1)
    assert {line.account for line in place.lines(act="ubah")} >= {"tuti", "budi"}


@pytest.mark.parametrize(
    ("status", "reference", "words"),
    [
        (READY, "SIAK-8", "Berbeda dari pembacaan pertama"),
        ("DUPLICATE_RECORD", "SIAK-7", "Berbeda dari pembacaan pertama"),
        ("SIAP", "SIAK-7", "tidak terbaca"),
        (READY, " ", "masih kosong"),
    ],
)
def test_another_reading_is_no_answer(place: Console, case: str, status: str, reference: str, words: str) -> None:
    first, second = place.signed_in("tuti"), place.signed_in("budi")
    enter(first)
    given = {"which": which(second.get("/siak")), "status": status, "reference": reference}
    assert words in said(second.post("/siak", "pastikan", **given)[1])
    assert status_of(place) is Status.VERIFIED


def test_the_same_account_cannot_confirm_though_it_sends_the_form(place: Console, case: str) -> None:
    first = place.signed_in("tuti")
    enter(first)
    page = first.get("/siak")
    assert 'value="pastikan"' not in page
    code, text = first.post("/siak", "pastikan", which=which(page), status=READY, reference="SIAK-7")
    assert (code, "Mintalah petugas lain" in said(text)) == (409, True)
    assert status_of(place) is Status.VERIFIED


def test_a_reading_without_a_reference_or_case_is_refused_and_one_is_withdrawn(place: Console, case: str) -> None:
    first = place.signed_in("tuti")
    assert enter(first, reference="  ")[0] == 400
    assert "tidak ada" in said(enter(first, number="D-0")[1])
    enter(first)
    assert "sudah menunggu" in said(enter(first)[1])
    first.post("/siak", "tarik", which=which(first.get("/siak")), reason="salah baca baris")
    assert "Tidak ada jawaban yang menunggu" in first.get("/siak")
    assert status_of(place) is Status.VERIFIED


@pytest.mark.parametrize("name", ["uptd-dayun", "adi"])
def test_other_roles_have_no_such_page(place: Console, case: str, name: str) -> None:
    browser = place.signed_in(name)
    for path in ("/siak", "/siak/beda", "/siak/berkas/x", "/siak/berkas/x/unduh"):
        assert browser.status(path) == 404
    assert enter(browser)[0] == 404
    assert status_of(place) is Status.VERIFIED


def test_a_file_is_taken_with_its_report_and_fetched_as_it_came(place: Console, case: str) -> None:
    browser = place.signed_in("tuti")
    data = csv_of({"NIK": NIK, "STAT_KTP": READY, "REFERENSI": "S-1"}, {"NIK": "1", "STAT_KTP": "X", "REFERENSI": ""})
    code, page = upload(browser, data)
    assert code == 200
    assert "dipakai: 1" in page
    assert "tidak terbaca: 1" in page
    assert status_of(place) is Status.RELEASED
    link = re.search(r'href="/console(/siak/berkas/[0-9a-f]{64}/unduh)"', page)
    assert link
    answer = browser.web.get(PREFIX + link.group(1))
    assert answer.content == data
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sudah pernah dimuat" in upload(browser, data)[1]


@pytest.mark.parametrize(
    ("data", "words"), [(b"A,B\n1,2\n", "Kolom NIK"), (b"PK\3\4x", "XLSX rusak"), (b"", "masih kosong")]
)
def test_a_file_that_is_refused_says_what_to_do(place: Console, case: str, data: bytes, words: str) -> None:
    assert words in said(upload(place.signed_in("tuti"), data)[1])


@pytest.mark.parametrize("form", FORMS)
def test_what_goes_up_is_made_and_fetched(place: Console, case: str, form: str) -> None:
    browser = place.signed_in("tuti")
    _, page = browser.post("/siak", "kirim", form_of_file=form)
    link = re.search(r'href="/console(/siak/berkas/[0-9a-f]{64}/unduh)"', page)
    assert link
    answer = browser.web.get(PREFIX + link.group(1))
    assert answer.headers["content-type"] == FORMS[form]
    assert "1 permohonan" in page


def test_disagreements_show_numbers_by_their_ends_and_are_settled_with_a_reason(place: Console, case: str) -> None:
    browser = place.signed_in("tuti")
    upload(browser, csv_of({"NIK": "1408060101019999", "STAT_KTP": READY, "REFERENSI": "S-1"}))
    page = browser.get("/siak/beda")
    assert "<h3>Jawaban untuk permohonan yang tidak dikenal</h3>" in page
    assert "1408060101019999" not in page
    assert "Cari di SIAK siapa yang merekam" in page
    given = {"which": which(page), "how": "dilaporkan"}
    assert "Alasan" in said(browser.post("/siak/beda", "selesaikan", reason="x", **given)[1])
    browser.post("/siak/beda", "selesaikan", reason="surat 12/2026", **given)
    assert "Tidak ada perbedaan" in browser.get("/siak/beda")
    assert "surat 12/2026" in browser.get("/siak/beda", keadaan="selesai")
