"""The station's half of sync: packets, receipts, and a feed that nothing can jam."""

from dataclasses import replace

import pytest

from registry.actions import Kind, link
from registry.canonical import canonical
from registry.lifecycle import Status
from registry.officers import Role
from station.store.cases import CaseFilter
from station.store.store import Store
from sync.keys import CENTRE
from sync.ports import PacketInfo, StationSide
from sync.wire import FeedItem, FeedPage, Receipt, action_record
from tests.station.store.making import (
    AT,
    KEY,
    act,
    append_recording,
    key_of,
    person,
    recording,
    signed_grant,
    signed_revocation,
    store_in,
    submitted,
)


def packet(store, bundle, name="p-1", size=100):
    path = store.folder / "outbox" / f"{name}.age"
    info = PacketInfo(name, bundle.case, "case", size, "00" * 32, path, AT, 0, "")
    store.side.add_packets([(info, tuple(action.header.id for action in bundle.actions))])
    return info


def receipt(name, numbers=None, refused=None, state="accepted", count=1, reason=""):
    return Receipt(name, "00" * 32, state, reason, numbers or {}, refused or {}, count, AT)


def page(*items, start=0, end=None, at=AT):
    return FeedPage("DAYUN", start, start + len(items) if end is None else end, False, at, items)


def grant(officer, *roles, **more):
    raw, signature = signed_grant(officer, *roles, **more)
    return FeedItem("grant", {"grant": raw.hex(), "signature": signature.hex()})


def from_feed(action, number=0):
    return FeedItem("action", {"action": action_record(action, number)})


def codes(store):
    return sorted(kept.code for kept in store.problems.open())


# out --------------------------------------------------------------------------------------------------------------
def test_the_side_is_what_sync_asks_for(store):
    side: StationSide = store.side
    assert side.cursor() == 0


def test_unsealed_acts_come_by_case_with_their_captures_the_oldest_first(store):
    found = recording(person(1))
    first = append_recording(store, "case-1", person(1))
    other = append_recording(store, "case-0", person(2))
    second = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id)
    store.cases.append((second,))
    bundles = store.side.unsealed(10)
    assert [(bundle.case, bundle.actions) for bundle in bundles] == [("case-1", (first, second)), ("case-0", (other,))]
    assert bundles[0].blobs == found.blobs
    assert [bundle.case for bundle in store.side.unsealed(1)] == ["case-1"]
    assert store.side.unsealed_count() == 2


def test_a_packet_waits_until_its_receipt_also_after_a_restart(store):
    first = append_recording(store)
    info = packet(store, store.side.unsealed(1)[0])
    store.side.tried("p-1", "unreachable")
    folder = store.folder
    store.close()
    again = Store.open(folder, KEY)
    assert again.side.unsealed(9) == ()
    assert again.side.waiting() == (replace(info, tries=1, reason="unreachable"),)
    again.side.take_receipt(receipt("p-1", {first.header.id: 7}))
    again.side.take_receipt(receipt("p-1", {first.header.id: 7}))
    assert (again.side.waiting(), again.side.unsealed(9)) == ((), ())
    assert again.cases.row("case-1").receipted is True
    assert again.cases.count(CaseFilter(unreceipted=True)) == 0
    assert codes(again) == []
    again.close()


def test_packets_wait_smallest_first(store):
    append_recording(store, "case-1")
    append_recording(store, "case-2")
    big, small = store.side.unsealed(9)
    packet(store, big, "p-1", 5000)
    packet(store, small, "p-2", 300)
    assert [info.id for info in store.side.waiting()] == ["p-2", "p-1"]


def test_a_lost_file_is_sealed_anew_but_not_once_it_has_a_receipt(store):
    first = append_recording(store)
    packet(store, store.side.unsealed(1)[0])
    store.side.reseal("p-1")
    assert [bundle.actions for bundle in store.side.unsealed(9)] == [(first,)]
    assert store.side.waiting() == ()
    packet(store, store.side.unsealed(1)[0], "p-2")
    store.side.take_receipt(receipt("p-2", {first.header.id: 7}))
    store.side.reseal("p-2")
    assert store.side.unsealed(9) == ()


