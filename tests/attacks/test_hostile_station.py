"""A station, or somebody on its line, that means harm: nothing is taken that should not be, nothing breaks,
and what was refused lies in quarantine with its reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from central.errors import NotKnown
from central.quarantine import delete, listed, read, release
from registry.actions import Action, Kind
from registry.canonical import canonical, parse
from registry.officers import Role
from sync import age
from sync.seal import unseal
from tests.central.hands import Hand, hand, join
from tests.station.store.making import act, key_of, recording


@pytest.fixture
def found(tmp_path: Path) -> Iterator[Hand]:
    with hand(tmp_path / "centre") as centre:
        yield centre


def packets_of(found: Hand) -> list[Path]:
    return sorted(found.centre.home.rglob("*.age"))


def reason(found: Hand, packet: str) -> str:
    """Why the packet was refused: by its receipt, and in quarantine."""
    with found.centre.ledger.writing() as book:
        row = book.packet("DAYUN", packet)
        kept = {one.packet: one.reason for one in listed(book)}
        bodies = read(book, found.centre.packets, "DAYUN", packet)
    assert row is not None
    said = parse(row.receipt)
    assert (row.state, said["state"], said["reason"]) == ("refused", "refused", kept[packet])
    assert hashlib.sha256(bodies).hexdigest() == row.sha256  # as it came
    return str(said["reason"])


def statuses(found: Hand) -> dict[str, int]:
    with found.centre.ledger.writing() as book:
        return book.count_by_status()


# requests -------------------------------------------------------------------------------------------------------------
def test_requests_that_are_forged_replayed_or_of_another_time(found: Hand) -> None:
    path = "/v1/feed?cursor=0"
    assert found.ask("GET", path).status_code == 200
    assert found.ask("GET", path, key=key_of("somebody")).status_code == 401
    assert found.ask("POST", "/v1/announce", b"{}", sent=b"{ }").status_code == 401
    for hours in (-1, 1, 24 * 400):
        late = datetime.now(UTC) + timedelta(hours=hours)
        assert found.ask("GET", path, at=late).status_code == 401
    stranger = Hand(found.centre, found.http, "MINAS", key_of("MINAS"))
    assert stranger.ask("GET", path).status_code == 401


def test_a_part_replayed_at_another_place_is_refused(found: Hand) -> None:
    data = found.sealed("p-1", found.recorded())
    found.announce("p-1", data, found.recorded())
    assert found.upload("p-1", data, 0, data[:100]).status_code == 204
    assert found.upload("p-1", data, 0, data[:50]).status_code == 409
    assert found.upload("p-1", data, 900, data[900:]).status_code == 409
    assert found.upload("p-1", data, 0, data[:100]).status_code == 204  # the same again, whose answer was lost
    assert found.ask("HEAD", "/v1/packets/p-1").headers["Upload-Offset"] == "100"
    assert found.upload("p-1", data, 100, data[100:] + b"more").status_code == 409


def test_a_packet_sent_again_has_no_second_effect(found: Hand) -> None:
    one = found.recorded()
    first = found.send("p-1", one)
    again = found.send("p-1", one)  # sealed anew: other content under the same id
    assert (first.status_code, again.status_code) == (200, 409)
    other = found.send("p-2", one)
    assert parse(other.content)["numbers"] == parse(first.content)["numbers"] or parse(other.content)["refused"]
    assert sum(statuses(found).values()) == 1


@pytest.mark.parametrize("name", ["../../etc/passwd", "..%2f..%2fx", "a/b", "%00", "x" * 65, ".", "con:1"])
def test_names_that_lead_elsewhere(found: Hand, name: str) -> None:
    data = found.sealed("p-1", found.recorded())
    assert found.announce(name, data).status_code == 400
    answer = found.ask("PATCH", f"/v1/packets/{name}", b"x", {"Upload-Offset": "0"})
    assert answer.status_code in (400, 401, 404)
    assert [path for path in found.centre.home.rglob("*") if path.suffix in (".part", ".age")] == []


def test_another_stations_packet_is_not_reached_by_its_name(found: Hand) -> None:
    join(found.centre, "MINAS")
    minas = Hand(found.centre, found.http, "MINAS", key_of("MINAS"))
    data = found.sealed("p-1", found.recorded())
    found.announce("p-1", data, found.recorded())
    found.upload("p-1", data, 0, data[:100])
    assert minas.ask("HEAD", "/v1/packets/p-1").status_code == 404
    minas.announce("p-1", b"x" * 10)
    assert minas.ask("HEAD", "/v1/packets/p-1").headers["Upload-Offset"] == "0"
    assert minas.upload("p-1", b"x" * 10).status_code == 200  # refused, and theirs alone
    assert found.ask("HEAD", "/v1/packets/p-1").headers["Upload-Offset"] == "100"


def test_more_than_was_announced_and_more_than_anyone_may(found: Hand) -> None:
    data = found.sealed("p-1", found.recorded())
    assert found.announce("p-2", data, size=65 * 1024 * 1024).status_code == 400
    assert found.announce("p-2", data, size=0).status_code == 400
    found.announce("p-1", data, found.recorded(), size=len(data) - 1)
    assert found.upload("p-1", data).status_code == 409


# packets --------------------------------------------------------------------------------------------------------------
def raw(found: Hand, packet: str, data: bytes) -> str:
    """Send these bytes as a packet; the reason they were refused."""
    assert found.announce(packet, data).status_code == 202
    assert found.upload(packet, data).status_code == 200
    return reason(found, packet)


def test_what_is_no_packet(found: Hand) -> None:
    to = [found.centre.keys.recipient]
    assert raw(found, "p-1", b"nothing sealed") == "not-for-us"
    assert raw(found, "p-2", age.seal(b"no zip", to)) == "not-a-packet"
    elsewhere = age.recipient_of(age.generate_identity())
    assert raw(found, "p-3", age.seal(b"x", [elsewhere])) == "not-for-us"


def test_bombs_and_paths_in_archives(found: Hand) -> None:
    to = [found.centre.keys.recipient]

    def zipped(name: str, data: bytes, how: int) -> bytes:
        out = BytesIO()
        with ZipFile(out, "w", how) as made:
            made.writestr(name, data)
        return age.seal(out.getvalue(), to)

    assert raw(found, "p-1", zipped("actions.json", bytes(200_000_000), ZIP_DEFLATED)) == "not-a-packet"
    assert raw(found, "p-2", zipped("../../../etc/cron.d/x", b"x", ZIP_STORED)) == "not-a-packet"
    assert raw(found, "p-3", zipped("blobs/../../x", b"x", ZIP_STORED)) == "not-a-packet"


def test_signed_by_another_or_altered_on_the_way(found: Hand) -> None:
    one = found.recorded()
    forger = Hand(found.centre, found.http, key=key_of("forger"))
    data = forger.sealed("p-1", one)
    found.announce("p-1", data, one)
    found.upload("p-1", data)
    assert reason(found, "p-1") == "bad-signature"
    whole = found.sealed("p-2", one)
    found.announce("p-2", whole, one)
    found.upload("p-2", whole[:-1] + bytes([whole[-1] ^ 1]))
    with found.centre.ledger.writing() as book:
        assert [row.reason for row in listed(book) if row.packet == "p-2"] == ["altered"]
    assert statuses(found) == {}


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"sender": "MINAS"}, "other-sender"), ({"packet": "p-9"}, "other-sender")],
)
def test_a_manifest_that_says_otherwise(found: Hand, changes: dict[str, object], why: str) -> None:
    data = found.sealed("p-1", found.recorded(), **changes)
    found.announce("p-1", data, found.recorded())
    found.upload("p-1", data)
    assert reason(found, "p-1") == why


def test_acts_that_stand_in_no_journal(found: Hand) -> None:
    one = found.recorded()
    data = found.sealed("p-1", one)
    assert found.announce("p-1", data).status_code == 202
    found.upload("p-1", data)
    assert reason(found, "p-1") == "not-in-journal"


# journals -------------------------------------------------------------------------------------------------------------
def test_a_history_that_forks_shrinks_or_skips(found: Hand) -> None:
    one, two = found.recorded(), found.recorded("case-2", 2)
    data = found.sealed("p-1", one)
    assert found.announce("p-1", data, one, two).status_code == 202

    def told(start: int, *acts: Action) -> str:
        chain = tuple(act.hash.hex() for act in acts)
        answer = found.announce("p-2", data, chain_from=start, chain=chain)
        return f"{answer.status_code} {answer.headers['Loket-Code']}"

    assert told(0, two, one) == "409 chain-forked"
    assert told(1, one) == "409 chain-forked"
    assert told(0, one) == "409 chain-shorter"
    assert told(5, one) == "409 chain-gap"


# acts -----------------------------------------------------------------------------------------------------------------
def refused(found: Hand, packet: str, *acts: Action) -> list[str]:
    """The reasons in the receipt."""
    return list(parse(found.send(packet, *acts).content)["refused"].values())


def test_nobody_verifies_what_he_recorded(found: Hand) -> None:
    first = found.recorded()
    own = act(Kind.VERIFIED, "rina", Role.OPERATOR, after=first.header.id)
    as_if = act(Kind.VERIFIED, "rina", Role.VERIFIER, after=first.header.id)
    assert len(refused(found, "p-1", first, own, as_if)) == 2
    assert statuses(found) == {"submitted": 1}


def test_no_station_writes_for_the_centre_or_for_another(found: Hand) -> None:
    first = found.recorded()
    body, verdict = canonical({"v": 1, "reference": "X", "training": 1}), "PRINT_READY_RECORD"
    ready = act(Kind.UPSTREAM_ANSWERED, "rina", Role.CENTRE, variant=verdict, after=first.header.id, payload=body)
    by_centre = act(Kind.RELEASED, "DINAS", Role.CENTRE, after=first.header.id, station="DINAS", payload=body)
    foreign = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id, station="MINAS")
    unknown = act(Kind.VERIFIED, "nobody", Role.VERIFIER, after=first.header.id)
    stolen = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id, key=key_of("rina"))
    assert len(refused(found, "p-1", first, ready, by_centre, foreign, unknown, stolen)) == 5
    assert statuses(found) == {"submitted": 1}
    with found.centre.ledger.writing() as book:
        assert [a.header.kind for a, _ in book.case_actions("case-1")] == [Kind.SUBMITTED]


def test_a_recording_without_its_captures(found: Hand) -> None:
    said = recording().submission.to_bytes().replace(b"0", b"1", 1)
    empty = act(Kind.SUBMITTED, "rina", Role.OPERATOR, case="case-1", variant="complete", payload=said)
    assert refused(found, "p-1", empty)
    assert statuses(found) == {}


# quarantine -----------------------------------------------------------------------------------------------------------
def test_a_packet_of_another_epoch_gets_no_receipt_and_leaves_nothing(found: Hand) -> None:
    """It is not hostile: the station seals it anew once it has heard of its epoch."""
    one = found.recorded()
    data = found.sealed("p-1", one, epoch=2)
    found.announce("p-1", data, one)
    answer = found.upload("p-1", data)
    assert (answer.status_code, answer.headers["Loket-Code"]) == (409, "old-epoch")
    with found.centre.ledger.writing() as book:
        assert listed(book) == ()
        assert found.centre.inbox.offset(book, "DAYUN", "p-1") == (0, len(data))


def test_what_was_refused_is_looked_at_and_let_go(found: Hand) -> None:
    one = found.recorded()
    data = found.sealed("p-1", one, sender="MINAS")
    found.announce("p-1", data, one)
    found.upload("p-1", data)
    centre = found.centre
    with centre.ledger.writing() as book:
        sealed = read(book, centre.packets, "DAYUN", "p-1")
        assert unseal(sealed, centre.keys.identity, found.key.public).manifest.sender == "MINAS"
        release(book, centre.packets, "DAYUN", "p-1")
        assert listed(book) == ()
    assert found.announce("p-1", data, one).status_code == 202  # it may come again, and is judged again
    found.upload("p-1", data)
    assert reason(found, "p-1") == "other-sender"
    with centre.ledger.writing() as book:
        delete(book, centre.packets, "DAYUN", "p-1")
        with pytest.raises(NotKnown):
            read(book, centre.packets, "DAYUN", "p-1")
    answer = found.announce("p-1", data, one)
    assert (answer.status_code, parse(answer.content)["state"]) == (200, "refused")  # the same receipt for ever


def test_quarantine_does_not_fill_the_disk(found: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("central.quarantine.MOST", 100)
    for number in range(5):
        raw(found, f"p-{number}", b"x" * 40)
    with found.centre.ledger.writing() as book:
        assert [row.packet for row in listed(book)] == ["p-4", "p-3"]
    assert len(packets_of(found)) == 2
