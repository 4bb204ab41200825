"""No sequence of acts by any roles breaks an invariant; and the machine that says so finds faults put in on purpose."""

import shutil
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from central.population import put_residents
from registry import case as judging
from registry.actions import Kind
from station.store.errors import NotFound
from station.store.spendlog import SpendLog
from tests.invariants import acts
from tests.invariants.machine import AnyOrder
from tests.invariants.world import HERE, START, Time, World, found

PLAIN = settings(
    max_examples=24,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Three cases under way: one whose card may be printed, one to be approved for print, one to be verified."""
    home = tmp_path_factory.mktemp("invariants") / "made"
    found(home)
    world = World(home, Time())
    with world.hall.ledger.writing() as book:
        put_residents(book, [acts.stranger(1), acts.stranger(2)])
    names = [acts.record(world, HERE, who, number) for number, who in enumerate(("rina", "rina", "adi"), 1)]
    for name, last in zip(names, (Kind.PRINT_APPROVED, Kind.RELEASED, Kind.SUBMITTED), strict=True):
        for _ in range(9):
            kinds = {a.header.kind for place in world.places.values() for a in _known(place, name)}
            if last in kinds:
                break
            world.time.pass_by(minutes=1)
            acts.proceed(world, name)
        else:
            pytest.fail(f"did not come to {last}")
    acts._round(world)
    world.close()
    for copy in home.glob("*.db"):
        copy.unlink()
    (home / "cases").write_text(" ".join(names))
    return home


def _known(place, name):
    try:
        return place.store.cases.get(name).actions
    except NotFound:
        return ()


def run(kind, made, profile=PLAIN):
    kind.made = made
    run_state_machine_as_test(kind, settings=profile)


def test_no_order_of_acts_breaks_an_invariant(made):
    run(type("Plain", (AnyOrder,), {}), made)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_no_order_of_many_acts_breaks_an_invariant(made):
    deep = settings(PLAIN, max_examples=150, stateful_step_count=60, derandomize=False)
    run(type("Deep", (AnyOrder,), {}), made, deep)


class SelfApproval(AnyOrder):
    """A table that forgot who may not be whom."""

    def spoil(self, patch):
        whole = judging._judge

        def forgetful(earlier, *rest):
            found = whole(earlier, *rest)
            same = isinstance(found, judging.NotAllowed) and found.code == "same-person"
            return whole((), *rest) if same else found

        patch.setattr(judging, "_judge", forgetful)


class Unspent(AnyOrder):
    """A print desk that writes no line outside the store: an older copy knows of nothing."""

    def spoil(self, patch):
        patch.setattr(SpendLog, "_append", lambda log, record: None)


class NothingBooked(AnyOrder):
    """A ledger of blanks that forgets the spoiled ones."""

    def spoil(self, patch):
        from station.desk.printing import PrintDesk

        patch.setattr(PrintDesk, "_bound", lambda desk, job: False)


@pytest.mark.parametrize("kind", [SelfApproval, Unspent, NothingBooked], ids=lambda k: k.__name__)
def test_the_machine_finds_a_fault_put_in(made, kind):
    with pytest.raises(AssertionError):
        run(kind, made, settings(PLAIN, max_examples=150))


def test_a_held_case_waits_for_no_answer_and_stops_nobody_elses(made, tmp_path):
    """Found by the machine: the answer that was due to a held case stopped the asking for all."""
    shutil.copytree(made, tmp_path / "copy")
    world = World(tmp_path / "copy", Time(START + timedelta(days=1)))
    case, office = (made / "cases").read_text().split()[2], world.hall.office
    acts.check(world, HERE, "hendra", case, Kind.VERIFIED)
    world.sync(HERE)
    with world.hall.ledger.writing() as book:
        office.write(book, case, Kind.HELD, "", {})
        assert office.ask_upstream(book) == 0
        office.write(book, case, Kind.HOLD_LIFTED, "", {})
        assert office.ask_upstream(book) == 1
    world.close()


def test_the_folders_are_left_alone(made, tmp_path):
    shutil.copytree(made, tmp_path / "copy")
    World(tmp_path / "copy", Time()).close()
