"""The power goes at random points of a batch: no second good card, balanced ledgers, and only the questions that
journal, counter and machine cannot answer."""

import os
import random
import sys

import pytest

from registry.actions import Outcome
from station.desk.print_evidence import Evidence
from station.desk.printing import SecondNeeded
from tests.station.printing.machine import Machine
from tests.station.printing.office import Mains, Office, PowerCut, reopened, stocked, wired, wrong_with

CARDS, MOMENTS = 12, 60


def live(store, machine, mains, chance, patch, cards):
    """One life, cut or not; whether the power went."""
    office = Office(store, machine)
    mains.left = chance.randint(1, MOMENTS)
    machine.tick = mains.tick
    try:
        with wired(mains, patch):
            office.work(cards)
    except PowerCut:
        machine.tick = None
        machine.lose_power()
        return True, office
    finally:
        machine.tick = None
        mains.left = -1
    return False, office


def cut(store, seed, cuts, patch):
    """So many cuts, each looked at after everything came to rest; the store as it stays."""
    machine, chance, mains = Machine(random.Random(seed)), random.Random(seed + 1), Mains()
    done = asked = witnessed = 0
    while done < cuts:
        gone, office = live(store, machine, mains, chance, patch, 3)
        asked, witnessed = asked + len(office.asked), witnessed + office.witnessed
        if not gone and office.state.card is None and not office.failed():
            break  # every card of this store is made
        done += gone
        if not gone:
            continue
        store = reopened(store)
        after = Office(store, machine)
        after.work(0)
        asked, witnessed = asked + len(after.asked), witnessed + after.witnessed
        assert wrong_with(store, machine) == [], f"seed {seed}, cut {done}"
    return store, done, asked, witnessed


@pytest.mark.timeout(300)
def test_cuts_anywhere_leave_balanced_ledgers_and_no_second_good_card(tmp_path, monkeypatch):
    store, done, asked, _ = cut(stocked(tmp_path / "a", CARDS, 60), 20261125, 30, monkeypatch)
    assert done > 10
    assert asked > 0
    store.close()


@pytest.mark.long
@pytest.mark.skipif("LOKET_HOURS" not in os.environ, reason="half an hour and more: asked for by LOKET_HOURS=1")
@pytest.mark.timeout(3000)
def test_a_thousand_cuts(tmp_path, monkeypatch):
    done = asked = witnessed = number = 0
    while done < 1000:
        number += 1
        store, more, questions, second = cut(
            stocked(tmp_path / str(number), CARDS, 60), number, 1000 - done, monkeypatch
        )
        done, asked, witnessed = done + more, asked + questions, witnessed + second
        store.close()
    told = f"{done} cuts, {asked} questions, {witnessed} second officers, {number} stores"
    sys.stdout.write(told + "\n")  # the figures of the run, under -s
    assert witnessed > 0


def test_the_harness_finds_a_desk_that_trusts_no_counter(tmp_path, monkeypatch):
    """One that takes every card it knows nothing of for never printed."""

    def careless(job, state, _found):
        return Evidence(job, state.cards_printed, None, Outcome.NOT_PRINTED)

    monkeypatch.setattr("station.desk.printing.judge", careless)
    with pytest.raises((AssertionError, SecondNeeded)):
        cut(stocked(tmp_path / "a", CARDS, 60), 20261125, 60, monkeypatch)
