"""A resident of elsewhere, asked for at the centre for an open case and with a reason, and kept no longer than it."""

import shutil
from dataclasses import replace

import pytest

from central.ledger.lookups import all_lookups
from central.population import put_residents
from registry.actions import Kind
from registry.case import NotAllowed
from registry.errands import LOOKUP, Lookup, LookupRefused
from registry.numbers import BadNumber, KkNumber, Nik
from registry.people import Address
from station.desk.lookups import VIEWED, LookupDesk
from station.desk.pen import write
from station.desk.recording import RecordingDesk
from station.store.cases import CaseFilter
from sync.errors import Unreachable
from tests.invariants import acts
from tests.invariants.world import HERE, THERE, Time, World, found
from tests.station.store.making import person

WHY = "pindah datang ikut suami"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    home = tmp_path_factory.mktemp("lookups") / "made"
    found(home)
    return home


@pytest.fixture
def world(made, tmp_path):
    shutil.copytree(made, tmp_path / "world")
    world = World(tmp_path / "world", Time())
    with world.hall.ledger.writing() as book:
        put_residents(book, [stranger(1), stranger(2), stranger(3), person(50)])
    rounds(world)
    yield world
    world.close()


def stranger(number):
    """Somebody of another kecamatan; 1 and 2 are of one family."""
    who = person(9000 + number)
    kk = KkNumber("1408071203159007") if number < 3 else KkNumber("1408071203159008")
    return replace(
        who, nik=Nik(f"140807{str(who.nik)[6:]}"), kk=kk, address=Address("Jl. A", "1", "1", "14.08.07.2001")
    )


def rounds(world):
    """What is sent in one is answered in the next."""
    for _ in range(2):
        world.sync(HERE)


def desk(world, handle="rina"):
    return LookupDesk(world.session(HERE, handle))


def residents(world):
    return world.places[HERE].store.residents


def opened(world):
    """A recording under way, and its number."""
    session = world.session(HERE, "rina")
    return RecordingDesk(session).begin(person(50), "ktp-baru", "belum")


def test_a_nik_is_asked_for_waits_and_is_answered_once_there_is_a_network(world):
    draft, store = opened(world), world.places[HERE].store
    desk(world).ask(stranger(1).nik.grouped, draft.number.lower(), f"  {WHY} ")
    (waiting,) = desk(world).asked()
    assert (waiting.answer, waiting.refused, waiting.case_number, waiting.reason) == ("", "", draft.number, WHY)
    assert isinstance(world.sync(HERE, lost=1).problem, Unreachable)
    rounds(world)
    (answered,) = desk(world).asked()
    assert (answered.answer, answered.found) == ("ada", 1)
    assert residents(world).by_nik(str(stranger(1).nik)) == stranger(1)
    assert residents(world).by_nik(str(stranger(2).nik)) is None
    assert store.cases.page(CaseFilter()) == ()  # no list of cases shows a question
    assert [view.what for view in store.views.page(subject=draft.case)] == [VIEWED]
    with world.hall.ledger.writing() as book:
        (row,) = all_lookups(book.connection)
    assert (row.station, row.officer, row.about, row.found) == (HERE, "rina", draft.case, 1)
    assert store.cases.verify_journal().broken_at == 0


def test_a_kk_brings_the_family_and_an_unknown_number_nobody(world):
    draft = opened(world)
    desk(world).ask(str(stranger(1).kk), draft.number, WHY)
    desk(world).ask("1408075203099999", draft.number, WHY)
    rounds(world)
    assert sorted((a.answer, a.found) for a in desk(world).asked()) == [("ada", 2), ("tidak-ada", 0)]
    assert {m.id for m in residents(world).family(stranger(1)).members} == {stranger(1).id, stranger(2).id}


@pytest.mark.parametrize(
    ("number", "case", "reason", "code"),
    [
        ("nik", "", WHY, "no-case"),
        ("nik", "D-2611-9999", WHY, "no-case"),
        ("nik", "his", " . ", "no-reason"),
        ("own", "his", WHY, "here"),
    ],
)
def test_without_case_or_reason_or_for_one_who_is_here_nothing_is_asked(world, number, case, reason, code):
    draft, store = opened(world), world.places[HERE].store
    head = store.cases.chain_head()
    wanted = {"nik": str(stranger(1).nik), "own": str(person(50).nik)}[number]
    with pytest.raises(LookupRefused) as refused:
        desk(world).ask(wanted, draft.number if case == "his" else case, reason)
    assert refused.value.code == code
    assert (store.cases.chain_head(), desk(world).asked(), store.views.page()) == (head, (), ())


def test_a_number_that_is_none_is_not_sent(world):
    with pytest.raises(BadNumber):
        desk(world).ask("140807", opened(world).number, WHY)
    assert desk(world).asked() == ()


@pytest.mark.parametrize("handle", ["tono", "dewi"])
def test_who_serves_nobody_asks_for_nobody(world, handle):
    with pytest.raises(NotAllowed, match="wrong-role"):
        desk(world, handle).ask(str(stranger(1).nik), opened(world).number, WHY)


