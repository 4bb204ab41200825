"""One round of sync against a centre in memory: order, independence of the two ways, and what it says of troubles."""

import errno
import threading

import httpx2
import pytest

from registry.canonical import canonical, parse
from sync import cycle as cycles
from sync import outbox, seal
from sync.errors import BadPacket, Locked, NotSealed, Refused, Unreachable
from sync.keys import ed25519_check
from sync.wire import Announce, Receipt
from tests.sync.making import AT, STATION, identity, key
from tests.sync.model import response
from tests.sync.stage import BLOBS, LARGE, NOW, files, refusing


def test_a_round_seals_sends_and_takes(stage):
    first, second = stage.side.write("case-1"), stage.side.write("case-1")
    third = stage.side.write("case-2", BLOBS)
    for text in "abcde":
        stage.model.say(text)
    report = stage.run()
    assert (report.sealed, report.sent, report.refused, report.received, report.waiting) == (2, 2, 0, 5, 0)
    assert report.problem is None
    assert stage.side.numbers == stage.model.booked == {first: 1, second: 2, third: 3}
    assert stage.side.taken == list("abcde")
    assert files(stage) == ["sent/p-1.age", "sent/p-2.age"]
    again = stage.run()
    assert (again.sealed, again.sent, again.received, again.problem) == (0, 0, 0, None)


def test_the_packet_tells_kind_and_software_and_carries_the_captures(stage):
    stage.side.write("case-1", BLOBS)
    stage.side.write("case-2")
    stage.spoil = refusing("", (503,))
    stage.run()
    opened = [seal.unseal(i.path.read_bytes(), identity("centre"), key(STATION).public) for i in stage.side.waiting()]
    assert [(one.manifest.kind, one.manifest.case, one.manifest.software) for one in opened] == [
        ("status", "case-2", "loket"),
        ("case", "case-1", "loket"),
    ]
    assert opened[1].blobs() == BLOBS
    assert opened[1].manifest.created == NOW


def test_small_goes_first(stage):
    stage.side.write("large", BLOBS)
    stage.side.write("small")
    stage.run()
    assert [announce["case"] for announce in stage.announced()] == ["small", "large"]


def test_a_small_packet_never_overtakes_an_older_one_of_its_case(stage):
    stage.spoil = refusing("", (503,))
    stage.side.write("printed", BLOBS)
    stage.run()
    stage.side.write("printed")  # shipped: small, and refused for good if it came before
    stage.side.write("other")
    stage.run()
    stage.spoil = None
    stage.run()
    assert [info["packet"] for info in stage.announced()][-3:] == ["p-3", "p-1", "p-2"]


def test_behind_a_packet_that_does_not_get_through_its_case_waits(stage):
    stage.side.write("printed", BLOBS)
    stage.spoil = refusing("/v1/packets/p-1", (409, {"Loket-Code": "out-of-turn"}))
    stage.run()
    stage.side.write("printed")
    other = stage.side.write("other")
    report = stage.run()
    assert (report.sent, report.waiting) == (1, 2)
    assert list(stage.side.numbers) == [other]
    assert stage.side.packets["p-1"].reason == "out-of-turn"
    stage.spoil = None
    assert stage.run().waiting == 0
    assert list(stage.side.numbers) == [other, *(key for key in stage.side.actions if key != other)]


def test_sending_and_taking_take_turns(stage):
    for number in range(3):
        stage.side.write(f"case-{number}")
    for text in "abcdef":
        stage.model.say(text)
    stage.run()
    turns = [one.split("?")[0].split()[1].split("/")[2] for one in stage.asked() if "HEAD" not in one]
    assert turns == ["announce", "feed", "packets", "feed", "announce", "feed", "packets", "announce", "packets"]


def test_a_refused_packet_stops_neither_the_others_nor_the_feed(stage):
    bad, good = stage.side.write("case-1"), stage.side.write("case-2", BLOBS)
    stage.model.say("a")
    stage.spoil = refusing("/v1/packets/p-1", (409, {"Loket-Code": "offset"}))
    report = stage.run()
    assert (report.sent, report.received, report.waiting) == (1, 1, 1)
    assert isinstance(report.problem, Refused)
    assert report.problem.code == "offset"
    assert stage.side.numbers == {good: 1}
    assert (stage.side.packets["p-1"].reason, stage.side.packets["p-1"].tries) == ("offset", 1)
    stage.spoil = None
    assert stage.run().problem is None
    assert stage.side.numbers == {good: 1, bad: 2}


def test_a_bad_feed_stops_no_packet(stage):
    for number in range(3):
        stage.side.write(f"case-{number}")
    stage.spoil = refusing("/v1/feed", (500,))
    report = stage.run()
    assert (report.sent, report.received) == (3, 0)
    assert isinstance(report.problem, Refused)


