"""Files up and back: SIAK's column names, one effect however often, a report for each row, nothing hostile read."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.exchange import COLUMNS, OUR_CASE, REFERENCE, Exchange, Result
from central.ledger.disagreements import count_disagreements, page_of_disagreements
from central.ledger.exchange import all_files, file_data, results_of
from central.office import load_case
from central.reconciliation import NEXT, Act, Difference, Settling
from central.spreadsheet import MOST_ROWS, XLSX, read_table, write_table
from registry.actions import Kind
from registry.canonical import canonical
from registry.intake import FileRefused
from registry.lifecycle import Status
from registry.upstream import SiakStatus
from tests.central.making import Place, centre
from tests.central.upstreams import csv_of, take_file
from tests.station.store.making import person

READY = SiakStatus.PRINT_READY_RECORD.value
NIK = str(person(1).nik)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with centre(tmp_path) as found:
        found.verify(person(1))
        yield found


def row(**changes: str) -> dict[str, str]:
    return {"NIK": NIK, "STAT_KTP": READY, REFERENCE: "SIAK-1", **changes}


def report_of(place: Place, sha256: str) -> list[tuple[str, str]]:
    with place.ledger.writing() as book:
        return [(found.result, found.detail) for found in results_of(book.connection, sha256)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_goes_up_has_siaks_columns_and_comes_back_as_it_was(place: Place, form: str) -> None:
    place.submit(person(2), "case-2", number="D-2611-0002")  # not verified: stays
    with place.ledger.writing() as book:
        sent = Exchange(place.office, place.clock).send(book, "adi", form)
        assert file_data(book.connection, sent.sha256) == sent.data
        (kept,) = all_files(book.connection)
    assert (kept.sha256, kept.officer, kept.rows, kept.kind) == (sent.sha256, "adi", 1, "export")
    (line,) = read_table(sent.data, COLUMNS)
    who = person(1)
    assert line.get("NIK") == str(who.nik)
    assert line.get("NAMA_LGKP") == who.name
    assert line.get("TGL_LHR") == f"{who.birth_date:%d-%m-%Y}"
    assert (line.get("NO_PROP"), line.get("NO_KAB")) == ("14", "08")
    assert line.get(OUR_CASE) == "D-2611-0001"
    assert place.status() is Status.VERIFIED  # sending is no answer


def test_a_workbook_that_goes_up_is_what_a_spreadsheet_reads(place: Place) -> None:
    with place.ledger.writing() as book:
        exchange = Exchange(place.office, place.clock)
        sent = exchange.send(book, "adi", XLSX)
        assert exchange.send(book, "adi", XLSX).sha256 == sent.sha256
    sheet = openpyxl.load_workbook(BytesIO(sent.data)).active
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert sheet["B2"].value == NIK
    assert sheet["B2"].data_type == "s"  # sixteen digits are a text


def test_hash_importer_and_time_are_kept_and_the_file_byte_for_byte(place: Place) -> None:
    data = csv_of(row())
    report = take_file(place, data)
    assert report.sha256 == hashlib.sha256(data).hexdigest()
    with place.ledger.writing() as book:
        (kept,) = all_files(book.connection)
        assert (kept.name, kept.officer, kept.at) == ("jawaban.csv", "adi", place.clock.stamp())
        assert file_data(book.connection, kept.sha256) == data
        answer = load_case(book, "case-1").latest(Kind.UPSTREAM_ANSWERED)
    assert answer is not None
    assert answer.record["reference"] == "SIAK-1"


def test_the_same_file_again_changes_nothing(place: Place) -> None:
    data = csv_of(row(), row(NIK="1408060101019999"))
    first = take_file(place, data)
    before = _rows(place)
    again = take_file(place, data, name="lain.csv")
    assert (again.again, again.sha256, dict(again.results)) == (True, first.sha256, dict(first.results))
    assert _rows(place) == before


def test_the_same_answer_in_another_file_counts_once(place: Place) -> None:
    take_file(place, csv_of(row(STAT_KTP="PROCESSING")))
    report = take_file(place, csv_of(row(STAT_KTP="PROCESSING"), columns=("STAT_KTP", "NIK", REFERENCE)))
    assert dict(report.results) == {Result.KNOWN: 1}


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, Result.APPLIED),
        ({REFERENCE: ""}, Result.NO_REFERENCE),
        ({REFERENCE: "-"}, Result.NO_REFERENCE),
        ({"STAT_KTP": "CARD_ISSUED"}, Result.REFUSED),
        ({"STAT_KTP": "SIAP"}, Result.UNREADABLE),
        ({"NIK": "12"}, Result.UNREADABLE),
        ({REFERENCE: "=HYPERLINK(1)"}, Result.UNREADABLE),
        ({REFERENCE: "x" * 121}, Result.UNREADABLE),
        ({REFERENCE: "a\x07b"}, Result.UNREADABLE),
        ({"NAMA_LGKP": "ORANG LAIN"}, Result.DIFFERS),
        ({"TGL_LHR": "01-01-2001"}, Result.DIFFERS),
        ({"NO_KK": "1408060101019999"}, Result.APPLIED),  # told, but it is the same person
        ({OUR_CASE: "D-2611-9999"}, Result.UNKNOWN),
        ({"NIK": "1408060101019999"}, Result.UNKNOWN),
    ],
)
def test_each_row_is_told_what_became_of_it(place: Place, changes: dict[str, str], result: Result) -> None:
    report = take_file(place, csv_of(row(**changes)))
    assert [said for said, _ in report_of(place, report.sha256)] == [result]
    assert (place.status() is Status.RELEASED) == (result is Result.APPLIED)


def test_one_bad_row_stops_none_of_the_others(place: Place) -> None:
    place.verify(person(2), "case-2", number="D-2611-0002")
    report = take_file(place, csv_of(row(NIK="x"), row(), row(NIK=str(person(2).nik), **{REFERENCE: "SIAK-2"})))
    assert dict(report.results) == {Result.UNREADABLE: 1, Result.APPLIED: 2}
    with place.ledger.writing() as book:
        assert load_case(book, "case-2").status is Status.RELEASED


def test_an_answer_of_an_unknown_case_is_kept_as_a_disagreement(place: Place) -> None:
    report = take_file(place, csv_of(row(NIK="1408060101019999")))
    with place.ledger.writing() as book:
        (kept,) = page_of_disagreements(book.connection)
    assert (kept.kind, kept.subject, kept.file) == (Difference.UNKNOWN_CASE, "", report.sha256)
    assert kept.theirs == f"1408060101019999 {READY}"


def test_a_held_case_takes_its_answer_when_it_is_told_again_after_the_hold(place: Place) -> None:
    with place.ledger.writing() as book:
        place.office.write(book, "case-1", Kind.HELD, "", {"reason": "periksa"})
    assert dict(take_file(place, csv_of(row())).results) == {Result.HELD: 1}
    with place.ledger.writing() as book:
        place.office.write(book, "case-1", Kind.HOLD_LIFTED, "", {"reason": "selesai"})
    assert dict(take_file(place, csv_of(row(TGL_ENTRI="2026-11-25"))).results) == {Result.APPLIED: 1}


def test_two_open_cases_of_one_nik_need_the_number(place: Place) -> None:
    place.verify(person(1), "case-2", number="D-2611-0002")
    assert dict(take_file(place, csv_of(row())).results) == {Result.AMBIGUOUS: 1}
    assert dict(take_file(place, csv_of(row(**{OUR_CASE: "D-2611-0002"}))).results) == {Result.APPLIED: 1}
    assert place.status() is Status.VERIFIED


# reconciliation -------------------------------------------------------------------------------------------------------
def test_what_siak_says_of_a_resident_is_compared(place: Place) -> None:
    who = replace(person(7), ktp_status=SiakStatus.CARD_ISSUED)
    with place.ledger.writing() as book:
        book.put_residents([(who, canonical({"v": 1, **who.to_record()}).decode())])
    said = {"NIK": str(who.nik), "STAT_KTP": "UNREGISTERED", "NAMA_LGKP": "LAIN", "TGL_LHR": "1999-01-01", "NO_KK": "1"}
    take_file(place, csv_of(said))
    with place.ledger.writing() as book:
        found = {one.kind: (one.ours, one.theirs) for one in page_of_disagreements(book.connection)}
    assert found == {
        Difference.STATUS: ("CARD_ISSUED", "UNREGISTERED"),
        Difference.NAME: (who.name, "LAIN"),
        Difference.BIRTH: (who.birth_date.isoformat(), "1999-01-01"),
        Difference.KK: (str(who.kk), "1"),
    }
    assert set(NEXT) == set(Difference)


def test_a_complete_file_tells_who_is_missing_there(place: Place) -> None:
    place.verify(person(2), "case-2", number="D-2611-0002")
    take_file(place, csv_of({"NIK": NIK, "STAT_KTP": "PROCESSING", REFERENCE: "S"}), complete=True)
    with place.ledger.writing() as book:
        (kept,) = page_of_disagreements(book.connection)
    assert (kept.kind, kept.subject) == (Difference.MISSING_THERE, "case-2")


def test_a_disagreement_is_settled_once_with_a_reason_and_opens_again_when_it_is_still_said(place: Place) -> None:
    take_file(place, csv_of(row(NIK="1408060101019999")))
    take_file(place, csv_of(row(NIK="1408060101019999", TGL_ENTRI="x")))
    settling = Settling(place.clock)
    with place.ledger.writing() as book:
        (kept,) = page_of_disagreements(book.connection)  # told twice, one
        with pytest.raises(Exception, match="no-reason"):
            settling.settle(book, kept.id, officer="adi", act=Act.REPORTED, reason=" ")
        settling.settle(book, kept.id, officer="adi", act=Act.REPORTED, reason="surat ke Dukcapil 12/2026")
        with pytest.raises(Exception, match="not-open"):
            settling.settle(book, kept.id, officer="adi", act=Act.NOTHING, reason="x")
        (settled,) = page_of_disagreements(book.connection, state="settled")
        assert (settled.officer, settled.act, settled.reason) == ("adi", "dilaporkan", "surat ke Dukcapil 12/2026")
    take_file(place, csv_of(row(NIK="1408060101019999", TGL_ENTRI="y")))
    with place.ledger.writing() as book:
        assert count_disagreements(book.connection) == {Difference.UNKNOWN_CASE: 1}


def test_they_come_by_pages(place: Place) -> None:
    rows = [row(NIK=f"14080601010190{n:02d}") for n in range(1, 31)]
    take_file(place, csv_of(*rows))
    with place.ledger.writing() as book:
        pages = [page_of_disagreements(book.connection, limit=12, offset=at) for at in (0, 12, 24)]
    assert [len(page) for page in pages] == [12, 12, 6]
    assert len({one.id for page in pages for one in page}) == 30


# hostile files --------------------------------------------------------------------------------------------------------
def _package(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
_TEXT = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
_ROW = f'<row r="1">{_TEXT.format("A1", "NIK")}{_TEXT.format("B1", "STAT_KTP")}</row>'


def _book(rows: str, **more: bytes) -> bytes:
    return _package({"xl/worksheets/sheet1.xml": _SHEET.format(_ROW + rows).encode(), **more})


_BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
HOSTILE = {
    "nothing": (b"", "no-rows"),
    "header-only": (b"NIK,STAT_KTP\n", "no-rows"),
    "no-columns": (b"A,B\n1,2\n", "no-columns"),
    "twice": (b"NIK,NIK,STAT_KTP\n1,2,3\n", "no-columns"),
    "binary": (b"NIK,STAT_KTP\n\xff\xfe,1\n", "not-text"),
    "null": (b"NIK,STAT_KTP\n\0,1\n", "not-text"),
    "open-quote": (b'NIK,STAT_KTP\n"1,2\n', "not-csv"),
    "too-wide": (b"NIK,STAT_KTP\n1,2,3,4\n", "not-csv"),
    "half-a-zip": (b"PK\3\4" + b"\0" * 40, "not-xlsx"),
    "no-sheet": (_package({"a.txt": b"x"}), "not-xlsx"),
    "no-xml": (_package({"xl/worksheets/sheet1.xml": b"<"}), "not-xlsx"),
    "entities": (_package({"xl/worksheets/sheet1.xml": _BOMB}), "active"),
    "shared-entities": (_book("", **{"xl/sharedStrings.xml": _BOMB}), "active"),
    "utf-16-entities": (_package({"xl/worksheets/sheet1.xml": _BOMB.decode().encode("utf-16")}), "active"),
    "macro": (_book("", **{"xl/vbaProject.bin": b"x"}), "active"),
    "link": (_book("", **{"xl/externalLinks/externalLink1.xml": b"<a/>"}), "active"),
    "formula": (_book('<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'), "formula"),
    "far-column": (_book('<row r="2"><c r="XFD2" t="inlineStr"><is><t>x</t></is></c></row>'), "no-columns"),
    "no-such-string": (_book('<row r="2"><c r="A2" t="s"><v>7</v></c></row>'), "not-xlsx"),
    "many-parts": (_package({f"x{n}": b"" for n in range(201)}), "too-large"),
    "unfolds": (_package({f"x{n}": bytes(8 * 1024 * 1024) for n in range(9)}), "too-large"),
    "many-rows": (b"NIK,STAT_KTP\n" + b"1,2\n" * (MOST_ROWS + 1), "too-many"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_whole(place: Place, name: str) -> None:
    data, code = HOSTILE[name]
    with pytest.raises(FileRefused) as refused:
        take_file(place, data)
    assert refused.value.code == code
    with place.ledger.writing() as book:
        assert all_files(book.connection) == ()
    assert place.status() is Status.VERIFIED


@given(data=st.binary(max_size=300), zipped=st.booleans())
def test_any_bytes_are_rows_or_a_refusal(data: bytes, zipped: bool) -> None:
    if zipped:
        data = _package({"xl/worksheets/sheet1.xml": data})
    with suppress(FileRefused):
        assert read_table(data, ("NIK",))


_CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)


@given(rows=st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=5), form=st.sampled_from(["csv", "xlsx"]))
def test_what_is_written_is_read_again(rows: list[tuple[str, str]], form: str) -> None:
    kept = [row for row in rows if any(row)]
    data = write_table(("NIK", "NAMA"), rows, form)
    if not kept:
        with pytest.raises(FileRefused):
            read_table(data, ("NIK",))
        return
    assert [(line.cells["NIK"], line.cells["NAMA"]) for line in read_table(data, ("NIK",))] == kept


def test_a_workbook_of_another_program_with_day_numbers() -> None:
    book = openpyxl.Workbook()
    book.active.append(["NIK", "STAT_KTP", "TGL_LHR"])
    book.active.append([NIK, READY, person(1).birth_date])
    out = BytesIO()
    book.save(out)
    (line,) = read_table(out.getvalue(), ("NIK",))
    assert line.get("TGL_LHR") == person(1).birth_date.isoformat()


def _rows(place: Place) -> int:
    with place.ledger.writing() as book:
        tables = ("actions", "upstream_rows", "upstream_files", "disagreements", "feed")
        return sum(book.connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in tables)