def test_the_answered_goes_with_the_case_and_so_does_the_question(world):
    """The file holds neither afterwards; header and chain stay, so who asked for which case is still known."""
    first, second = acts.record(world, HERE, "rina", 3), opened(world)
    number = world.places[HERE].store.cases.row(first).number
    desk(world).ask(str(stranger(1).nik), number, WHY)
    desk(world).ask(str(stranger(2).nik), number, WHY)
    desk(world).ask(str(stranger(2).nik), second.number, WHY)
    rounds(world)
    assert {a.answer for a in desk(world).asked()} == {"ada"}
    acts.cancel(world, HERE, "rina", first)
    assert residents(world).by_nik(str(stranger(1).nik)) is None
    assert residents(world).by_nik(str(stranger(2).nik)) == stranger(2)  # another case still needs her
    world.places[HERE].store.drafts.drop(second.case)
    assert residents(world).by_nik(str(stranger(2).nik)) is None
    assert {(a.number, a.reason) for a in desk(world).asked()} == {("", "")}
    assert {a.about for a in desk(world).asked()} == {first, second.case}
    assert world.places[HERE].store.cases.verify_journal().broken_at == 0
    assert residents(world).get(person(50).id) == person(50)  # of this kecamatan: he stays


def test_an_answer_that_comes_after_the_case_keeps_nobody(world):
    draft = opened(world)
    desk(world).ask(str(stranger(1).nik), draft.number, WHY)
    world.places[HERE].store.drafts.drop(draft.case)
    rounds(world)
    (asked,) = desk(world).asked()
    assert residents(world).by_nik(str(stranger(1).nik)) is None
    assert asked.refused == "not-a-lookup"  # erased before it was sent, so the centre was not asked either


def test_one_officer_gets_no_more_than_so_many_a_day(world):
    draft = opened(world)
    world.hall.inbox._lookups._per_day = 2
    for number in (1, 2, 3):
        world.time.pass_by(minutes=1)
        desk(world).ask(str(stranger(number).nik), draft.number, WHY)
    rounds(world)
    told = sorted((a.answer, a.refused) for a in desk(world).asked())
    assert told == [("", "too-many"), ("ada", ""), ("ada", "")]  # the smallest packets go first
    unheard = next(asked.number for asked in desk(world).asked() if asked.refused)
    desk(world, "hendra").ask(unheard, draft.number, WHY)  # each officer for himself
    rounds(world)
    assert desk(world, "hendra").asked()[0].answer == "ada"
    world.time.pass_by(days=1, minutes=5)
    desk(world).ask(str(stranger(3).kk), draft.number, WHY)
    rounds(world)
    assert desk(world).asked()[0].answer == "ada"


@pytest.mark.parametrize("what", ["case-ended", "not-holder", "no-reason", "other-case", "in-a-case"])
def test_the_centre_refuses_what_a_station_should_not_have_asked(world, what):
    """A station whose desk checks nothing: signed well, and refused by the centre in its receipt."""
    case = acts.record(world, HERE, "rina", 3)
    rounds(world)
    if what == "case-ended":
        acts.cancel(world, HERE, "rina", case)
        rounds(world)
    if what == "not-holder":
        with world.hall.ledger.writing() as book:
            world.hall.office.route(book, case, THERE)
    session = world.session(HERE, "rina")
    asked = Lookup(str(stranger(1).nik), case, "D-2611-0003", "-" if what == "no-reason" else WHY)
    variant = "another" if what == "other-case" else case
    service = "ktp-baru" if what == "in-a-case" else LOOKUP
    act = write(session, None, Kind.LOOKUP_ASKED, variant, asked.to_bytes(), case_id="e-1", service=service)
    session.store.lookups.ask(act, asked)
    rounds(world)
    (kept,) = desk(world).asked()
    said = {"other-case": "not-a-lookup", "in-a-case": "no-such-step"}.get(what, what)
    assert (kept.answer, kept.refused) == ("", said)
    assert residents(world).by_nik(str(stranger(1).nik)) is None
    with world.hall.ledger.writing() as book:
        assert all_lookups(book.connection) == ()


# who is in the working copy ------------------------------------------------------------------------------------------
def test_the_feed_brings_this_kecamatan_and_nobody_else(world):
    assert residents(world).count() == 1
    assert residents(world).get(person(50).id) == person(50)
    assert world.places[THERE].store.residents.count() == 0  # a station without an area has no working copy


def test_who_moves_away_leaves_and_who_moves_in_comes(world):
    away = replace(person(50), address=Address("Jl. B", "1", "1", "14.08.07.2001"))
    here = replace(stranger(3), address=person(50).address)
    with world.hall.ledger.writing() as book:
        put_residents(book, [away, here])
    rounds(world)
    assert residents(world).by_nik(str(away.nik)) is None
    assert residents(world).get(here.id) == here
    assert residents(world).search(away.name) == ()


def test_who_moves_away_with_an_open_case_stays_until_its_end(world):
    draft = opened(world)
    with world.hall.ledger.writing() as book:
        put_residents(book, [replace(person(50), address=Address("Jl. B", "1", "1", "14.08.07.2001"))])
    rounds(world)
    assert residents(world).get(person(50).id) == person(50)
    world.places[HERE].store.drafts.drop(draft.case)
    assert residents(world).count() == 0


def test_one_who_was_borrowed_and_moves_in_is_kept_for_good(world):
    draft = opened(world)
    desk(world).ask(str(stranger(3).nik), draft.number, WHY)
    rounds(world)
    with world.hall.ledger.writing() as book:
        put_residents(book, [replace(stranger(3), address=person(50).address)])
    rounds(world)
    world.places[HERE].store.drafts.drop(draft.case)
    assert residents(world).by_nik(str(stranger(3).nik)) is not None


@pytest.mark.parametrize("area", ["14.08.0", "14.08.06.200", "1"])
def test_an_area_ends_at_a_dot(world, area):
    with world.hall.ledger.writing() as book:
        assert book.residents_in(area) == () or area == "1"