def test_an_upload_that_is_cut_does_not_hold_up_a_release(stage):
    stage.side.write("case-1", BLOBS)
    stage.model.say("release")
    stage.spoil = refusing("/v1/packets", httpx2.ReadTimeout("slow"))
    report = stage.run()
    assert isinstance(report.problem, Unreachable)
    assert stage.side.taken == ["release"]
    assert stage.side.packets["p-1"].reason == "cut-off"


def test_without_a_network_one_attempt_is_enough(stage):
    stage.side.write("case-1")
    stage.side.write("case-2")
    stage.spoil = refusing("", httpx2.ConnectError("no"))
    report = stage.run()
    assert isinstance(report.problem, Unreachable)
    assert (report.sealed, report.sent, report.waiting) == (2, 0, 2)
    assert len(stage.way.seen) == 1


def test_a_locked_station_sends_nothing_and_still_hears_why(stage):
    stage.side.write("case-1")
    stage.side.write("case-2")
    stage.model.say("lock")
    stage.model.locked = True
    report = stage.run()
    assert isinstance(report.problem, Locked)
    assert len(stage.asked("announce")) == 1
    assert stage.side.taken == ["lock"]
    assert report.waiting == 2


@pytest.mark.parametrize("steps", range(8))
def test_a_cancelled_round_ends_after_the_step_in_hand(stage, steps):
    stop, left = threading.Event(), iter(range(steps))
    for number in range(2):
        stage.side.write(f"case-{number}")
    stage.model.say("a")

    def spoil(request, ask):
        if next(left, None) is None:
            stop.set()
        return ask()

    stage.spoil = spoil
    stage.run(stop)
    assert len(stage.way.seen) <= steps + 2
    stage.spoil = None
    assert stage.run().problem is None
    assert set(stage.model.effects.values()) == {1}
    assert stage.side.numbers == stage.model.booked


def test_a_full_disk_is_said_and_the_rest_goes_on(stage, monkeypatch):
    first = stage.side.write("case-1")
    stage.run()
    stage.side.write("case-2")
    stage.model.say("a")

    def full(path, data):
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(outbox, "write_whole", full)
    report = stage.run()
    assert isinstance(report.problem, NotSealed)
    assert (report.problem.code, report.received) == ("disk-full", 1)
    monkeypatch.undo()
    assert stage.run().problem is None
    assert len(stage.side.numbers) == 2
    assert first in stage.side.numbers


def test_a_file_the_disk_refuses_holds_up_none_of_its_round(stage, monkeypatch):
    for case in ("case-1", "case-2", "case-3"):
        stage.side.write(case)
    real, synced = outbox.write_whole, []

    def refuse_one(path, data):
        if path.name == "p-2.age":
            raise OSError(errno.EIO, "a bad sector")
        real(path, data)

    monkeypatch.setattr(outbox, "write_whole", refuse_one)
    monkeypatch.setattr(outbox, "sync_folder", synced.append)
    report = stage.cycle().seal_new()
    assert (report.sealed, report.waiting, report.problem) == (3, 3, None)  # the one was sealed anew in the next turn
    assert files(stage) == ["p-1.age", "p-3.age", "p-4.age"]
    assert synced == [stage.folder, stage.folder]  # once for two files, once for one


def test_nothing_is_booked_whose_name_is_not_durable(stage, monkeypatch):
    stage.side.write("case-1")

    def full(folder):
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(outbox, "sync_folder", full)
    report = stage.cycle().seal_new()
    assert (report.sealed, report.waiting) == (0, 0)
    assert isinstance(report.problem, NotSealed)
    monkeypatch.undo()
    assert stage.run().sent == 1
    assert files(stage) == ["sent/p-2.age"]  # the first was swept


def test_a_case_that_fits_no_packet_holds_up_no_other(stage, monkeypatch):
    monkeypatch.setattr(seal, "LARGEST", 10_000)
    monkeypatch.setattr(cycles, "AT_ONCE", 1)
    stage.side.write("large", BLOBS)
    small = stage.side.write("small")
    report = stage.run()
    assert isinstance(report.problem, BadPacket)
    assert (report.problem.code, report.sealed, report.sent) == ("too-large", 1, 1)
    assert set(stage.side.numbers) == {small}


@pytest.mark.parametrize(("hurt", "code"), [("unlink", "file-missing"), ("damage", "file-damaged")])
def test_a_file_the_disk_has_lost_is_sealed_anew(stage, hurt, code):
    one = stage.side.write("case-1")
    stage.spoil = refusing("", (503,))
    stage.run()
    (path,) = (info.path for info in stage.side.waiting())
    path.unlink() if hurt == "unlink" else path.write_bytes(path.read_bytes()[:-1])
    stage.spoil = None
    report = stage.run()
    assert isinstance(report.problem, BadPacket)
    assert report.problem.code == code
    assert stage.asked("/v1/packets/p-1") == []
    assert stage.run().problem is None
    assert stage.side.numbers == {one: 1}