def test_what_the_centre_refuses_leaves_the_fold_and_is_a_problem(store):
    first = append_recording(store)
    second = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id)
    store.cases.append((second,))
    packet(store, store.side.unsealed(1)[0])
    store.side.take_receipt(receipt("p-1", {first.header.id: 7}, {second.header.id: "same-person"}))
    assert store.cases.get("case-1").status is Status.SUBMITTED
    assert store.cases.row("case-1").status == "submitted"
    assert [(kept.code, kept.subject) for kept in store.problems.open()] == [("same-person", second.header.id)]
    assert store.cases.verify_journal().broken_at == 0  # the journal keeps it: it was written
    store.problems.solve(store.problems.open()[0].row)
    assert store.problems.count() == 0


def test_a_refused_packet_is_a_problem(store):
    append_recording(store)
    packet(store, store.side.unsealed(1)[0])
    store.side.take_receipt(receipt("p-1", state="refused", reason="old-epoch"))
    assert store.side.waiting() == ()
    assert codes(store) == ["old-epoch"]


def test_a_receipt_speaks_only_of_its_own_packet(store):
    first = append_recording(store, "case-1")
    other = append_recording(store, "case-2")
    packet(store, store.side.unsealed(1)[0])
    store.side.take_receipt(receipt("p-1", {first.header.id: 7, other.header.id: 8}))
    assert [bundle.actions for bundle in store.side.unsealed(9)] == [(other,)]
    store.side.take_receipt(receipt("p-9", {other.header.id: 8}))
    assert codes(store) == ["receipt-of-no-packet"]
    assert store.side.unsealed_count() == 1


def test_the_chain_since_the_acknowledged_head_grows_and_never_falls_back(store):
    written = [append_recording(store, f"case-{number}") for number in range(3)]
    since = store.side.chain()
    assert (since.count, since.hashes) == (0, tuple(action.hash for action in written))
    head = bytes(32)
    for step in since.hashes:
        head = link(head, step)
    assert since.head == head == store.cases.chain_head()
    packet(store, store.side.unsealed(1)[0])
    store.side.take_receipt(receipt("p-1", {written[0].header.id: 1}, count=2))
    store.side.take_receipt(receipt("p-1", {written[0].header.id: 1}, count=1))  # an older one, sent again
    since = store.side.chain()
    assert (since.count, since.hashes, since.head) == (2, (written[2].hash,), head)


def test_trusted_time_is_the_latest_the_centre_signed(store):
    store.side.note_contact("2026-11-24T03:00:00Z", 3.6)
    store.side.note_contact("2026-11-20T03:00:00Z", -2.0)
    assert store.facts.get("contact.at") == b"2026-11-24T03:00:00Z"
    assert store.facts.get("contact.skew") == b"-2"


# in -------------------------------------------------------------------------------------------------------------------
def test_residents_and_cursor_come_in_one_transaction_and_once(store):
    items = [FeedItem("residents", {"residents": [person(n).to_record() for n in range(5)]})]
    store.side.apply(page(*items))
    assert (store.residents.count(), store.side.cursor()) == (5, 1)
    store.side.apply(page(FeedItem("residents", {"residents": [person(9).to_record()]})))  # starts at 0 again
    assert (store.residents.count(), store.side.cursor()) == (5, 1)
    store.side.apply(page(FeedItem("residents", {"residents": [person(9).to_record()]}), start=1))
    assert (store.residents.count(), store.side.cursor()) == (6, 2)


@pytest.fixture
def routed(tmp_path):
    """A case of DAYUN as it comes to UPTD-SIAK, with its grants, and the empty store there."""
    store = store_in(tmp_path / "uptd", "UPTD-SIAK")
    found = recording(person(1))
    first = submitted(found)
    second = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id)
    third = act(Kind.ROUTED, CENTRE, Role.CENTRE, variant="UPTD-SIAK", after=second.header.id, station=CENTRE)
    wanted = found.submission.printing_blobs()
    records = [action_record(action, number + 1) for number, action in enumerate((first, second, third))]
    item = FeedItem("case", {"actions": records}, {name: found.blobs[name] for name in wanted})
    yield store, item, found
    store.close()


GRANTS = (grant("rina", Role.OPERATOR), grant("hendra", Role.VERIFIER))


def test_a_routed_case_comes_with_what_a_printing_station_may_have(routed):
    store, item, found = routed
    store.side.apply(page(*GRANTS, item))
    case = store.cases.get("case-1")
    assert (case.status, case.holder, case.refused) == (Status.VERIFIED, "UPTD-SIAK", ())
    assert store.cases.row("case-1").name == person(1).name
    assert [store.blobs.has(name) for name in sorted(found.submission.printing_blobs())] == [True] * 4
    assert store.side.unsealed(9) == ()  # acts of others are not ours to send
    assert store.cases.verify_journal().count == 0
    assert codes(store) == []
    store.cases.erase("case-1", (), found.submission.blobs())
    assert not any(store.blobs.has(name) for name in found.blobs)


