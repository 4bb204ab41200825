"""What the centre makes of a station's word about a family: its own register counts, and nobody is written over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from central.family_cards import ours
from central.inbox import _gone, _recording
from central.ledger.ledger import Book, Ledger
from central.upstream import SimulatedUpstream
from registry.actions import Kind
from registry.canonical import canonical
from registry.changes import Added, FamilyChange, Placed, Split, element
from registry.numbers import KkNumber
from registry.officers import Role
from registry.people import Family, Presence, Resident
from registry.upstream import KkAnswer
from tests.registry.families import BABY, DAUGHTER, FATHER, MOTHER, SON, TODAY, family
from tests.registry.making import action
from tests.station.store.making import recording

OTHER_KK = KkNumber("1408060101109999")
GUEST = replace(SON, id="r-guest", nik=replace(SON.nik, text="1408060505009123"), kk=OTHER_KK, name="BAGAS LUBIS")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    ledger = Ledger(tmp_path / "centre.db", bytes(32))
    with ledger.writing() as found:
        put(found, FATHER, MOTHER, DAUGHTER, SON, GUEST)
        yield found
    ledger.close()


def put(book: Book, *people: Resident) -> None:
    book.put_residents((who, canonical({"v": 1, **who.to_record()}).decode()) for who in people)


def test_the_change_is_applied_to_the_registers_own_records(book):
    renamed = replace(MOTHER, name="RATNA SARI WIJAYA")
    put(book, renamed)
    found = ours(book, FamilyChange(family()).with_edit(Added(BABY)))
    assert found is not None
    assert renamed in found.after.members
    assert MOTHER not in found.after.members


@pytest.mark.parametrize(
    "asked",
    [
        FamilyChange(Family(FATHER.kk, (*family().members, replace(BABY, id="r-nobody", kk=FATHER.kk)))),
        FamilyChange(Family(FATHER.kk, (*family().members, GUEST))),
        FamilyChange(Family(OTHER_KK, (FATHER,))),
        FamilyChange(family()).with_edit(Added(replace(BABY, id=GUEST.id))),  # a newborn under somebody's id
        FamilyChange(family()).with_edit(Added(replace(GUEST, nik=DAUGHTER.nik))),
        FamilyChange(family()).with_edit(Added(replace(GUEST, id="r-invented"))),  # a number nobody gave
    ],
    ids=["unknown", "of-another-kk", "other-number", "somebodys-id", "other-nik", "invented-nik"],
)
def test_what_the_register_knows_otherwise_is_not_done(book, asked):
    assert ours(book, asked) is None


def test_who_joins_comes_as_the_register_knows_him(book):
    lied = replace(GUEST, name="SOMEBODY ELSE", relation=MOTHER.relation)
    found = ours(book, FamilyChange(family()).with_edit(Added(lied)))
    assert found is not None
    (joined,) = found.added
    assert (joined.name, joined.relation) == (GUEST.name, MOTHER.relation)


def test_numbers_are_new_for_who_had_none_and_never_twice(book):
    upstream = SimulatedUpstream(0.0)
    twins = FamilyChange(family()).with_edit(Added(BABY)).with_edit(Added(replace(BABY, id="r-twin")))
    change = twins.with_edit(Split(DAUGHTER.id, "2026:1"))
    first = upstream.answer_family("case-0001", 0, change, TODAY, book.count_up)
    assert (first.status, first.numbers) == (KkAnswer.AWAITING_TTE, None)
    signed = upstream.answer_family("case-0001", 1, change, TODAY, book.count_up)
    assert signed.numbers is not None
    assert signed.numbers.kk == FATHER.kk
    niks = set(signed.numbers.niks.values())
    assert len(niks) == 2
    assert all(nik.agrees_with(BABY.birth_date) for nik in niks)
    again = upstream.answer_family("case-0002", 1, change, TODAY, book.count_up)
    assert again.numbers is not None
    assert not niks & set(again.numbers.niks.values())
    assert again.numbers.separate != signed.numbers.separate


def test_an_element_gives_no_number(book):
    change = FamilyChange(family()).with_edit(element(SON, "education", "2026:3", "rapor"))
    numbers = SimulatedUpstream(0.0).answer_family("case-0001", 1, change, TODAY, book.count_up).numbers
    assert numbers is not None
    assert (numbers.niks, numbers.separate) == ({}, None)


@pytest.mark.parametrize(
    ("service", "change", "code"),
    [
        ("kk-tambah-lahir", FamilyChange(family()).with_edit(Added(BABY)), ""),
        ("ktp-baru", None, ""),
        ("ktp-baru", FamilyChange(family()).with_edit(Added(BABY)), "other-service"),
        ("kk-tambah-lahir", None, "other-service"),
    ],
)
def test_a_change_comes_with_a_service_of_the_kk_and_with_no_other(service, change, code):
    found = recording()
    payload = canonical({"v": 1, **_without_v(replace(found.submission, change=change).to_bytes())})
    handed = replace(
        action(1, Kind.SUBMITTED, author="rina", role=Role.OPERATOR, service=service), payload=payload, salt=b"s" * 16
    )
    assert _recording(handed, SimpleNamespace(blobs=lambda: found.blobs), TODAY) == code


def test_a_recording_that_cannot_be_read_is_refused_and_stops_nothing():
    handed = action(1, Kind.SUBMITTED, author="rina", role=Role.OPERATOR, service="kk-pisah", record={"number": "D"})
    assert _recording(handed, SimpleNamespace(blobs=dict), TODAY) == "unreadable"


def _without_v(data: bytes) -> dict[str, object]:
    record = json.loads(data)
    record.pop("v")
    return record


# a KK that does not exist yet, and who left ---------------------------------------------------------------------------
COMER = replace(GUEST, id="r-comer", nik=replace(GUEST.nik, text="1471010505000001"), kk=None, name="DARWIS PILIANG")


def new(*people: Resident) -> FamilyChange:
    change = FamilyChange(Family(None, ()))
    for who in people:
        change = change.with_edit(Added(who))
    return change.with_edit(Placed(FATHER.address))


def test_on_a_new_kk_comes_who_is_known_to_nobody_here(book):
    found = ours(book, new(COMER))
    assert found is not None
    assert found.added == (COMER,)


def test_who_is_known_by_his_nik_comes_as_himself_and_his_rows_with_him(book):
    asked = new(replace(GUEST, id="r-typed", education=FATHER.education)).with_edit(
        element(replace(GUEST, id="r-typed"), "education", "2026:9", "ijazah")
    )
    found = ours(book, asked)
    assert found is not None
    (came,) = found.after.members
    assert (came.id, came.education.key, came.mother) == (GUEST.id, "2026:9", GUEST.mother)


@pytest.mark.parametrize(
    "people",
    [
        (replace(COMER, nik=GUEST.nik),),
        (replace(COMER, nik=GUEST.nik, name=GUEST.name, birth_date=FATHER.birth_date),),
        (GUEST, replace(GUEST, id="r-typed")),
    ],
    ids=["anothers", "other-birth", "twice"],
)
def test_a_nik_of_another_is_given_to_nobody(book, people):
    assert ours(book, new(*people)) is None


def test_nobody_comes_back_from_the_dead_and_who_moved_is_here_again(book):
    put(book, replace(GUEST, kk=None, presence=Presence.DEAD))
    assert ours(book, new(GUEST)) is None
    put(book, replace(GUEST, kk=None, presence=Presence.MOVED))
    found = ours(book, new(GUEST))
    assert found is not None
    assert found.added[0].presence is Presence.HERE


@pytest.mark.parametrize(
    ("presence", "change", "code"),
    [
        (Presence.HERE, FamilyChange(family()), ""),
        (Presence.DEAD, FamilyChange(family()), "deceased"),
        (Presence.DEAD, new(GUEST), "deceased"),
        (Presence.MOVED, FamilyChange(family()), "moved"),
        (Presence.MOVED, None, "moved"),
        (Presence.MOVED, new(GUEST), ""),  # an SKP brings him back
    ],
)
def test_nothing_is_taken_of_who_left(book, presence, change, code):
    found = recording().submission
    put(book, replace(found.resident, presence=presence))
    payload = canonical({"v": 1, **_without_v(replace(found, change=change).to_bytes())})
    handed = action(1, Kind.SUBMITTED, author="rina", role=Role.OPERATOR, service="kk-perubahan")
    assert _gone(book, replace(handed, payload=payload, salt=b"s" * 16)) == code
