"""Sync as a service: what is due by itself, what an officer sets, what the Dinas says, and a clock that is years off;
a real store against the real centre, with a wire of the test between them."""

import random
import threading
from collections import deque
from datetime import UTC, datetime, timedelta
from functools import partial

import httpx2
import pytest

from registry.canonical import canonical
from registry.releases import ReleaseRefused
from station.desk.contact import Contact
from station.desk.releasing import ReleaseDesk
from station.desk.session import Clock
from station.desk.syncing import SyncDesk
from station.presenters.sync_light import light
from station.problems import release_words
from station.store.store import Store
from sync import plan
from sync.line import Line
from sync.retry import Rest
from sync.rules import Rules
from sync.wire import FeedItem, FeedPage
from tests.invariants.world import HERE, found, quicken
from tests.station.store.making import KEY, key_of
from tests.sync.ends import Ends, Wire, copied

YEAR = timedelta(days=365)
STOP = threading.Event()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    home = tmp_path_factory.mktemp("service") / "made"
    found(home)
    return home


@pytest.fixture
def ends(made, tmp_path, monkeypatch):
    quicken(monkeypatch)
    ends = Ends(copied(made, tmp_path / "world"), monkeypatch)
    ends.time.at = datetime.now(UTC)
    yield ends
    ends.close()


@pytest.fixture
def desk(ends):
    """The service over `ends`; its clock is the true one, ahead by `desk.ahead`."""
    made = []

    def begin(ahead=timedelta()):
        clock = Clock(lambda: datetime.now(UTC) + begin.ahead)
        begin.ahead = ahead
        line = Line(
            "http://centre", HERE, key_of(HERE), now=lambda: clock.reading, transport=Wire(ends),
            centre_key=ends.store.identity.centre_key,
        )  # fmt: skip
        made.append(SyncDesk(ends.store, clock, ends.time.ids, line=line, chance=random.Random(5)))
        made[-1].clock = clock
        return made[-1]

    yield begin
    for each in made:
        each.close()


def feed(ends, kind, **record):
    with ends.hall.ledger.writing() as book:
        book.add_feed(HERE, kind, canonical({"v": 1, **record}))


def asked(ends):
    return len(ends.seen)


# by itself -----------------------------------------------------------------------------------------------------------
def test_what_is_due_goes_by_itself(ends, desk):
    ends.act()
    report = desk().tick(STOP)
    assert (report.sent, report.problem) == (1, None)
    assert set(ends.booked()) == set(ends.written)


def test_a_failed_way_rests_and_a_restart_does_not_hammer(ends, desk):
    ends.act()
    one = desk()
    ends.weather = deque(["no connection"])
    assert one.tick(STOP).way is not None
    rest = one.state().rest
    assert (rest.tries, rest.code) == (1, "unreachable")
    before = asked(ends)
    again = desk()  # the program was closed and opened
    for _ in range(3):
        again.tick(STOP)
    assert asked(ends) == before
    assert again.state().backlog.count == 1


def test_an_officers_word_goes_before_any_wait_and_success_ends_the_rest(ends, desk):
    ends.act()
    one = desk()
    ends.weather = deque(["no connection"])
    one.tick(STOP)
    assert one.run(STOP).sent == 1
    assert one.state().rest == Rest()


def test_waits_grow_while_it_fails(ends, desk):
    ends.act()
    one = desk()
    for tries in range(1, 5):
        ends.weather = deque(["no connection"])
        one.run(STOP)
        assert one.state().rest.tries == tries


def test_a_wait_written_by_a_clock_of_another_year_holds_nobody(ends, desk):
    ends.act()
    ends.store.facts.put({"sync.rest": Rest(3, "unreachable", "2044-01-01T00:00:00Z").to_bytes()})
    assert desk().tick(STOP).sent == 1


def test_a_feed_that_fails_rests_alone(ends, desk):
    one = desk()
    one.tick(STOP)
    ends.act()
    ends.say()
    ends.deliver, plain = partial(_without_feed, ends.deliver), ends.deliver
    report = one.tick(STOP)
    assert (report.sent, report.way) == (1, None)
    ends.deliver = plain
    ends.act()
    seen = asked(ends)
    assert one.tick(STOP).sent == 1
    assert not any("feed" in target for _, target, _, _ in ends.seen[seen:])
    assert one.run(STOP).received == 1


def _without_feed(plain, method, target, *rest):
    if "/v1/feed" in target:
        raise httpx2.ReadTimeout("a page too long for this line")
    return plain(method, target, *rest)


# what an officer sets ------------------------------------------------------------------------------------------------
def test_paused_it_seals_and_sends_nothing_until_somebody_goes_on(ends, desk):
    ends.act()
    one = desk()
    one.pause("Rina Oktaviani")
    report = one.tick(STOP)
    assert (report.sealed, report.sent, asked(ends)) == (1, 0, 0)
    assert light(one.state(), Contact(0, 0), None, one.clock.stamp())[0] == "Pengiriman dijeda"
    restarted = desk()
    assert restarted.tick(STOP).sent == 0
    assert restarted.run(STOP).sent == 1  # once, on somebody's word
    ends.act()
    assert restarted.tick(STOP).sent == 0
    restarted.resume()
    assert restarted.tick(STOP).sent == 1


def test_a_pause_ends_a_round_under_way_after_the_part_in_hand(ends, desk):
    for _ in range(3):
        ends.act()
    one = desk()
    ends.deliver, plain = partial(_pausing, one, ends.deliver), ends.deliver
    report = one.tick(STOP)
    assert report.sent <= 1
    assert report.waiting >= 2
    ends.deliver = plain
    one.resume()
    assert one.tick(STOP).waiting == 0


