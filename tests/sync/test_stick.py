"""Return files in any order, repeated, cut and mixed up: each entry of the feed takes effect once, in order."""

import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import stick as room
from sync.cycle import Cycle
from sync.errors import BadPacket, StickFault
from sync.folder import EXPORT, RETURN, Parcel, Writer, parcels, read_parcel
from sync.keys import CENTRE
from sync.seal import Manifest, seal, unseal
from sync.stick import ANNOUNCES, KIND, MEMBER, RECEIPTS, Answered, Packed, Said, export, feed_name, take_returns
from sync.wire import FeedItem, FeedPage, Receipt
from tests.sync.making import AT, identity, key, recipient, station_keys
from tests.sync.side import MemorySide

NOW = datetime(2026, 11, 24, tzinfo=UTC)
SEQS = (3, 4, 9, 12, 20, 21)  # of a feed whose numbers are shared with other stations


def unwatched(done):
    """Nobody looks."""


def feed_files(start, signer="centre", to="DAYUN", station="DAYUN"):
    """The pages of a return file that begins at a cursor."""
    at = start
    for seq in (seq for seq in SEQS if seq > start):
        page = FeedPage(station, at, seq, True, AT, (FeedItem("text", {"text": f"{seq}"}),))
        manifest = Manifest(f"feed-{at}-{seq}", CENTRE, 1, "feed", "", AT)
        yield feed_name(at, seq), seal(manifest, page.members(), key(signer), [recipient(to)])
        at = seq


def answered(receipts=(), reasons=None, station="DAYUN", signer="centre"):
    pairs = tuple((body, key("centre").sign(body)) for body in receipts)
    manifest = Manifest("return", CENTRE, 1, KIND, station, AT)
    member = Answered(pairs, reasons or {}).to_bytes()
    return seal(manifest, {MEMBER: member}, key(signer), [recipient("DAYUN")])


def returned(stick, files, station="DAYUN", made=AT, signer="centre"):
    stick.mkdir(exist_ok=True)
    writer = Writer(stick, station, RETURN)
    for name, data in files:
        writer.put(name, data)
    return writer.close(1, made, key(signer))


def take(side, stick):
    return take_returns(side, station_keys(), stick, NOW, unwatched)


@pytest.fixture(scope="module")
def returns(tmp_path_factory):
    """A return file for every cursor the station may have told."""
    home = tmp_path_factory.mktemp("returns")
    for start in (0, *SEQS[:-1]):
        returned(home / str(start), feed_files(start))
    return home


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_order_any_repetition_any_cut(returns, tmp_path_factory, data):
    side, work = MemorySide(), tmp_path_factory.mktemp("work")
    starts = st.sampled_from((0, *SEQS[:-1]))
    for number, start in enumerate(data.draw(st.lists(starts, max_size=8), label="sticks")):
        stick = work / str(number)
        shutil.copytree(returns / str(start), stick)
        for name in data.draw(
            st.lists(st.sampled_from(sorted(each.name for each in stick.rglob("*.age"))), max_size=2)
        ):
            path = next(stick.rglob(name))
            path.write_bytes(path.read_bytes()[: data.draw(st.integers(0, 200))])
        before = side.at
        take(side, stick)
        assert side.at >= before
        assert side.taken == [str(seq) for seq in SEQS if seq <= side.at]
    take(side, returns / str(side.at if side.at in SEQS[:-1] else 0))
    assert side.taken == [str(seq) for seq in SEQS]
    assert side.at == SEQS[-1]


@settings(max_examples=40, deadline=None)
@given(cut=st.integers(0, 20))
def test_pulled_out_or_killed_anywhere_it_goes_on(returns, cut):
    steps = iter(range(10**6))

    def gate(_step):
        if next(steps) == cut:
            raise StickFault("stick-pulled")

    side = MemorySide(gate)
    first = take(side, returns / "0")
    assert bool(first.faults) == (cut < 2 * len(SEQS))
    assert take(side, returns / "0").faults == ()
    assert side.taken == [str(seq) for seq in SEQS]


