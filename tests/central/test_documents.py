"""Signed KK at the centre: the simulator's own, those from a folder, and what never counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from central.document_import import KNOWN, REFUSED, TAKEN, UNKNOWN, DocumentImport, DocumentResult
from central.document_numbers import OtherDocument, numbers_in
from central.feed import Feed
from central.keys import load_keys
from central.ledger.documents import documents_of
from central.ledger.ledger import StationRow
from central.office import load_case
from central.tte import signed_specimen, training_tte
from central.upstream import Answer, FamilyAnswer, SimulatedUpstream
from forms.errors import DocumentRefused
from forms.imported import Roots, judge_document
from registry.actions import Kind
from registry.canonical import canonical
from registry.changes import Added, FamilyChange, Split
from registry.lifecycle import Status
from registry.numbers import KkNumber, Nik
from registry.officers import Role
from registry.upstream import KkAnswer, Origin, SiakStatus
from tests.central.making import NOON, Place, centre
from tests.registry.families import BABY, DAUGHTER, FATHER, MOTHER, SON, family
from tests.station.store.making import act, recording

AWAITED = "SIAK-KK-4417"
NEW_NIK = Nik("1408060311260077")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A centre that knows the family of tests."""
    with centre(tmp_path) as found:
        with found.ledger.writing() as book:
            people = (FATHER, MOTHER, DAUGHTER, SON)
            book.put_residents((who, canonical({"v": 1, **who.to_record()}).decode()) for who in people)
            for name in ("DAYUN", "UPTD-SIAK"):
                book.put_station(StationRow(name, name, "", "", "", 1, 0, bytes(32), ""))
        yield found


def ask(place: Place, change: FamilyChange, case: str = "case-1", number: str = "D-2611-0001") -> None:
    """A case of the KK comes in, verified, and SIAK has it under a reference."""
    said = replace(recording(FATHER, number).submission, change=change).to_bytes()
    more = {"case": case, "service": "kk-tambah-lahir"}
    first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, variant="complete", payload=said, **more)
    second = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id, **more)
    place.bring(case, first, second)
    with place.ledger.writing() as book:
        answer = FamilyAnswer(KkAnswer.AWAITING_TTE, f"{AWAITED}-{case}", None, None, Origin.FILE)
        place.office.write(book, case, Kind.UPSTREAM_ANSWERED, answer.status, answer.to_record())
        book.put_case(replace(book.case(case), due_at=""))  # type: ignore[type-var]  # it is there


def born() -> FamilyChange:
    return FamilyChange(family()).with_edit(Added(BABY))


def kk_of(place: Place, change: FamilyChange, niks: dict[str, Nik], separate: KkNumber | None = None) -> bytes:
    """The signed KK as it comes from outside."""
    people = change.numbered(niks, FATHER.kk, separate)  # type: ignore[arg-type]  # he has one
    with place.ledger.writing() as book:
        return signed_specimen(training_tte(book), people, number="x", made="Latihan", reference="x")


def take(place: Place, data: bytes, name: str = "kk.pdf", reference: str = "") -> DocumentResult:
    with place.ledger.writing() as book:
        desk = DocumentImport(place.office)
        return desk.take(book, data, name=name, officer="adi", reference=reference)


def status_of(place: Place, case: str = "case-1") -> Status:
    with place.ledger.writing() as book:
        return load_case(book, case).status


# the simulator ------------------------------------------------------------------------------------------------------
def test_the_simulated_kadis_signs_a_specimen_and_the_status_follows_it(place: Place) -> None:
    place.upstream = SimulatedUpstream(0.0)  # type: ignore[assignment]  # instead of what a test says
    place.office._family_cards = replace(place.office._family_cards, upstream=place.upstream)
    place.office._upstream = place.upstream
    ask(
        place,
        born()
        .with_edit(Added(replace(BABY, id="r-twin", name="ALYA PRIYATNA")))
        .with_edit(Split(DAUGHTER.id, "2026:1")),
    )
    with place.ledger.writing() as book:
        row = book.case("case-1")
        assert row is not None
        book.put_case(replace(row, answers=1, due_at=place.clock.stamp()))
        place.office.ask_upstream(book)
        (kept,) = documents_of(book.connection, "case-1")
        answer = load_case(book, "case-1").latest(Kind.UPSTREAM_ANSWERED)
        root = training_tte(book).root
    assert status_of(place) is Status.KK_READY
    assert answer is not None
    assert answer.record["document"] == kept.sha256
    found = judge_document(kept.data, Roots(training=(root,)), datetime.now(UTC))
    assert (found.pages, found.kind) == (2, "training")  # a sheet for each KK
    assert all("SPESIMEN" in text for text in found.texts)
    for number in (*answer.record["numbers"]["niks"].values(), answer.record["numbers"]["separate"]):
        assert number in "".join(found.texts)