def test_acts_of_an_unknown_officer_wait_for_his_grant(routed):
    store, item, _ = routed
    store.side.apply(page(item))
    assert codes(store) == ["refused-by-table", "unknown-signer", "unknown-signer"]
    assert store.cases.count(CaseFilter()) == 0
    store.side.apply(page(*GRANTS, start=1))
    assert store.cases.get("case-1").status is Status.VERIFIED
    assert codes(store) == []


def test_an_act_under_a_false_signature_is_kept_and_not_taken(routed):
    store, _, found = routed
    forged = act(
        Kind.SUBMITTED,
        "rina",
        Role.OPERATOR,
        variant="complete",
        payload=found.submission.to_bytes(),
        key=key_of("someone"),
    )
    store.side.apply(page(*GRANTS, from_feed(forged), FeedItem("residents", {"residents": [person(2).to_record()]})))
    assert codes(store) == ["BadSignature"]
    assert store.cases.count(CaseFilter()) == 0
    assert (store.residents.count(), store.side.cursor()) == (1, 4)


def test_a_role_the_officer_does_not_hold_and_a_revoked_key_are_refused(routed):
    store, item, _ = routed
    store.side.apply(page(grant("rina", Role.VERIFIER), grant("hendra", Role.VERIFIER)))
    store.side.apply(page(revoked("hendra", "2026-01-01T00:00:00Z"), item, start=2))
    assert codes(store) == ["refused-by-table", "unknown-signer", "wrong-role"]
    assert [(end.officer, end.at) for end in store.officers.revocations()] == [("hendra", "2026-01-01T00:00:00Z")]
    assert store.cases.count(CaseFilter()) == 0


def test_a_grant_not_signed_by_the_centre_replaces_none(routed):
    store, item, _ = routed
    raw, _ = signed_grant("rina", Role.OPERATOR, until="2020-01-01")
    false = FeedItem("grant", {"grant": raw.hex(), "signature": key_of("rina").sign(raw).hex()})
    store.side.apply(page(*GRANTS, false, item))
    assert store.cases.get("case-1").status is Status.VERIFIED
    assert codes(store) == ["bad-item"]


def revoked(officer, at):
    raw, signature = signed_revocation(officer, at)
    return FeedItem("revoked", {"v": 1, "revocation": raw.hex(), "signature": signature.hex()})


def test_an_older_grant_sent_again_replaces_none(store):
    """A replay of the wider roles of before."""
    old = signed_grant("rina", Role.OPERATOR, Role.VERIFIER)
    new = signed_grant("rina", Role.OPERATOR, since="2026-11-24T00:00:00Z")
    for item in (old, new, old):
        store.officers.put(*item)
    assert store.officers.get("rina", "DAYUN").roles == {Role.OPERATOR}
    grants = store.officers.verifier()
    assert grants.grant("rina", "DAYUN").roles == {Role.OPERATOR}
    before = act(Kind.VERIFIED, "rina", Role.VERIFIER, at="2026-11-23T00:00:00Z")
    said = before.header
    checked = grants.check(
        author="rina", station="DAYUN", at=said.at, message=before.raw, signature=before.signature
    )  # fmt: skip
    assert checked == {Role.OPERATOR, Role.VERIFIER}


@pytest.mark.parametrize(
    "item",
    [
        FeedItem("residents", {}),
        FeedItem("residents", {"residents": [{"id": "r-9"}]}),
        FeedItem("residents", {"residents": 7}),
        FeedItem("grant", {"grant": "zz", "signature": ""}),
        FeedItem("action", {"action": {"raw": "AAAA"}}),
        FeedItem("action", {"action": []}),
        FeedItem("case", {"actions": ["x"]}),
        FeedItem("case", {"actions": [{}]}, {"00" * 32: b"other bytes"}),
        FeedItem("revoked", {"officer": "rina"}),
        FeedItem("revoked", {"revocation": b'{"v":1}'.hex(), "signature": ""}),
    ],
)
def test_an_item_that_does_not_hold_stops_nothing(store, item):
    good = FeedItem("residents", {"residents": [person(1).to_record()]})
    store.side.apply(page(item, good))
    assert (store.residents.count(), store.side.cursor()) == (1, 2)
    assert codes(store) == ["bad-item"]


