"""When the card printer should not take the next card yet: a rest after many cards, a hot head, cleaning that is due, a
test card after days of standing. Pure: what the machine says and what was printed in, an advice out.

Retransfer is right at 160 to 170 °C; hotter melts cards, colder lets the film peel (Dirjen Dukcapil on peeling cards;
Palembang on heat). The other limits are an office's own, from its printer's manual.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from devices.printer.port import PrinterState

HOT = frozenset({"fuser-over-temp"})  # PWG 5100.9: the machine says itself that it is too hot
CLEANER = "cleaner-unit"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a model wants. `hot`, `cool` and `cold` in °C; a rest of 0 cards is never asked for."""

    cards: int = 40  # in a row, without `rest` between two of them
    rest: timedelta = timedelta(minutes=2)
    hot: int = 170
    cool: int = 165
    cold: int = 160
    minutes_a_degree: float = 0.4  # how fast it cools, for the words only
    idle_days: int = 3  # after so many days a test on a white card comes first


class Step(StrEnum):
    """What comes next."""

    GO = "go"
    REST = "rest"  # ends by itself at `until`
    COOL = "cool"  # ends when the machine has cooled; asked again at `until`
    CLEAN = "clean"  # someone runs the cleaning card; cards may go on
    TEST = "test"  # someone prints a test on a white card; cards may go on


@dataclass(frozen=True, slots=True)
class Advice:
    """The next step, until when, and the temperature it is about."""

    step: Step
    until: datetime | None = None
    temperature: int | None = None

    @property
    def waits(self) -> bool:
        """Whether no card goes in now."""
        return self.step in (Step.REST, Step.COOL)


@dataclass(frozen=True, slots=True)
class Row:
    """Cards in a row on this machine: how many, and when the last one came out (UTC; None for never)."""

    cards: int = 0
    last: datetime | None = None

    def after(self, at: datetime, limits: Limits) -> Row:
        """One more card came out; after a rest the count begins anew.

        >>> from datetime import UTC
        >>> noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
        >>> Row().after(noon, Limits()).after(noon + timedelta(seconds=20), Limits()).cards
        2
        >>> Row(40, noon).after(noon + timedelta(minutes=3), Limits()).cards
        1
        """
        return Row(1 if self.rested(at, limits) else self.cards + 1, at)

    def rested(self, at: datetime, limits: Limits) -> bool:
        """Whether the machine has stood for a rest since the last card."""
        return self.last is None or at - self.last >= limits.rest


def row_of(times: Sequence[datetime], limits: Limits) -> Row:
    """The row that these cards make, the oldest first."""
    row = Row()
    for at in times:
        row = row.after(at, limits)
    return row


def advise(limits: Limits, state: PrinterState | None, row: Row, now: datetime) -> Advice:
    """What comes before the next card: heat first, then the rest, cleaning, the test."""
    heat = state.temperature if state is not None else None
    if state is not None and (HOT & set(state.reasons) or (heat is not None and heat > limits.hot)):
        wait = max(1.0, ((heat or limits.hot) - limits.cool) * limits.minutes_a_degree)
        return Advice(Step.COOL, now + timedelta(minutes=wait), heat)
    if limits.cards and row.cards >= limits.cards and row.last is not None and not row.rested(now, limits):
        return Advice(Step.REST, row.last + limits.rest, heat)
    if state is not None and cleaning_due(state):
        return Advice(Step.CLEAN, None, heat)
    if row.last is not None and now - row.last >= timedelta(days=limits.idle_days):
        return Advice(Step.TEST, None, heat)
    return Advice(Step.GO, None, heat)


def cleaning_due(state: PrinterState) -> bool:
    """Whether the machine says that its cleaning is used up: its roller at nothing, or the PWG keyword."""
    roller = any(marker.type == CLEANER and marker.level == 0 for marker in state.markers)
    return roller or "cleaner-life-over" in state.reasons
