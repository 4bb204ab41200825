"""A print desk with its officer, who answers by what lies in the tray, in an office where the power may go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from devices.catalog import Catalog, known_drivers
from registry.actions import Outcome
from registry.lifecycle import Status
from registry.officers import Role
from registry.releases import Authority, Release
from registry.stock import Blank, Entry, Move
from registry.uuid7 import Uuid7Source
from station.desk.equipment import Equipment
from station.desk.governor import Limits
from station.desk.releasing import ReleaseDesk
from station.desk.session import Clock, Officer, Session
from station.presenters.counter import Counter
from station.presenters.print_state import PrintState
from station.presenters.printing import PrintPresenter
from station.store.cases import CaseFilter
from station.store.cipher import Cipher
from station.store.spendlog import SpendLog
from station.store.store import Store
from station.work import AtOnce
from sync.keys import ed25519_check
from tests.station.cards import conftest
from tests.station.cards.conftest import MAKER, ROLES, put_case
from tests.station.printing.machine import GOOD, Machine
from tests.station.store.making import KEY, key_of, person, recording, signed_grant, store_in

BATCH = "B26-0417"
TIRELESS = Limits(cards=0)


class PowerCut(BaseException):
    """Nothing runs after it."""


class Mains:
    """Counts the moments at which power may go, and lets it go at one of them."""

    def __init__(self) -> None:
        self.left = -1

    def tick(self) -> None:
        """One moment passes."""
        if self.left > 0:
            self.left -= 1
            if self.left == 0:
                raise PowerCut


@contextmanager
def wired(mains: Mains, patch: Any) -> Iterator[None]:
    """The mains stand behind each write of the store and of the log outside it, before and after."""
    writing, append = Cipher.writing, SpendLog._append

    @contextmanager
    def cut_writing(self: Cipher, *args: Any, **kwargs: Any) -> Iterator[Any]:
        mains.tick()
        with writing(self, *args, **kwargs) as db:
            yield db
        mains.tick()

    def cut_append(self: SpendLog, record: Any) -> None:
        mains.tick()
        append(self, record)
        mains.tick()

    with patch.context() as wires:
        wires.setattr("station.presenters.printing._proof", lambda _card: None)  # a picture costs more than the card
        wires.setattr("station.desk.printing.front", lambda *_card: b"%PDF-1.4")
        wires.setattr(Cipher, "writing", cut_writing)
        wires.setattr(SpendLog, "_append", cut_append)
        yield


def stocked(folder: Path, cards: int, attempts: int) -> Store:
    """A station with approved cards, and blanks."""
    store = store_in(folder)
    for handle, roles in ROLES.items():
        store.officers.put(*signed_grant(handle, *roles))
    for number in range(1, cards + 1):
        case = f"case-{number}"
        put_case(store, number, Status.PRINT_APPROVED, released=_released(number, case, attempts))
    store.blanks.add(
        Entry("e1", Move.RECEIVED, Blank(BATCH, 1), 5000, "", "BAST-7", "yulianti", "2026-11-24T03:42:07Z")
    )
    return store


def _released(number: int, case: str, attempts: int) -> dict[str, Any]:
    """A release that allows many attempts, for a printer worse than any."""
    record = conftest._released(conftest._with_real_pictures(recording(person(number), f"D-2611-{number:04d}")), case)
    known = Release.from_bytes(bytes.fromhex(record["release"]))
    return {**record, **MAKER.sign(replace(known, attempts=attempts)).to_record()}


class Office:
    """One life between two cuts: a presenter over the store, and the officers."""

    def __init__(self, store: Store, machine: Machine) -> None:
        self.store, self.machine = store, machine
        self.toasts: list[str] = []
        self.asked: list[PrintState] = []
        self.witnessed = 0
        self.state = PrintState()
        self._counter = self.counter("yulianti")
        self.presenter = PrintPresenter(self._counter, self._show, self._witness, TIRELESS)

    def counter(self, handle: str) -> Counter:
        """A counter for an officer."""
        equipment = Equipment(Catalog(known_drivers()), {"printer": "x"})
        equipment._open["printer"] = self.machine
        equipment.drop = lambda _kind: None  # type: ignore[method-assign]  # the machine stays where it is
        return Counter(
            tasks=AtOnce(),
            session=self.session(handle),
            equipment=equipment,
            worker=None,  # type: ignore[arg-type]  # nothing here compares fingers
            authority=Authority(ed25519_check, training_roots=frozenset({MAKER.root_key})),
            go=lambda _route: None,
            toast=lambda _role, words: self.toasts.append(words),
        )

    def session(self, handle: str) -> Session:
        """An officer's time."""
        roles = frozenset(ROLES[handle]) or frozenset({Role.OPERATOR})
        return Session(Officer(handle, handle, roles), "DAYUN", key_of(handle), self.store, Clock(), Uuid7Source())

    def _show(self, state: PrintState) -> None:
        self.state = state

    def _witness(self, handle: str, _passphrase: str) -> Session:
        self.witnessed += 1
        return self.session(handle)

    # the officers' day ----------------------------------------------------------------------------------------------
    def work(self, cards: int) -> None:
        """Print so many cards, mend what stops, answer what is asked, have failed ones approved again."""
        self.presenter.open()
        self.look_after()
        for _ in range(cards):
            self.approve_again()
            self.presenter.open()
            self.look_after()
            if self.state.card is None:
                return
            self.presenter.print_card()
            self.look_after()

    def look_after(self) -> None:
        """Until the desk is free."""
        for _ in range(50):
            if self.state.halted:
                self.machine.mend()
                if self.machine.chance.random() < 0.3:
                    self.presenter.cancel_card()
                else:
                    self.presenter.retry_printer()
            elif self.state.asking:
                self.answer()
            elif self.machine.stopped:
                self.machine.mend()
                self.presenter.retry_printer()
            elif self.state.aside:
                self.presenter.look_aside()
            else:
                return
        raise AssertionError(f"never came to rest: {self.state.job} {self.state.aside} {self.state.printer}")

    def answer(self) -> None:
        """By what lies in tray and machine. Sometimes nobody has looked yet."""
        job, chance = self.state.job, self.machine.chance
        assert job is not None
        self.asked.append(self.state)
        if self.machine.inside is not None:
            self.machine.mend()
        fit = self.machine.fit(job.id)
        if self.state.evidence is not None and not self.state.aside and chance.random() < 0.2:
            self.presenter.book(Outcome.UNKNOWN, "", "amplop")
        elif fit == GOOD:
            self.presenter.book(Outcome.GOOD, "04A1B2")
        elif fit:
            self.presenter.book(Outcome.DAMAGED, "", "laci 2")
        else:
            self.presenter.book(Outcome.NOT_PRINTED, "", second="murniati", passphrase="x")

    def approve_again(self) -> None:
        """A verifikator gives leave for the next attempt."""
        session = self.session("murniati")
        desk = ReleaseDesk(session, self._counter.authority)
        for number in self.failed():
            desk.approve(number, "kartu sebelumnya rusak")

    def failed(self) -> list[str]:
        """Cases whose card came out bad."""
        return [row.id for row in self.store.cases.page(CaseFilter((Status.PRINT_FAILED,)))]