def _pausing(desk, plain, *request):
    if request[0] == "PATCH" and not desk.rules().paused:
        desk.pause("Rina")
    return plain(*request)


def test_in_quiet_hours_the_feed_and_the_small_go_and_captures_wait(ends, desk, monkeypatch):
    one = desk()
    monkeypatch.setattr(plan, "SMALL", 10)  # the test's recordings are small
    one.set_line(0, "00.00", "23.59")
    ends.act()
    ends.say()
    report = one.tick(STOP)
    assert (report.sent, report.waiting) == (0, 1)
    assert ends.taken() == {"a-0": 1}
    one.set_line(0, "", "")
    assert one.tick(STOP).sent == 1


def test_a_cap_takes_hold_at_once(ends, desk):
    one = desk()
    one.set_line(256, "", "")
    assert one._bucket.rate == 32_000.0
    one.set_line(0, "", "")
    assert (one._bucket.rate, desk().rules()) == (0.0, Rules())


# what the Dinas says -------------------------------------------------------------------------------------------------
def test_a_lock_of_the_centre_stops_printing_only_and_only_the_centre_lifts_it(ends, desk):
    one = desk()
    at = "2026-11-24T02:00:00Z"
    feed(ends, "lock", locked=1, reason="hitung ulang blangko", at=at)
    one.tick(STOP)
    ends.restart(HERE)
    one = desk()
    ends.act()
    assert one.tick(STOP).sent == 1  # recording and sending go on
    session, authority = ends.session(HERE, "adi"), ends.authority(HERE)
    case = ends.store.cases.get(ends.cases[0])
    with pytest.raises(ReleaseRefused) as refused:
        ReleaseDesk(session, authority).printable(case)
    assert (refused.value.code, refused.value.since) == ("locked", at)
    words = release_words(refused.value).line
    assert words.startswith("Pencetakan dikunci Dinas sejak 24 Nov ")
    assert words.endswith("hitung ulang blangko. Perekaman tetap berjalan. Tanyakan Bidang Dafduk.")
    assert light(one.state(), Contact(0, 0), None, one.clock.stamp())[:2] == ("Pencetakan dikunci Dinas", "err")
    feed(ends, "lock", locked=0, reason="", at=at)
    one.tick(STOP)
    with pytest.raises(ReleaseRefused) as refused:
        ReleaseDesk(session, authority).printable(case)
    assert refused.value.code != "locked"


def test_a_lock_kept_by_an_older_loket_still_locks(ends, desk):
    ends.store.facts.put({"lock": b"hitung ulang blangko"})
    lock = desk().state().lock
    assert (lock.reason, lock.at) == ("hitung ulang blangko", "")
    feed(ends, "unlock", reason="")
    one = desk()
    one.tick(STOP)
    assert one.state().lock is None


def test_announcements_come_once_the_newest_first_and_can_be_put_right(ends, desk):
    one = desk()
    feed(ends, "announcement", id="a", at="2026-11-20T01:00:00Z", title="Lama", text="x")
    feed(ends, "announcement", id="b", at="2026-11-24T01:00:00Z", title="Baru", text="y")
    feed(ends, "announcement", id="a", at="2026-11-20T01:00:00Z", title="Lama, dibetulkan", text="z")
    one.tick(STOP)
    assert [(piece.title, piece.text) for piece in one.news()] == [("Baru", "y"), ("Lama, dibetulkan", "z")]


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("lock", {"locked": 2, "reason": "x", "at": "t"}),
        ("announcement", {"id": "a", "at": "t", "title": "", "text": ""}),
        ("announcement", {"id": "a", "at": "t", "title": "x", "text": "y" * 4001}),
        ("announcement", {"id": 7, "at": "t", "title": "x", "text": "y"}),
    ],
)
def test_what_is_not_of_the_form_is_kept_as_a_problem_and_stops_nothing(made, tmp_path, kind, record):
    store = Store.open(copied(made, tmp_path / "world") / HERE, KEY)
    page = FeedPage(HERE, 0, 1, False, "2026-11-24T03:42:07Z", (FeedItem(kind, record),))
    store.side.apply(page)
    assert (store.side.cursor(), [kept.code for kept in store.problems.open()]) == (1, ["bad-item"])
    assert (store.facts.get("lock"), store.announcements.newest(9)) == (None, ())
    store.close()


# a clock that is years off -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("ahead", [-16 * YEAR, timedelta(hours=-2), 2 * YEAR], ids=["slow", "hours", "fast"])
def test_a_wrong_clock_is_named_and_worked_around(ends, desk, ahead):
    one = desk(ahead)
    ends.act()
    ends.say()
    report = one.tick(STOP)
    assert (report.sent, report.received > 0, report.problem) == (1, True, None)
    state = one.state()
    assert abs(state.skew_s - ahead.total_seconds()) < 60
    assert state.clock_wrong
    assert light(state, Contact(0, 0), None, one.clock.stamp())[:2] == ("Jam stasiun salah", "err")
    one.lean_on_centre()
    assert abs(one.clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert one.state().leaning


def test_a_clock_that_was_set_right_meanwhile_is_used_again(ends, desk):
    one = desk(2 * YEAR)
    one.tick(STOP)
    one.lean_on_centre()
    desk.ahead = timedelta()  # the technician has set it
    ends.say()
    one.run(STOP)
    assert abs(one.clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert not one.state().clock_wrong