def test_half_of_a_bad_item_is_not_there(routed):
    store, item, _ = routed
    store.side.apply(page(*GRANTS, replace(item, blobs={**item.blobs, "00" * 32: b"other bytes"})))
    assert store.cases.count(CaseFilter()) == 0
    assert not any(store.blobs.has(name) for name in item.blobs)
    assert codes(store) == ["bad-item"]


def test_an_item_of_a_kind_not_known_yet_is_kept(store):
    store.side.apply(page(FeedItem("announcement", {"text": "libur"})))
    assert codes(store) == ["unknown-item"]


def test_what_the_table_refuses_on_arrival_is_kept_and_shown(routed):
    store, item, _ = routed
    late = act(Kind.CANCELLED, "rina", Role.OPERATOR)
    store.side.apply(page(*GRANTS, item, from_feed(late)))
    assert store.cases.get("case-1").refused == (late,)
    assert [(kept.code, kept.subject) for kept in store.problems.open()] == [("refused-by-table", late.header.id)]


def test_an_act_of_ours_that_we_do_not_know_tells_of_an_older_copy(store):
    first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, variant="complete", payload=recording().submission.to_bytes())
    store.side.apply(page(grant("rina", Role.OPERATOR), from_feed(first, 4)))
    assert codes(store) == ["own-act-unknown"]
    assert store.side.unsealed(9) == ()


def test_our_own_acts_come_back_with_their_numbers_and_stay_in_the_journal(store):
    first = append_recording(store)
    store.side.apply(page(from_feed(first, 4)))
    assert store.cases.row("case-1").receipted is True
    assert (store.cases.verify_journal().count, store.cases.verify_journal().broken_at) == (1, 0)
    assert codes(store) == []


def test_an_erased_payload_does_not_come_back(store):
    first = append_recording(store)
    store.cases.erase("case-1", [first.header.id])
    store.side.apply(page(from_feed(first, 4)))
    assert store.cases.get("case-1").actions[0].payload is None


def test_a_lock_holds_until_it_is_lifted_whatever_its_reason(store):
    for reason in ("audit", ""):
        start = store.side.cursor()
        store.side.apply(page(FeedItem("lock", {"reason": reason}), start=start))
        assert store.facts.get("lock")
        store.side.apply(page(FeedItem("unlock", {}), start=start + 1))
        assert not store.facts.get("lock")


def test_grants_are_listed_and_the_earliest_revocation_stands(store):
    for item in (signed_grant("rina", Role.OPERATOR), signed_grant("hendra", Role.VERIFIER)):
        store.officers.put(*item)
    assert store.officers.names() == {"rina": "Rina", "hendra": "Hendra"}
    assert store.officers.get("rina", "DAYUN").roles == {Role.OPERATOR}
    assert store.officers.get("rina", "UPTD-SIAK") is None
    for at in ("2026-11-24T00:00:00Z", "2026-11-20T00:00:00Z", "2026-11-22T00:00:00Z"):
        store.officers.revoke(*signed_revocation("rina", at))
    assert store.officers.verifier().revoked_at("rina", "DAYUN") == "2026-11-20T00:00:00Z"
    assert store.officers.verifier().grant("hendra", "DAYUN") is not None


@pytest.mark.parametrize(
    ("record", "open_then"),
    [
        ({}, ["no-reference"]),
        ({"reference": " ", "origin": "file", "training": 0}, ["no-reference"]),
        ({"reference": "SIM-1", "origin": "simulator", "training": 0}, ["no-reference"]),
        ({"reference": "SIAK-1", "origin": "file", "training": 0}, []),
    ],
    ids=["nothing", "blank", "simulated-as-real", "whole"],
)
def test_print_ready_without_the_upstreams_reference_is_a_problem_though_the_centre_signed_it(store, record, open_then):
    append_recording(store)
    verified = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=store.cases.get("case-1").last)
    payload = canonical({"v": 1, **record})
    ready = {"variant": "PRINT_READY_RECORD", "station": CENTRE, "after": verified.header.id, "payload": payload}
    answer = act(Kind.UPSTREAM_ANSWERED, CENTRE, Role.CENTRE, **ready)
    store.cases.append((verified,))
    store.side.apply(page(from_feed(answer)))
    assert codes(store) == open_then
    assert store.cases.get("case-1").status is (Status.VERIFIED if open_then else Status.PRINT_READY)
