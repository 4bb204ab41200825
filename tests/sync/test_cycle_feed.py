"""The feed half of a round: only our next page from the centre is taken."""

import pytest

from sync import seal
from sync.errors import ClockWrong
from sync.seal import Manifest
from sync.wire import FeedItem, FeedPage
from tests.sync.making import AT, STATION, key, manifest, recipient
from tests.sync.model import response
from tests.sync.stage import refusing


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