def test_a_lost_file_does_not_matter_once_the_centre_has_it(stage):
    one = stage.side.write("case-1")
    stage.side.gate = _cut_at("take_receipt")
    with pytest.raises(_Cut):
        stage.run()
    stage.side.gate = lambda step: None
    assert files(stage) == ["sent/p-1.age"]
    report = stage.run()
    assert (report.sent, report.problem) == (1, None)
    assert stage.side.numbers == {one: 1}
    assert stage.model.effects == {one: 1}


def test_without_reseal_a_lost_file_waits_with_its_reason(stage):
    stage.side.write("case-1")
    stage.spoil = refusing("", (503,))
    stage.run()
    stage.side.packets["p-1"].path.unlink()
    stage.spoil = None
    report = stage.run(reseal=None)
    assert (report.waiting, stage.side.packets["p-1"].reason) == (1, "file-missing")


def test_what_was_sealed_before_a_cut_and_not_remembered_is_swept(stage):
    stage.side.write("case-1")
    stage.side.gate = _cut_at("add_packets")
    with pytest.raises(_Cut):
        stage.run()
    assert files(stage) == ["p-1.age"]
    stage.side.gate = lambda step: None
    stage.run()
    assert files(stage) == ["sent/p-2.age"]


# receipts ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "signer", "code"),
    [
        ({}, "rina", "bad-signature"),
        ({"packet": "p-9"}, "centre", "other-receipt"),
        ({"sha256": "00" * 32}, "centre", "other-receipt"),
        ({"state": "perhaps"}, "centre", "malformed"),
    ],
)
def test_only_the_centres_receipt_for_this_very_packet_counts(stage, change, signer, code):
    stage.side.write("case-1")

    def forge(request, ask):
        reply = ask()
        if request.method == "PATCH":
            record = {**parse(reply.read()), **change}
            body = canonical(record)
            return response(200, {"Loket-Signature": key(signer).sign(body).hex()}, body)
        return reply

    stage.spoil = forge
    report = stage.run()
    assert report.problem.code == code
    assert (report.sent, stage.side.numbers) == (0, {})
    assert stage.side.packets["p-1"].reason == code
    stage.spoil = None
    assert stage.run().sent == 1


def test_a_refused_packet_is_told_with_its_reason(stage):
    stage.side.write("case-1")
    stage.model.chain = b""
    refusal = Receipt("p-1", "", "refused", "old-epoch", {}, {}, 0, AT)

    def refuse(request, ask):
        if request.method != "PATCH":
            return ask()
        sha = stage.side.packets["p-1"].sha256
        body = Receipt(**{**{n: getattr(refusal, n) for n in refusal.__slots__}, "sha256": sha}).to_bytes()
        return response(200, {"Loket-Signature": key("centre").sign(body).hex()}, body)

    stage.spoil = refuse
    report = stage.run()
    assert (report.sent, report.refused, report.waiting) == (0, 1, 0)
    assert stage.side.refused == {"p-1": "old-epoch"}


# announce ------------------------------------------------------------------------------------------------------------
def test_the_announce_carries_the_journal_its_signed_head_and_counters(stage):
    stage.side.tell_head = True
    stage.side.write("case-1")
    stage.run()
    stage.side.write("case-2")
    stage.side.write("case-3", BLOBS)
    stage.spoil = refusing("/v1/packets", (503,))
    stage.run()
    announces = [Announce.from_bytes(body) for _, target, _, body in stage.way.seen if target == "/v1/announce"]
    last = announces[-1]
    hashes = [one.hash.hex() for one in stage.side.actions.values()]
    assert (last.chain_from, list(last.chain)) == (1, hashes[1:])
    assert last.head == stage.side.chain().head.hex()
    signed = last.signed_head(STATION, 1)
    assert signed.count == 3
    assert ed25519_check(bytes.fromhex(key(STATION).public), signed.to_bytes(), bytes.fromhex(last.head_signature))
    assert last.counters["waiting"] == 2
    assert last.counters["bytes"] > len(LARGE)


def test_nothing_a_person_could_be_found_by_travels_in_the_clear(stage):
    stage.side.write("case-1", BLOBS)
    stage.run()
    for _, target, headers, body in stage.way.seen:
        seen = body + repr((target, headers)).encode()
        assert b"ktp-baru" not in seen
        assert b"rina" not in seen
        assert b'"n":' not in seen
        assert next(iter(BLOBS)).encode() not in seen


class _Cut(BaseException):
    pass


def _cut_at(wanted):
    def gate(step):
        if step == wanted:
            raise _Cut

    return gate