def test_a_page_of_another_signer_station_or_place_takes_no_effect(tmp_path):
    pages = {
        "signer": next(iter(feed_files(0, signer="MINAS"))),
        "reader": next(iter(feed_files(0, to="MINAS"))),
        "station": next(iter(feed_files(0, station="MINAS"))),
        "place": (feed_name(0, 4), next(iter(feed_files(3)))[1]),  # a later page under the name of the next
    }
    codes = {}
    for name, page in pages.items():
        side = MemorySide()
        returned(tmp_path / name, [page])
        codes[name] = take(side, tmp_path / name).faults[0].code
        assert (side.taken, side.at) == ([], 0)
    assert codes == {
        "signer": "bad-signature",
        "reader": "not-for-us",
        "station": "not-our-feed",
        "place": "not-our-feed",
    }


def test_an_index_of_another_signer_and_another_stations_file_change_nothing(tmp_path):
    side = MemorySide()
    returned(tmp_path / "forged", feed_files(0), signer="MINAS")
    assert [fault.code for fault in take(side, tmp_path / "forged").faults] == ["bad-signature"]
    returned(tmp_path / "other", feed_files(0), station="MINAS")
    taken = take(side, tmp_path / "other")
    assert [(fault.station, fault.code) for fault in taken.faults] == [("MINAS", "other-station")]
    assert (side.taken, side.at, taken.found) == ([], 0, 0)


# out --------------------------------------------------------------------------------------------------------------
@pytest.fixture
def waiting(tmp_path):
    """A station with three packets that wait, two of one case."""
    side, ids = MemorySide(), iter(range(1, 10))
    side.tell_head = True
    keys = station_keys()
    cycle = Cycle(side, None, keys, tmp_path / "outbox", lambda: f"p-{next(ids)}", lambda: AT)
    for case in ("case-1", "case-2", "case-1"):
        side.write(case, {hashlib.sha256(b"scan").hexdigest(): b"scan"})
        cycle.seal_new()
    return side, keys


def test_what_waits_goes_out_with_its_announces_and_the_journal(waiting, tmp_path):
    side, keys = waiting
    stick = tmp_path / "stick"
    stick.mkdir()
    done = []
    made = export(side, keys, stick, AT, done.append, side.reseal)
    assert (made.packets, made.left, made.damaged) == (3, 0, 0)
    assert done == sorted(done)
    whole = read_parcel(Parcel(made.folder, "DAYUN", EXPORT), keys.signing.public)
    for info in side.waiting():
        assert whole.file(f"{info.id}.age") == info.path.read_bytes()
    opened = unseal(whole.file(ANNOUNCES), identity("centre"), keys.signing.public)
    said = Said.from_bytes(opened.members[MEMBER])
    assert [each.packet for each in said.packets] == ["p-1", "p-2", "p-3"]  # in turn
    assert (said.cursor, said.chain_from, len(said.chain)) == (0, 0, 3)
    announce = said.announce(said.packets[0])
    assert announce.signed_head("DAYUN", 1).head == side.chain().head.hex()


def test_a_file_the_disk_spoilt_is_left_out_and_sealed_anew(waiting, tmp_path):
    side, keys = waiting
    spoilt = side.waiting()[0]
    spoilt.path.write_bytes(b"spoilt")
    stick = tmp_path / "stick"
    stick.mkdir()
    made = export(side, keys, stick, AT, unwatched, side.reseal)
    assert (made.packets, made.damaged) == (2, 1)
    assert spoilt.id not in {info.id for info in side.waiting()}
    assert not list(made.folder.glob(f"{spoilt.id}*"))


def test_more_than_fits_waits_for_the_next_stick_the_oldest_first(waiting, tmp_path, monkeypatch):
    side, keys = waiting
    monkeypatch.setattr(room, "MOST_FILES", 3)
    stick = tmp_path / "stick"
    stick.mkdir()
    made = export(side, keys, stick, AT, unwatched, side.reseal)
    assert (made.packets, made.left) == (2, 1)
    assert not (made.folder / "p-3.age").exists()