def reopened(store: Store) -> Store:
    """After the cut."""
    store.close()
    return Store.open(store.folder, KEY)


def wrong_with(store: Store, machine: Machine) -> list[str]:
    """What no cut may lead to; only for a desk at rest, every job booked."""
    found = [f"open: {job}" for job in store.jobs.open()]
    good: dict[str, int] = {}
    for card in machine.tray:
        job = store.jobs.get(card.job)
        good[job.case] = good.get(job.case, 0) + (card.fit == GOOD)
        booked = Outcome.GOOD if card.fit == GOOD else Outcome.DAMAGED
        if job.outcome != booked:
            found.append(f"{card} booked as {job.outcome}")
    found += [f"{many} good cards of {case}" for case, many in good.items() if many > 1]
    balance = store.blanks.balance()
    spoiled = sum(card.fit != GOOD for card in machine.tray)
    told = (balance.good, balance.spoiled, balance.on_desk)
    if told != (sum(good.values()), spoiled, 0):
        found.append(f"ledger {told} for {sum(good.values())} good and {spoiled} bad cards")
    if balance.on_hand != 5000 - len(machine.tray):
        found.append(f"{balance.on_hand} on hand")
    if store.cases.verify_journal().broken_at != 0:
        found.append("journal")
    if store.releases.reconcile_needed:
        found.append("store and log differ")
    for case, many in good.items():
        status = store.cases.get(case).status
        if many and status is not Status.CHIP_VERIFIED:
            found.append(f"{case} has its card and stands at {status}")
    return found
