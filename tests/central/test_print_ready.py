"""PRINT_READY_RECORD without an upstream reference is impossible: at the type, at the table, in the database, and by
each way in. What a simulator said stays training, whatever the centre is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy.exc import IntegrityError

from central.compose import WrongMode, open_centre
from central.errors import NotTrusted
from central.inbox import Inbox
from central.keys import load_keys
from central.ledger.answers import AnswerRow, add_answer, answers_of
from central.office import kind_of, load_case
from central.officers import Vouching
from central.upstream import Answer, Awaited, FamilyAnswer, NoReference
from registry.actions import Kind
from registry.canonical import canonical
from registry.case import NotAllowed
from registry.lifecycle import TABLE, Side, Status
from registry.officers import Role
from registry.releases import Certificate, ReleaseKind, ReleaseRefused, SignedRelease
from registry.upstream import KkAnswer, Origin, SiakStatus
from sync.keys import CENTRE, Grants
from tests.central.making import Place, centre
from tests.station.store.making import act, key_of, person, signed_grant

READY = SiakStatus.PRINT_READY_RECORD
REAL = Answer(READY, "SIAK-2026-77", None, Origin.FILE, training=False)


@pytest.mark.parametrize("reference", ["", " ", "\n\t"])
@pytest.mark.parametrize("origin", list(Origin))
def test_no_answer_is_made_without_a_reference(reference: str, origin: Origin) -> None:
    with pytest.raises(NoReference):
        Answer(READY, reference, None, origin)
    with pytest.raises(NoReference):
        FamilyAnswer(KkAnswer.SIGNED, reference, None, None, origin)


def test_a_simulators_answer_is_training_for_ever() -> None:
    with pytest.raises(NoReference):
        Answer(READY, "SIM-1", None, Origin.SIMULATOR, training=False)
    with pytest.raises(NoReference):
        replace(Answer(READY, "SIM-1", None), training=False)


def test_no_row_of_the_table_lets_a_station_write_it() -> None:
    rows = [rule for rule in TABLE if rule.kind is Kind.UPSTREAM_ANSWERED]
    assert rows
    assert {(rule.side, rule.roles) for rule in rows} == {(Side.CENTRE, frozenset({Role.CENTRE}))}
    ready = [rule for rule in rows if rule.takes(READY)]
    assert ready
    assert not any(rule.says_whence(READY, {"reference": ""}) for rule in ready)
    assert {
        rule.kind for rule in TABLE if rule.target is Status.PRINT_READY and rule.source is not Status.PRINT_READY
    } == {Kind.UPSTREAM_ANSWERED}


@pytest.mark.parametrize(
    "record",
    [{}, {"reference": ""}, {"reference": " ", "origin": "console"}, {"reference": "S-1", "training": 0}],
    ids=["nothing", "empty", "blank", "simulated-as-real"],
)
def test_the_office_itself_signs_none(tmp_path: Path, record: dict[str, Any]) -> None:
    with centre(tmp_path) as place:
        place.verify(person(1))
        with place.ledger.writing() as book, pytest.raises(NotAllowed) as refused:
            place.office.write(book, "case-1", Kind.UPSTREAM_ANSWERED, READY, record)
        assert refused.value.code == "no-reference"
        assert place.status() is Status.VERIFIED


@pytest.mark.parametrize(("reference", "origin", "training"), [("", "file", 0), ("S", "simulator", 0), ("S", "x", 1)])
def test_the_database_itself_takes_none(tmp_path: Path, reference: str, origin: str, training: int) -> None:
    with centre(tmp_path) as place:
        place.verify(person(1))
        with place.ledger.writing() as book:
            action = load_case(book, "case-1").last
            row = AnswerRow(action, "case-1", READY, reference, origin, training, "", "2026")
            with pytest.raises(IntegrityError):
                add_answer(book.connection, row)


@pytest.mark.parametrize("role", list(Role))
def test_no_role_of_a_station_can_send_it(tmp_path: Path, role: Role) -> None:
    with centre(tmp_path) as place:
        place.verify(person(1))
        with place.ledger.writing() as book:
            keys = load_keys(book)
            assert keys is not None
            inbox = Inbox(tmp_path / "in", keys, place.office, place.clock, Vouching(keys, place.clock))
            station = cast("Any", type("S", (), {"id": "DAYUN", "area": "14.08.06"}))
            grants = Grants(key_of(CENTRE).public, [signed_grant("eva", *(set(Role) - {Role.CENTRE}))])
            payload = canonical({"v": 1, "reference": "SIAK-1", "origin": "file", "training": 0})
            sent = act(Kind.UPSTREAM_ANSWERED, "eva", role, variant=READY, payload=payload)
            assert inbox._refusal(book, station, grants, sent, cast("Any", None)) != ""
            assert load_case(book, "case-1").status is Status.VERIFIED


def test_an_operational_centre_takes_no_simulators_answer(tmp_path: Path) -> None:
    with centre(tmp_path, READY, operational=True) as place:
        place.verify(person(1))
        with pytest.raises(NotTrusted):
            place.ask()
        assert place.status() is Status.VERIFIED


def test_an_operational_centre_has_no_simulator_and_stays_what_it_is(tmp_path: Path) -> None:
    made = open_centre(tmp_path, printing={}, verifying={}, upstream_delay_s=0, operational=True)
    assert isinstance(made.office._upstream, Awaited)
    made.ledger.close()
    with pytest.raises(WrongMode):
        open_centre(tmp_path, printing={}, verifying={}, upstream_delay_s=0)


def test_a_real_answer_waits_for_a_real_authority(tmp_path: Path) -> None:
    with centre(tmp_path, operational=True) as place:
        place.verify(person(1))
        assert take(place, REAL)
        assert place.status() is Status.PRINT_READY  # no training release is spent on a real card
        with place.ledger.writing() as book:
            assert kind_of(load_case(book, "case-1")) is ReleaseKind.OPERATIONAL


def test_the_kind_of_a_release_follows_the_answer(tmp_path: Path) -> None:
    with centre(tmp_path, READY) as place:
        place.verify(person(1))
        place.ask()
        with place.ledger.writing() as book:
            case = load_case(book, "case-1")
            release = case.latest(Kind.RELEASED)
            assert release is not None
            signed = SignedRelease.from_record(release.record)
            assert Certificate.from_bytes(signed.certificate).kind is ReleaseKind.TRAINING
            assert kind_of(case) is ReleaseKind.TRAINING
            keys = load_keys(book)
            assert keys is not None
        with pytest.raises(ReleaseRefused):
            keys.release(cast("Any", None), ReleaseKind.OPERATIONAL)


def test_an_answer_is_kept_with_its_origin_and_counts_once(tmp_path: Path) -> None:
    with centre(tmp_path, operational=True) as place:
        place.verify(person(1))
        first = Answer(SiakStatus.RECEIVED_AT_CENTRAL, "SIAK-1", None, Origin.CONSOLE, training=False)
        assert take(place, first)
        assert not take(place, first)
        with place.ledger.writing() as book:
            (row,) = answers_of(book.connection, "case-1")
        assert (row.status, row.reference, row.origin, row.training, row.source) == (
            "RECEIVED_AT_CENTRAL",
            "SIAK-1",
            "console",
            0,
            "a file",
        )


def take(place: Place, answer: Answer) -> bool:
    with place.ledger.writing() as book:
        return place.office.take(book, "case-1", answer, "a file")
