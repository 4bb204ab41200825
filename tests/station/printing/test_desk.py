"""The print desk over a store and a machine: the queue's order, a shortage, batches, faults that leave the case as it
was, and answers that no cut makes an officer give twice."""

import random
import shutil
import threading
from dataclasses import replace

import pytest

from registry.actions import Kind, Outcome
from registry.case import NotAllowed
from registry.lifecycle import Status
from registry.releases import ReleaseRefused
from registry.stock import Blank, StockRefused
from registry.uuid7 import Uuid7Source
from station.desk.governor import Advice, Limits, Step
from station.desk.printing import LOKET, PrintDesk, SecondNeeded, answer_bytes
from station.desk.releasing import ReleaseDesk
from station.desk.session import Clock
from station.desk.syncing import SyncDesk
from station.presenters.printing import PrintPresenter
from station.store.cases import CaseFilter
from station.store.print_queue import Shortage
from station.store.schema import cases
from station.store.store import Store
from sync.errors import Unreachable
from sync.keys import ed25519_check
from tests.station.printing.machine import Machine
from tests.station.printing.office import Office, reopened, stocked
from tests.station.store.making import KEY, key_of

CARDS = 4


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Approved cards; copied for each test."""
    folder = tmp_path_factory.mktemp("kept") / "made"
    stocked(folder, CARDS, 2).close()
    return folder


@pytest.fixture
def office(kept, tmp_path, monkeypatch):
    monkeypatch.setattr("station.presenters.printing._proof", lambda _card: None)
    shutil.copytree(kept, tmp_path / "here")
    made = Office(Store.open(tmp_path / "here", KEY), Machine(random.Random(7)))
    made.presenter.open()
    yield made
    made.store.close()


def ends(office, *how):
    office.machine.outlook = how


def status(office, case="case-1"):
    return office.store.cases.get(case).status


# the queue --------------------------------------------------------------------------------------------------------
def alter(office, case, **facts):
    with office.store._cipher.writing() as db:
        db.execute(cases.update().where(cases.c.id == case).values(**facts))


def test_pemula_come_first_then_other_first_cards_then_by_age(office):
    alter(office, "case-1", service="ktp-hilang", last_at="2026-01-01T00:00:00Z")
    alter(office, "case-2", last_at="2026-03-01T00:00:00Z")
    alter(office, "case-3", last_at="2026-02-01T00:00:00Z")
    alter(office, "case-4", birth_date="2009-03-12", last_at="2026-11-24T00:00:00Z")
    queue = office.store.print_queue
    assert [row.id for row in queue.page("2026-11-25")] == ["case-4", "case-3", "case-2", "case-1"]
    assert [row.id for row in queue.page("2026-11-25", limit=2, offset=1)] == ["case-3", "case-2"]
    assert (queue.counts().all, queue.counts().later) == (4, 1)
    assert queue.page("2028-11-25")[0].id == "case-3", "19 years old is nobody's pemula"


def test_in_a_shortage_only_first_cards_are_printed_and_the_officer_has_signed_why(office):
    alter(office, "case-1", service="ktp-hilang")
    case = office.store.cases.get("case-1")
    office.presenter.set_shortage(" pasokan 200 dari 500 ")
    shortage = office.store.print_queue.shortage()
    assert (shortage.reason, shortage.officer) == ("pasokan 200 dari 500", "yulianti")
    mark = office.store.facts.get("blank-shortage.mark")
    assert ed25519_check(bytes.fromhex(key_of("yulianti").public), shortage.to_bytes(), mark)
    assert case.service == "ktp-baru", "the desk goes by the case, the list by its index"
    assert office.state.row.id != "case-1"
    office.presenter.choose(office.store.cases.row("case-1"))
    assert office.state.deferred
    office.presenter.print_card()
    assert status(office) is Status.PRINT_APPROVED
    office.presenter.set_shortage("")
    assert office.store.print_queue.shortage() is None
    assert not office.state.deferred


def test_a_deferred_case_is_refused_at_the_desk_too(office, monkeypatch):
    office.store.print_queue.put_shortage(Shortage("kurang", "yulianti", "t"), b"")
    monkeypatch.setattr("station.desk.printing.is_first", lambda _service: False)
    desk = PrintDesk(office.session("yulianti"), office._counter.authority)
    with pytest.raises(StockRefused, match="deferred"):
        desk.begin("case-1", Blank("B26-0417", 1), LOKET, 1)
    assert office.store.jobs.of_case("case-1") == ()


# batches ----------------------------------------------------------------------------------------------------------
def test_a_batch_goes_from_card_to_card_and_ends(office):
    ends(office, "well", "well", "well", "well")
    office.presenter.print_batch()
    for number in range(CARDS):
        assert (office.state.batch.done, office.state.asking) == (number, True)
        office.presenter.book(Outcome.GOOD, f"04A{number}")
    assert office.state.batch is None
    assert office.toasts[-1] == "4 dari 4 kartu selesai, 4 baik"
    assert len(office.machine.tray) == CARDS
    assert office.state.today == (4, 0)


def test_a_pause_and_a_stop_end_with_the_card_at_work(office):
    ends(office, "well", "well", "well")
    office.presenter.print_batch()
    office.presenter.pause()
    office.presenter.book(Outcome.GOOD, "04A1")
    assert (len(office.machine.tray), office.state.free) == (1, True)
    office.presenter.pause()
    assert (len(office.machine.tray), office.state.asking) == (2, True)
    office.presenter.stop_batch()
    office.presenter.book(Outcome.GOOD, "04A2")
    assert office.state.batch is None
    assert len(office.machine.tray) == 2


def test_a_bad_card_pauses_the_batch(office):
    ends(office, "scratched", "well")
    office.presenter.print_batch()
    office.presenter.book(Outcome.DAMAGED, "", "laci 2")
    assert office.state.batch.paused
    assert status(office) is Status.PRINT_FAILED
    assert len(office.machine.tray) == 1


def test_a_batch_waits_until_the_machine_has_rested(office, monkeypatch):
    waits = [Advice(Step.REST, Clock().now()), Advice(Step.REST, Clock().now())]
    shown = []

    def advised(*_):
        return waits.pop() if waits else Advice(Step.GO)

    monkeypatch.setattr("station.presenters.printing.advise", advised)
    monkeypatch.setattr("station.presenters.printing.BREATH_S", 0.0)
    inner = office.presenter._board._show
    monkeypatch.setattr(office.presenter._board, "_show", lambda state: (shown.append(state), inner(state)))
    ends(office, "well")
    office.presenter.print_batch()
    assert office.state.asking
    assert any(state.batch and state.batch.rest for state in shown)


def test_a_hot_machine_gets_no_card(office, monkeypatch):
    hot = replace(office.machine.state(), temperature=174)
    monkeypatch.setattr(office.machine, "state", lambda: hot)
    office.presenter.print_card()
    assert office.state.advice.step is Step.COOL
    assert office.store.jobs.of_case("case-1") == ()


def test_the_row_of_cards_outlives_the_program(office):
    ends(office, "well", "well")
    for _ in range(2):
        office.presenter.print_card()
        office.presenter.book(Outcome.GOOD, "04A1")
    again = PrintPresenter(office._counter, lambda _state: None, office._witness, Limits(cards=2))
    again.open()
    assert again.state.advice.step is Step.REST


# faults -----------------------------------------------------------------------------------------------------------
def test_an_empty_ribbon_stops_with_the_blank_whole_and_goes_on(office):
    ends(office, "ribbon")
    office.presenter.print_card()
    words = office.state.device_fault
    assert office.state.halted
    assert words.line == "Pita habis. Kartu belum dicetak, blangko 00001 masih utuh. Ganti pita, lalu Lanjutkan (F5)."
    assert status(office) is Status.PRINTING
    office.machine.mend()
    office.presenter.retry_printer()
    assert (office.state.asking, office.state.evidence) == (True, None)
    assert office.store.releases.spending("R-case-1").begun == 1


def test_a_card_taken_back_from_a_machine_without_ribbon_is_booked_unprinted_without_a_question(office):
    ends(office, "ribbon")
    office.presenter.print_card()
    office.presenter.cancel_card()
    assert status(office) is Status.PRINT_APPROVED
    assert office.store.blanks.balance().on_desk == 0
    assert "Blangko B26-0417 / 00001 tidak jadi dicetak; tetap utuh." in office.toasts


def test_after_a_jam_the_officer_is_asked_how_the_card_is(office):
    ends(office, "jam")
    office.presenter.print_card()
    assert office.state.device_fault.title == "Kartu macet di pencetak."
    office.machine.mend()
    office.presenter.retry_printer()
    assert office.state.evidence is not None
    assert not office.state.found, "no power cut"


def test_a_machine_that_refuses_costs_no_question(office):
    ends(office, "refused")
    office.presenter.print_card()
    assert status(office) is Status.PRINT_APPROVED
    assert office.state.device_fault is not None
    assert office.state.free


# what nobody can know but the officer -----------------------------------------------------------------------------
def test_no_card_against_the_counter_is_signed_by_two(office):
    ends(office, "line")
    office.presenter.print_card()
    job = office.state.job
    assert office.presenter.needs_second(Outcome.NOT_PRINTED)
    desk = PrintDesk(office.session("yulianti"), office._counter.authority)
    with pytest.raises(SecondNeeded):
        desk.book(job, Outcome.NOT_PRINTED)
    with pytest.raises(NotAllowed, match="same-person"):
        desk.book(job, Outcome.NOT_PRINTED, second=office.session("yulianti"))
    office.presenter.book(Outcome.NOT_PRINTED, "", second="yulianti", passphrase="x")
    assert office.state.fault is not None
    assert status(office) is Status.PRINTING
    office.presenter.book(Outcome.NOT_PRINTED, "", second="murniati", passphrase="x")
    record = office.store.cases.get("case-1").latest(Kind.PRINT_BOOKED).record
    assert (record["second"], record["counter_before"], record["counter_after"]) == ("murniati", 18204, 18205)
    kept = office.store.jobs.get(job.id)
    public = bytes.fromhex(key_of("murniati").public)
    assert ed25519_check(public, answer_bytes(kept), bytes.fromhex(record["second_mark"]))


def test_a_card_set_aside_lets_others_be_printed_and_is_asked_about_later(office):
    ends(office, "line", "well")
    office.presenter.print_card()
    office.presenter.book(Outcome.UNKNOWN, "", "amplop 3")
    assert status(office) is Status.UNCERTAIN
    assert (office.state.aside, office.state.free) == (1, True)
    office.presenter.print_card()
    office.presenter.book(Outcome.GOOD, "04A2")
    again = Office(office.store, office.machine)
    again.presenter.open()
    assert again.state.free, "set aside: not asked before anything else"
    again.presenter.look_aside()
    assert again.state.job.case == "case-1"
    again.presenter.book(Outcome.GOOD, "04A1")
    assert status(office) is Status.CHIP_VERIFIED
    assert again.state.aside == 0


def test_a_cut_before_the_chip_was_signed_keeps_its_number(office, monkeypatch):
    ends(office, "well")
    office.presenter.print_card()
    desk = PrintDesk(office.session("yulianti"), office._counter.authority)
    real = desk._sign

    def cut(case, kind, variant, facts):
        if kind is Kind.CHIP_VERIFIED:
            raise KeyboardInterrupt
        return real(case, kind, variant, facts)

    monkeypatch.setattr(desk, "_sign", cut)
    with pytest.raises(KeyboardInterrupt):
        desk.book(office.state.job, Outcome.GOOD, chip_uid="04A1B2")
    assert status(office) is Status.PRINTED
    store = reopened(office.store)
    office.store = store
    again = Office(store, office.machine)
    again.presenter.open()
    assert again.state.free, "nobody is asked twice"
    assert store.cases.get("case-1").latest(Kind.CHIP_VERIFIED).record["uid"] == "04A1B2"


def test_a_card_still_in_the_machine_is_watched_not_asked_about(office, monkeypatch):
    ends(office, "late")
    desk = PrintDesk(office.session("yulianti"), office._counter.authority)
    job, card = desk.begin("case-1", Blank("B26-0417", 1), LOKET, office.machine.counter)
    monkeypatch.setattr("station.desk.printing.front", lambda *_card: b"%PDF-1.4")
    desk.send(desk.spend(job), card, office.machine)
    monkeypatch.setattr(office.machine, "find", office.machine.memory.get)  # asked before it is out
    again = Office(office.store, office.machine)
    again.presenter.open()
    assert (again.state.asking, again.state.evidence, again.state.stage) == (True, None, 3)


def test_a_case_with_an_unfinished_print_is_not_begun_again(office):
    ends(office, "line")
    office.presenter.print_card()
    desk = PrintDesk(office.session("yulianti"), office._counter.authority)
    with pytest.raises(NotAllowed, match="unfinished"):
        desk.begin("case-1", Blank("B26-0417", 2), LOKET, office.machine.counter)


# second attempts --------------------------------------------------------------------------------------------------
def test_after_a_wrong_element_the_same_release_prints_nothing(office):
    ends(office, "well")
    office.presenter.print_card()
    office.presenter.book(Outcome.WRONG_ELEMENT, "", "laci 2")
    desk = ReleaseDesk(office.session("murniati"), office._counter.authority)
    with pytest.raises(NotAllowed, match="no-reason"):
        desk.approve("case-1", " ")
    with pytest.raises(ReleaseRefused, match="other-data"):
        desk.approve("case-1", "nama salah")


# lock, restored store, outage ---------------------------------------------------------------------------------------
def test_a_batch_ends_at_the_lock_of_the_dinas(office):
    ends(office, "well", "well")
    office.presenter.print_batch()
    office.store.facts.put({"lock": b"hitung ulang blangko"})
    office.presenter.book(Outcome.GOOD, "04A1")
    assert office.state.batch is None
    assert office.state.fault.line.startswith("Pencetakan dikunci Dinas: hitung ulang blangko.")
    assert len(office.machine.tray) == 1


def test_an_older_copy_of_the_store_prints_nothing(office):
    office.store._log.add("R-case-2", 1, "2026-11-25T00:00:00Z")
    office.presenter.open()
    assert "supaya tidak ada kartu dicetak dua kali" in office.state.fault.line
    office.presenter.print_card()
    assert office.machine.tray == []


def test_a_central_outage_stops_no_card(office):
    desk = SyncDesk(office.store, Clock(), Uuid7Source())
    ends(office, "well", "well", "well", "well")
    for _ in range(CARDS):
        assert isinstance(desk.run(threading.Event()).feed, Unreachable)
        office.presenter.print_card()
        office.presenter.book(Outcome.GOOD, "04A1")
    done = office.store.cases.page(CaseFilter((Status.CHIP_VERIFIED,)))
    assert len(done) == CARDS
    assert len(office.machine.tray) == CARDS