def test_the_certificate_is_made_once(place: Place) -> None:
    with place.ledger.writing() as book:
        first = training_tte(book)
        assert training_tte(book) == first
        assert b"SIMULASI" in first.root


# from outside -------------------------------------------------------------------------------------------------------
def test_a_document_named_for_its_case_is_taken_and_kept_byte_for_byte(place: Place) -> None:
    ask(place, born())
    data = kk_of(place, born(), {BABY.id: NEW_NIK})
    result = take(place, data, "KK D-2611-0001.pdf")
    assert (result.result, result.case) == (TAKEN, "case-1")
    assert status_of(place) is Status.KK_READY
    with place.ledger.writing() as book:
        (kept,) = documents_of(book.connection, "case-1")
        assert (kept.data, kept.reference, kept.officer) == (data, f"{AWAITED}-case-1", "adi")
        answer = load_case(book, "case-1").latest(Kind.UPSTREAM_ANSWERED)
        assert answer is not None
        assert answer.record["numbers"] == {"niks": {BABY.id: str(NEW_NIK)}, "kk": str(FATHER.kk), "separate": ""}
        baby = book.resident(BABY.id)
        assert baby is not None
        assert str(NEW_NIK) in baby


@pytest.mark.parametrize("name", ["kk.pdf", f"{AWAITED}-case-1.pdf", "siak-kk-4417-CASE-1 (2).PDF"])
def test_it_is_matched_by_reference_or_by_the_number_of_the_kk(place: Place, name: str) -> None:
    ask(place, born())
    assert take(place, kk_of(place, born(), {BABY.id: NEW_NIK}), name).result == TAKEN


def test_two_that_it_may_be_of_are_none_until_its_name_says(place: Place) -> None:
    ask(place, born())
    ask(place, born(), "case-2", "D-2611-0002")
    data = kk_of(place, born(), {BABY.id: NEW_NIK})
    assert (take(place, data).result, take(place, data).detail) == (UNKNOWN, "several")
    assert take(place, data, "D-2611-0002.pdf").case == "case-2"
    assert status_of(place) is Status.AWAITING_TTE


def test_the_same_file_again_changes_nothing(place: Place) -> None:
    ask(place, born())
    data = kk_of(place, born(), {BABY.id: NEW_NIK})
    take(place, data)
    with place.ledger.writing() as book:
        before = len(load_case(book, "case-1").actions)
    assert take(place, data, "lain.pdf").result == KNOWN
    with place.ledger.writing() as book:
        assert len(load_case(book, "case-1").actions) == before


def test_a_split_brings_the_number_of_the_new_kk(place: Place) -> None:
    change = FamilyChange(family()).with_edit(Split(DAUGHTER.id, "2026:1"))
    ask(place, change)
    assert take(place, kk_of(place, change, {}, KkNumber("1408062511269001"))).result == TAKEN
    with place.ledger.writing() as book:
        answer = load_case(book, "case-1").latest(Kind.UPSTREAM_ANSWERED)
    assert answer is not None
    assert answer.record["numbers"]["separate"] == "1408062511269001"


@pytest.mark.parametrize(
    ("niks", "code"),
    [
        ({}, "unclear-numbers"),  # no NIK for the child
        ({BABY.id: Nik("1408060411260077")}, "unclear-numbers"),  # of another day
        ({BABY.id: Nik("1408064311260077")}, "unclear-numbers"),  # of a girl
    ],
)
def test_a_number_that_is_not_certain_is_not_taken(place: Place, niks: dict[str, Nik], code: str) -> None:
    ask(place, born())
    result = take(place, kk_of(place, born(), niks), "D-2611-0001.pdf")
    assert (result.result, result.detail) == (REFUSED, code)
    _untouched(place)


def test_the_kk_of_another_family_is_refused_whatever_its_name_says(place: Place) -> None:
    ask(place, born())
    other = FamilyChange(family(FATHER, MOTHER)).with_edit(Added(BABY))
    result = take(place, kk_of(place, other, {BABY.id: NEW_NIK}), "D-2611-0001.pdf")
    assert (result.result, result.detail) == (REFUSED, "other-members")
    _untouched(place)


