"""The centre's own search: a hit holds the case and names both, and says nothing about who is unique."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from biometrics.errors import BadImage, WorkerGone
from biometrics.worker import BiometricsWorker
from central.dedupe import Dedupe
from central.errors import CentreError
from central.ledger.identities import identity_of, open_suspicions, suspicions_of
from central.likeness import DEMOGRAPHIC, FINGERPRINT
from central.office import load_case
from registry.actions import Kind
from registry.lifecycle import Status
from registry.officers import Role
from registry.people import Resident
from registry.upstream import SiakStatus
from tests.biometrics.glass import HEIGHT, WIDTH, capture
from tests.central.making import Place, centre
from tests.station.store.making import act, person, recording

READY = SiakStatus.PRINT_READY_RECORD


def nothing(_a: bytes, _b: bytes) -> int:
    return 12


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with centre(tmp_path, READY) as found:
        yield found


def dedupe(place: Place, compare: Callable[[bytes, bytes], int] = nothing) -> Dedupe:
    return Dedupe(place.office, place.clock, compare)


def come(place: Place, who: Resident, case: str, blobs: dict[str, bytes] | None = None, **changes: Any) -> None:
    """A recording, verified, with its templates."""
    found = recording(who, f"D-2611-{case[-1]:0>4}")
    said = replace(found.submission, **changes).to_bytes()
    first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, case=case, variant="complete", payload=said)
    second = act(Kind.VERIFIED, "hendra", Role.VERIFIER, case=case, after=first.header.id)
    with place.ledger.writing() as book:
        book.add_blobs({**found.blobs, **(blobs or {})})
    place.bring(case, first, second)


def status_of(place: Place, case: str) -> Status:
    with place.ledger.writing() as book:
        return load_case(book, case).status


def twin(**changes: Any) -> Resident:
    """The same person as person(1), under another NIK."""
    who = person(1)
    return replace(who, id="r-again", nik=person(2).nik, **changes)


def test_written_alike_is_held_with_both_cases_and_a_referral(place: Place) -> None:
    come(place, person(1), "case-1")
    come(place, twin(), "case-2")
    assert dedupe(place).look(place.ledger) == 1
    assert (status_of(place, "case-1"), status_of(place, "case-2")) == (Status.VERIFIED, Status.HELD)
    with place.ledger.writing() as book:
        held = load_case(book, "case-2").latest(Kind.HELD)
        assert held is not None
        assert held.record["cases"] == ["case-1", "case-2"]
        assert held.record["grounds"] == [DEMOGRAPHIC]
        assert held.record["referral"]
        (kept,) = open_suspicions(book.connection)
        assert (kept.case, kept.other, kept.score) == ("case-2", "case-1", 100)
        assert suspicions_of(book.connection, "case-1") == (kept,)  # found from either side
        assert load_case(book, "case-2").upstream == ""  # no answer on uniqueness


def test_a_held_case_does_not_go_up_until_somebody_looked(place: Place) -> None:
    come(place, person(1), "case-1")
    come(place, twin(), "case-2")
    search = dedupe(place)
    search.look(place.ledger)
    place.ask()
    assert (status_of(place, "case-1"), status_of(place, "case-2")) == (Status.RELEASED, Status.HELD)
    with place.ledger.writing() as book:
        with pytest.raises(CentreError, match="no-reason"):
            search.lift(book, "case-2", officer="adi", reason=" ")
        search.lift(book, "case-2", officer="adi", reason="saudara kembar, KK 12/2026")
        assert open_suspicions(book.connection) == ()
        (settled,) = suspicions_of(book.connection, "case-2")
        assert (settled.officer, settled.reason) == ("adi", "saudara kembar, KK 12/2026")
    assert status_of(place, "case-2") is Status.RECEIVED  # and no further: the upstream says who is unique
    assert search.look(place.ledger) == 0
    place.ask()
    assert status_of(place, "case-2") is Status.RELEASED


@pytest.mark.parametrize(
    "other",
    [
        twin(birth_date=person(2).birth_date),
        twin(name="BUDI HARTONO"),
        twin(mother="SITI LAIN SEKALI"),
        person(1),  # the same NIK: a card that was lost, the same person by what he says himself
    ],
    ids=["other-day", "other-name", "other-mother", "same-nik"],
)
def test_what_is_not_alike_goes_on(place: Place, other: Resident) -> None:
    come(place, person(1), "case-1")
    come(place, other, "case-2")
    assert dedupe(place).look(place.ledger) == 0
    assert status_of(place, "case-2") is Status.VERIFIED


@pytest.mark.parametrize("spelt", ["{} ", "  {}", "{}A"])
def test_a_letter_more_is_still_alike(place: Place, spelt: str) -> None:
    come(place, person(1), "case-1")
    come(place, twin(name=spelt.format(person(1).name)), "case-2")
    assert dedupe(place).look(place.ledger) == 1


@pytest.mark.parametrize(
    ("scores", "held"),
    [((12, 12), False), ((59, 12), False), ((60, 0), True), ((41, 40), True), ((41, 39), False), ((150, 150), True)],
)
def test_fingers_need_one_beyond_doubt_or_two(place: Place, scores: tuple[int, int], held: bool) -> None:
    given = list(scores)
    come(place, person(1), "case-1")
    come(place, person(55), "case-2")
    search = dedupe(place, lambda a, b: given.pop(0))
    assert search.look(place.ledger) == int(held)
    with place.ledger.writing() as book:
        assert {kept.ground for kept in open_suspicions(book.connection)} == ({FINGERPRINT} if held else set())


def test_a_case_is_looked_at_once_and_again_after_a_new_recording(place: Place) -> None:
    asked: list[int] = []
    search = dedupe(place, lambda a, b: asked.append(1) or 0)  # type: ignore[func-returns-value]  # it counts
    come(place, person(1), "case-1")
    come(place, person(55), "case-2")
    search.look(place.ledger)
    assert len(asked) == 2  # two fingers, once: the first of both had nobody to be compared with
    search.look(place.ledger)
    assert len(asked) == 2
    with place.ledger.writing() as book:
        place.office.write(book, "case-2", Kind.UPSTREAM_ANSWERED, "ENROLL_FAILURE_AT_CENTRAL", {"reference": "S"})
        last = load_case(book, "case-2").last
    said = recording(person(55)).submission.to_bytes()
    again = act(Kind.SUBMITTED, "rina", Role.OPERATOR, case="case-2", variant="complete", payload=said, after=last)
    place.bring("case-2", again)
    verified = act(Kind.VERIFIED, "hendra", Role.VERIFIER, case="case-2", after=again.header.id)
    place.bring("case-2", verified)
    search.look(place.ledger)
    assert len(asked) == 4


def test_a_process_that_fails_holds_nobody_and_is_asked_again(place: Place) -> None:
    come(place, person(1), "case-1")
    come(place, person(55), "case-2")

    def gone(_a: bytes, _b: bytes) -> int:
        raise WorkerGone("worker-gone")

    assert dedupe(place, gone).look(place.ledger) == 0
    with place.ledger.writing() as book:
        assert identity_of(book.connection, "case-2") is None
    assert dedupe(place, lambda a, b: 200).look(place.ledger) == 1


def test_a_template_that_cannot_be_read_or_is_erased_stops_nothing(place: Place) -> None:
    come(place, person(1), "case-1")
    come(place, twin(), "case-2")

    def bad(_a: bytes, _b: bytes) -> int:
        raise BadImage("not-a-template")

    assert dedupe(place, bad).look(place.ledger) == 1  # by what was written


def test_a_case_of_the_kk_is_not_searched(place: Place) -> None:
    said = recording(person(1)).submission.to_bytes()
    first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, variant="complete", payload=said, service="kk-tambah-lahir")
    second = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id, service="kk-tambah-lahir")
    place.bring("case-1", first, second)
    assert dedupe(place).look(place.ledger) == 0
    with place.ledger.writing() as book:
        found = identity_of(book.connection, "case-1")
        assert found is not None
        assert found.birth == ""


def test_the_same_hand_twice_in_a_process_of_its_own(place: Place, tmp_path: Path) -> None:
    """Real templates of synthetic fingers: the same hand under two names is held, another hand is not."""
    worker = BiometricsWorker()
    try:
        made = {
            (seed, position, impression): worker.template(
                WIDTH, HEIGHT, capture(tmp_path / "bank", seed, position, impression, 0.9)
            )
            for seed, impression in ((1, 0), (1, 1), (2, 0))
            for position in (2, 7)
        }
        for number, (seed, impression) in enumerate(((1, 0), (1, 1), (2, 0)), 1):
            _with_hand(place, person(number * 40), f"case-{number}", made, seed, impression)
        assert dedupe(place, worker.compare).look(place.ledger) == 1
        with place.ledger.writing() as book:
            (kept,) = open_suspicions(book.connection)
        assert ({kept.case, kept.other}, kept.ground) == ({"case-1", "case-2"}, FINGERPRINT)
        assert kept.score >= 60
    finally:
        worker.close()


def _with_hand(
    place: Place, who: Resident, case: str, made: dict[tuple[int, int, int], bytes], seed: int, impression: int
) -> None:
    blobs: dict[str, bytes] = {}
    fingers = []
    for take in recording(who).submission.fingers:
        data = made.get((seed, take.position, impression))
        name = sha256(data).hexdigest() if data is not None else take.template
        if data is not None:
            blobs[name] = data
        fingers.append(replace(take, template=name))
    come(place, who, case, blobs, fingers=tuple(fingers))
