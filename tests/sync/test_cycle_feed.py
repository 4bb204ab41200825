"""The feed half of a round: only our next page from the centre is taken."""

from concurrent.futures import Executor, Future
from datetime import UTC, datetime

import httpx2
import pytest

from sync import http, seal
from sync.errors import ClockWrong
from sync.plan import Plan
from sync.seal import Manifest
from sync.wire import FeedItem, FeedPage
from tests.sync.making import AT, STATION, key, manifest, recipient
from tests.sync.model import response
from tests.sync.stage import BLOBS, refusing


def sealed_page(station=STATION, start=0, end=1, more=False, at=AT, signer="centre", to=STATION, sender="DINAS"):
    page = FeedPage(station, start, end, more, at, (FeedItem("announcement", {"text": "forged"}),))
    head = Manifest("feed", sender, 1, "feed", "", AT)
    return seal.seal(head, page.members(), key(signer), [recipient(to)])


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ({"station": "UPTD-SIAK"}, "not-our-feed"),
        ({"start": 1, "end": 2}, "not-our-feed"),
        ({"sender": STATION}, "not-our-feed"),
        ({"signer": STATION}, "bad-signature"),
        ({"to": "UPTD-SIAK"}, "not-for-us"),
        ({"end": 0, "more": True}, "not-a-feed"),
        ({"at": "yesterday"}, "not-a-feed"),
    ],
)
def test_only_our_next_page_from_the_centre_is_taken(stage, page, code):
    stage.spoil = refusing("/v1/feed", (200, (), sealed_page(**page)))
    report = stage.run()
    assert (report.problem.code, report.received) == (code, 0)
    assert (stage.side.taken, stage.side.at) == ([], 0)


def test_a_packet_sent_back_is_no_feed(stage):
    own = seal.seal(manifest(), {"actions.json": b"x"}, key("centre"), [recipient(STATION)])
    stage.spoil = refusing("/v1/feed", (200, (), own))
    assert stage.run().problem.code == "not-a-feed"


def test_contact_is_noted_by_the_centres_signed_time(stage):
    stage.run()
    assert stage.side.contact == [(AT, 60.0)]


def test_a_clock_nothing_helps_ends_the_round(stage):
    stage.side.write("case-1")
    stage.side.write("case-2")
    headers = {"Loket-Code": "bad-signature", "Date": "Mon, 01 Jan 2029 00:00:00 GMT"}
    stage.spoil = lambda request, ask: response(401, headers)
    report = stage.run()
    assert isinstance(report.problem, ClockWrong)
    assert report.problem.skew_s < -(86400 * 365)
    assert len(stage.way.seen) == 2


# while packets go ----------------------------------------------------------------------------------------------------
class Slow(Executor):
    """A courier whose page is on its way until `come` is called."""

    def __init__(self):
        self.coming = []

    def submit(self, call, /, *args, **kwargs):
        done = Future()
        self.coming.append((done, lambda: done.set_result(call(*args, **kwargs))))
        return done

    def come(self):
        while self.coming:
            self.coming.pop()[1]()


def test_uploads_do_not_wait_for_a_page_that_is_long_on_its_way(stage, monkeypatch):
    monkeypatch.setattr(http, "SMALLEST_PART", 5000)
    monkeypatch.setattr(http, "LARGEST_PART", 5000)
    slow = Slow()
    for number in range(4):
        stage.side.write(f"case-{number}", BLOBS)
    stage.model.say("reference")

    def last_part(request, ask):
        reply = ask()
        if request.method == "PATCH" and len(stage.model.receipts) == 4:
            slow.come()
        return reply

    stage.spoil = last_part
    report = stage.run(courier=slow)
    assert (report.sent, report.received, report.problem) == (4, 1, None)
    assert stage.asked("feed") == ["GET /v1/feed?cursor=0"]
    assert stage.asked()[-1] == "GET /v1/feed?cursor=0"


def test_a_release_is_applied_between_two_parts_of_an_upload(stage, monkeypatch):
    monkeypatch.setattr(http, "SMALLEST_PART", 5000)
    monkeypatch.setattr(http, "LARGEST_PART", 5000)
    stage.side.write("case-1", BLOBS)
    stage.model.say("release")
    taken = []

    def look(request, ask):
        if request.method == "PATCH":
            taken.append(list(stage.side.taken))
        return ask()

    stage.spoil = look
    stage.run()
    assert taken[0] == taken[-1] == ["release"]
    assert len(taken) > 3


def test_what_a_page_meets_keeps_no_packet_back(stage):
    """A feed that times out each time would else rest the whole way."""
    stage.side.write("case-1")
    stage.spoil = refusing("/v1/feed", httpx2.ReadTimeout("a page too long for this line"))
    report = stage.run()
    assert (report.sent, report.way) == (1, None)
    assert report.feed.code == "cut-off"


def test_a_round_may_leave_the_feed_alone(stage):
    stage.side.write("case-1")
    stage.model.say("a")
    report = stage.run(plan=Plan(by_itself=True, take=False))
    assert (report.sent, report.received, stage.asked("feed")) == (1, 0, [])


def test_contact_is_measured_against_this_computers_clock_and_not_the_trusted_one(stage):
    stage.run(reading=lambda: datetime(2010, 1, 1, tzinfo=UTC))
    ((_, skew),) = stage.side.contact
    assert skew < -16 * 365 * 86400