def test_another_number_of_the_kk_is_refused(place: Place) -> None:
    change = born()
    text = " ".join(str(who.nik) for who in change.after.members if who.nik) + f" {NEW_NIK} 1408060101109999"
    with pytest.raises(OtherDocument, match="other-number"):
        numbers_in((text,), change)


def test_an_altered_or_foreign_document_is_refused_and_nothing_stays(place: Place, tmp_path: Path) -> None:
    ask(place, born())
    data = kk_of(place, born(), {BABY.id: NEW_NIK})
    middle = data.index(b"endstream") - 10
    altered = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    assert take(place, altered).detail == "altered"
    assert take(place, b"%PDF-1.7").detail == "broken"
    (tmp_path / "other").mkdir()
    with centre(tmp_path / "other") as other:
        assert take(place, kk_of(other, born(), {BABY.id: NEW_NIK})).detail == "unknown-root"
    _untouched(place)


def test_no_document_of_training_at_an_operational_centre(tmp_path: Path) -> None:
    with centre(tmp_path, operational=True) as place:
        data = kk_of(place, FamilyChange(family()), {})
        with place.ledger.writing() as book, pytest.raises(Exception, match="other-kind"):
            place.office.documents.judge(book, data)


def test_a_case_without_the_upstreams_reference_takes_none(place: Place) -> None:
    said = replace(recording(FATHER).submission, change=born()).to_bytes()
    first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, variant="complete", payload=said, service="kk-tambah-lahir")
    second = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id, service="kk-tambah-lahir")
    place.bring("case-1", first, second)
    data = kk_of(place, born(), {BABY.id: NEW_NIK})
    assert take(place, data).detail == "no-reference"
    assert status_of(place) is Status.VERIFIED
    assert take(place, data, reference="SIAK-1").result == TAKEN


def test_a_folder_is_read_by_name_and_links_are_left_alone(place: Place, tmp_path: Path) -> None:
    ask(place, born())
    folder = tmp_path / "masuk"
    folder.mkdir()
    (folder / "b.pdf").write_bytes(kk_of(place, born(), {BABY.id: NEW_NIK}))
    (folder / "a.PDF").write_bytes(b"x")
    (folder / "c.txt").write_bytes(b"x")
    (folder / "d.pdf").symlink_to(folder / "b.pdf")
    with (folder / "e.pdf").open("wb") as large:
        large.truncate(3 * 1024 * 1024 * 1024)  # a hole: no room is taken, and no memory
    results = DocumentImport(place.office).take_folder(place.ledger, folder, officer="adi")
    assert [(r.name, r.result, r.detail) for r in results] == [
        ("a.PDF", REFUSED, "broken"),
        ("b.pdf", TAKEN, ""),
        ("e.pdf", REFUSED, "too-large"),
    ]


# on to the station --------------------------------------------------------------------------------------------------
def test_it_goes_to_the_holder_after_its_root_and_again_where_the_case_is_moved(place: Place) -> None:
    ask(place, born())
    data = kk_of(place, born(), {BABY.id: NEW_NIK})
    take(place, data)
    with place.ledger.writing() as book:
        kinds = [row.kind for row in book.feed_after("DAYUN", 0, 50)]
        assert kinds[-2:] == ["tte-root", "document"]
        keys = load_keys(book)
        assert keys is not None
        row = book.feed_after("DAYUN", 0, 50)[-1]
        item = Feed(keys, place.clock)._item(book, book.station("DAYUN"), row)  # type: ignore[arg-type]  # it is there
        assert list(item.blobs.values()) == [data]
        assert item.record["reference"] == f"{AWAITED}-case-1"
        place.office.route(book, "case-1", "UPTD-SIAK")
        assert [row.kind for row in book.feed_after("UPTD-SIAK", 0, 50)] == ["case", "tte-root", "document"]


def test_a_recording_takes_no_document(place: Place) -> None:
    place.verify(SON, "case-9", number="D-2611-0009")
    with place.ledger.writing() as book:
        place.office.take(book, "case-9", Answer(SiakStatus.PROCESSING, "S-1", None))
    assert take(place, kk_of(place, FamilyChange(family()), {}), "D-2611-0009.pdf").result == UNKNOWN
    assert NOON.year == 2026
    with pytest.raises(DocumentRefused):
        judge_document(b"", Roots(), NOON)


def _untouched(place: Place) -> None:
    assert status_of(place) is Status.AWAITING_TTE
    with place.ledger.writing() as book:
        assert documents_of(book.connection, "case-1") == ()
        assert book.resident(BABY.id) is None
