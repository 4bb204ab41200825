"""Any officer of any role, any act, any order: Hypothesis drives the real desks, stores and centre (`truths`).

Every act may be refused; a refused one must leave nothing behind. Restarts, cuts in the middle of writes, older copies
of the store, lost answers and days that pass are mixed in.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from registry.actions import Kind, Outcome
from registry.errors import RegistryError
from registry.officers import Role
from registry.stock import Blank, Entry, Move
from registry.upstream import SiakStatus
from station.desk.importing import ImportRefused
from station.store.cipher import Cipher
from station.store.errors import StoreError
from station.store.spendlog import SpendLog
from tests.invariants import acts, truths
from tests.invariants.world import ALL_HATS, HERE, OFFICERS, START, THERE, Cut, Fuse, Time, World, quicken

REFUSALS = (RegistryError, ImportRefused, StoreError, LookupError)
FORGERIES = (
    (Kind.VERIFIED, "", Role.VERIFIER),
    (Kind.PRINT_APPROVED, "", Role.VERIFIER),
    (Kind.PRINT_STARTED, "loket", Role.PRINTING),
    (Kind.PRINT_BOOKED, Outcome.GOOD, Role.PRINTING),
    (Kind.PRINT_BOOKED, Outcome.NOT_PRINTED, Role.PRINTING),
    (Kind.SHIPPED, HERE, Role.OPERATOR),
    (Kind.HANDED_OVER, "finger", Role.OPERATOR),
    (Kind.CANCELLED, "", Role.OPERATOR),
    (Kind.UPSTREAM_ANSWERED, SiakStatus.PRINT_READY_RECORD, Role.CENTRE),
    (Kind.RELEASED, "", Role.CENTRE),
    (Kind.ROUTED, THERE, Role.CENTRE),
)
officers, cases = st.sampled_from((*OFFICERS, *ALL_HATS)), st.integers(0, 5)
stations, truth = st.sampled_from((HERE, THERE)), st.sampled_from((acts.GOOD, acts.GOOD, acts.SPOILED, acts.NOTHING))
often = st.sampled_from((0, 0, 1, 2))  # the first is the one nearest to its card


class AnyOrder(RuleBasedStateMachine):
    """`made` is a folder of world.found with the cases named in its file `cases`."""

    made: Path

    @initialize()
    def begin(self) -> None:
        self._patch, self._fuse = pytest.MonkeyPatch(), Fuse()
        quicken(self._patch)
        self._patch.setattr(Cipher, "writing", self._fuse.inside(Cipher.writing))
        self._patch.setattr(SpendLog, "_append", self._fuse.around(SpendLog._append))
        self._stand: object = None
        self._whole: tuple[object, ...] = ()
        self.spoil(self._patch)
        self._folder = tempfile.TemporaryDirectory()
        home = Path(self._folder.name) / "world"
        shutil.copytree(self.made, home)
        self.cases = (home / "cases").read_text().split()
        self.world = World(home, Time(START + timedelta(days=1)))  # ids of the folder are taken

    def spoil(self, patch: pytest.MonkeyPatch) -> None:
        """Where a seeded fault is put in."""

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        self._fuse.left = -1
        self.world.close()
        self._patch.undo()
        self._folder.cleanup()

    # officers ---------------------------------------------------------------------------------------------------------
    @rule(who=officers, resident=st.integers(1, 4))
    def records(self, who: tuple[str, str], resident: int) -> None:
        self._act(who[0], lambda: self.cases.append(acts.record(self.world, *who, resident)))

    @rule(who=officers, case=cases)
    def mends(self, who: tuple[str, str], case: int) -> None:
        self._act(who[0], lambda: acts.mend(self.world, *who, self._case(case)))

    @rule(who=officers, case=cases, verdict=st.sampled_from((Kind.VERIFIED, Kind.RETURNED, Kind.REJECTED)))
    def checks(self, who: tuple[str, str], case: int, verdict: Kind) -> None:
        self._act(who[0], lambda: acts.check(self.world, *who, self._case(case), verdict))

    @rule(who=officers, case=cases)
    def cancels(self, who: tuple[str, str], case: int) -> None:
        self._act(who[0], lambda: acts.cancel(self.world, *who, self._case(case)))

    @rule(who=officers, case=cases)
    def approves_printing(self, who: tuple[str, str], case: int) -> None:
        self._act(who[0], lambda: acts.approve_print(self.world, *who, self._case(case)))

    @rule(who=officers, case=cases, truth=truth, until=st.sampled_from(acts.STAGES), label=st.integers(0, 3))
    def prints(self, who: tuple[str, str], case: int, truth: str, until: str, label: int) -> None:
        self._act(who[0], lambda: acts.print_card(self.world, *who, self._case(case), truth, until, label))

    @rule(who=officers)
    def settles(self, who: tuple[str, str]) -> None:
        self._act(who[0], lambda: acts.settle(self.world, *who), whole=False)

    @rule(who=officers, case=cases, what=st.sampled_from((acts.ship, acts.count_in, acts.hand_over)))
    def moves_the_card(self, who: tuple[str, str], case: int, what: Callable[..., None]) -> None:
        self._act(who[0], lambda: what(self.world, *who, self._case(case)))

    @rule(who=officers, first=st.integers(1, 60), many=st.integers(0, 9))
    def receives_blanks(self, who: tuple[str, str], first: int, many: int) -> None:
        blanks, ids = self.world.places[who[0]].store.blanks, self.world.time.ids
        entry = Entry(ids.next(), Move.RECEIVED, Blank("B26-0418", first), many, "", "BAST-8", who[1], "t")
        self._act(who[0], lambda: blanks.add(entry))

    @rule(who=officers, case=cases, stranger=st.integers(1, 2))
    def asks_the_centre(self, who: tuple[str, str], case: int, stranger: int) -> None:
        self._act(who[0], lambda: acts.ask_centre(self.world, *who, self._case(case), stranger))

    @rule(who=officers, second=officers, line=st.integers(1, 3))
    def imports_a_file(self, who: tuple[str, str], second: tuple[str, str], line: int) -> None:
        other = second[1] if second[0] == who[0] else who[1]
        self._act(who[0], lambda: acts.import_file(self.world, *who, other, line))

    @rule(who=officers, case=cases, what=st.sampled_from(FORGERIES))
    def forges(self, who: tuple[str, str], case: int, what: tuple[Kind, str, Role]) -> None:
        self._act(who[0], lambda: acts.forge(self.world, *who, self._case(case), *what))

    @rule(case=cases, truth=truth)
    def goes_on(self, case: int, truth: str) -> None:
        self._act("", lambda: acts.proceed(self.world, self._case(case), truth), whole=False)

    @rule(case=often)
    def goes_on_well(self, case: int) -> None:
        """Often enough that some get far."""
        self.goes_on(case, acts.GOOD)

    @rule(case=often)
    def hurries_on(self, case: int) -> None:
        """Several steps of a case in one, often enough that some cards are printed and handed over."""
        for _ in range(3):
            self.goes_on(case, acts.GOOD)

    @rule(who=officers, case=cases)
    def takes_the_next_step_himself(self, who: tuple[str, str], case: int) -> None:
        self._act(who[0], lambda: acts.proceed_alone(self.world, *who, self._case(case)), whole=False)

    @rule(who=st.sampled_from(ALL_HATS), resident=st.integers(1, 4))
    def serves_all_alone(self, who: tuple[str, str], resident: int) -> None:
        """An officer of all roles records somebody and goes on with him by himself."""
        self.records(who, resident)
        self.takes_the_next_step_himself(who, len(self.cases) - 1)

    # the centre -------------------------------------------------------------------------------------------------------
    @rule(station=stations, lost=st.sampled_from((0, 0, 0, 1, 2)))
    def syncs(self, station: str, lost: int) -> None:
        self._powered(station, lambda: self.world.sync(station, lost))

    @rule()
    def upstream_answers(self) -> None:
        with self.world.hall.ledger.writing() as book:
            self.world.hall.office.ask_upstream(book)

    @rule(case=cases, kind=st.sampled_from((Kind.HELD, Kind.HOLD_LIFTED, Kind.ROUTED, Kind.RELEASED)), to=stations)
    def the_centre_acts(self, case: int, kind: Kind, to: str) -> None:
        office = self.world.hall.office

        def act() -> None:
            with self.world.hall.ledger.writing() as book:
                if kind is Kind.RELEASED:
                    office.release(book, self._case(case))
                else:
                    office.write(book, self._case(case), kind, to if kind is Kind.ROUTED else "", {})

        self._act("", act)

    # what happens -----------------------------------------------------------------------------------------------------
    @rule(station=stations)
    def is_restarted(self, station: str) -> None:
        self.world.restart(station)

    @rule(writes=st.integers(0, 12))
    def the_power_will_fail(self, writes: int) -> None:
        self._fuse.left = writes

    @rule(station=stations)
    def is_copied(self, station: str) -> None:
        self._fuse.left = -1
        self.world.copy(station)

    @rule(station=st.sampled_from((THERE, THERE, HERE)), which=st.integers(0, 3), lawful=st.integers(0, 2))
    def is_brought_back(self, station: str, which: int, lawful: int) -> None:
        self._fuse.left = -1
        self.world.bring_back(station, which, lawful=lawful == 0)

    @rule(case=st.sampled_from((0, 0, 0, 1)), lawful=st.sampled_from((False, False, True)))
    def prints_and_prints_again_from_a_copy(self, case: int, lawful: bool) -> None:
        """Print, bring the older copy back, cut the network, try again."""
        self._fuse.left = -1
        copies = self.world.places[THERE].copies
        self.world.copy(THERE)
        self.goes_on(case, acts.GOOD)
        self.world.bring_back(THERE, len(copies) - 1, lawful=lawful)
        self.goes_on(case, acts.GOOD)

    @rule(days=st.integers(1, 16))
    def days_pass(self, days: int) -> None:
        self.world.time.pass_by(days=days)

    @invariant()
    def truths_hold(self) -> None:
        if hasattr(self, "world"):
            left, self._fuse.left = self._fuse.left, -1
            truths.hold(self.world)
            self._fuse.left = left

    # ------------------------------------------------------------------------------------------------------------------
    def _case(self, number: int) -> str:
        return self.cases[number % len(self.cases)]

    def _act(self, station: str, act: Callable[[], object], *, whole: bool = True) -> None:
        """Let someone try. `whole`: one act, so a refusal must leave everything as it was."""
        self.world.time.pass_by(minutes=1)
        before = self._everything()
        try:
            self._powered(station, act)
        except REFUSALS:
            if whole:
                assert self._everything() == before, "a refused act left something behind"

    def _powered(self, station: str, act: Callable[[], object]) -> None:
        try:
            act()
        except Cut:
            for each in [station] if station else list(self.world.places):
                self.world.restart(each)

    def _everything(self) -> tuple[object, ...]:
        """What an act may change at the stations; read anew only after a write."""
        stand = self.world.stand()
        if stand != self._stand:
            self._stand, self._whole = stand, self._read()
        return self._whole

    def _read(self) -> tuple[object, ...]:
        return tuple(
            (
                place.store.cases.chain_head(),
                len(place.store.blanks.entries()),
                len(place.store.jobs.open()),
                place.store.residents.count(),
                place.store._log.begun(),
                place.store._log.good(),
            )
            for place in self.world.places.values()
        )