# receipts ---------------------------------------------------------------------------------------------------------
def receipt(info, **changes):
    said = {"packet": info.id, "sha256": info.sha256, "state": "accepted", "reason": "", "numbers": {}, "refused": {}}
    return Receipt(**{**said, "chain_count": 3, "at": AT, **changes}).to_bytes()


def test_receipts_settle_what_waits_and_nothing_else(waiting, tmp_path):
    side, _ = waiting
    first, second, third = sorted(side.waiting(), key=lambda info: info.id)
    others = [
        receipt(first),
        receipt(second, sha256="00" * 32),  # of other content under the same id
        receipt(third, packet="p-9"),
        receipt(first),
    ]
    returned(tmp_path / "stick", [(RECEIPTS, answered(others, {"p-2": "out-of-turn", "p-8": "x"}))])
    taken = take(side, tmp_path / "stick")
    assert (taken.receipts, taken.refused, taken.faults) == (1, 0, ())
    left = {info.id: info.reason for info in side.waiting()}
    assert left == {"p-2": "out-of-turn", "p-3": ""}
    assert (Path(first.path.parent) / "sent" / first.path.name).exists()
    assert take(side, tmp_path / "stick").receipts == 0


@pytest.mark.parametrize("how", ["signer", "station", "receipt"])
def test_receipts_of_another_change_nothing(waiting, tmp_path, how):
    side, _ = waiting
    first = side.waiting()[0]
    sealed = answered([receipt(first)], signer="MINAS" if how == "signer" else "centre")
    if how == "station":
        sealed = answered([receipt(first)], station="MINAS")
    if how == "receipt":
        manifest = Manifest("return", CENTRE, 1, KIND, "DAYUN", AT)
        member = Answered(((receipt(first), key("MINAS").sign(receipt(first))),), {}).to_bytes()
        sealed = seal(manifest, {MEMBER: member}, key("centre"), [recipient("DAYUN")])
    returned(tmp_path / "stick", [(RECEIPTS, sealed)])
    taken = take(side, tmp_path / "stick")
    assert [fault.code for fault in taken.faults] == ["other-station" if how == "station" else "bad-signature"]
    assert len(side.waiting()) == 3


def test_two_return_files_on_one_stick_are_taken_the_older_first(tmp_path):
    stick = tmp_path / "stick"
    pages = list(feed_files(0))
    returned(stick, pages[3:], made="2026-11-24T05:00:00Z")
    older = returned(tmp_path / "else", pages[:3])
    shutil.copytree(older, stick / older.name)
    side = MemorySide()
    assert next(iter(parcels(stick))).name == older.name
    assert take(side, stick).items == len(SEQS)


# bytes ------------------------------------------------------------------------------------------------------------
@given(
    cursor=st.integers(0, 2**40),
    chain=st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), max_size=4).map(tuple),
    packets=st.lists(
        st.builds(Packed, *[st.text(max_size=5)] * 3, st.integers(1, 9), st.just("00"), st.just(0)), max_size=3
    ),
)
def test_what_a_station_says_comes_back_as_it_was(cursor, chain, packets):
    said = Said(cursor, 0, chain, "", "", 0, 0, tuple(packets))
    assert Said.from_bytes(said.to_bytes()) == said


@given(pairs=st.lists(st.tuples(st.binary(max_size=9), st.binary(max_size=9)), max_size=3))
def test_what_the_centre_answers_comes_back_as_it_was(pairs):
    said = Answered(tuple(pairs), {"p": "c"})
    assert Answered.from_bytes(said.to_bytes()) == said


@given(body=st.binary(max_size=200))
def test_any_other_bytes_are_refused(body):
    for cls in (Said, Answered):
        with pytest.raises(BadPacket):
            cls.from_bytes(body)
