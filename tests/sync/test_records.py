"""Every message survives its bytes, and nothing but its own bytes is read as one."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.actions import Header
from registry.canonical import NotCanonical, canonical, parse
from registry.officers import Grant, Revocation
from registry.releases import Certificate, Release, ReleaseKind, ReleaseRefused
from sync.errors import BadPacket, BadWire
from sync.records import read
from sync.wire import (
    Announce,
    EnrolAnswer,
    EnrolRequest,
    FeedItem,
    FeedPage,
    Head,
    OfficerRequest,
    Receipt,
    action_from,
    action_record,
    actions_from,
    actions_member,
    code_proof,
    data,
)
from tests.sync.making import action, grant

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
counts = st.integers(0, 2**63)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
ids = st.uuids().map(str)
messages = st.one_of(
    st.builds(EnrolRequest, *[words] * 6),
    st.builds(EnrolAnswer, words, words, words, counts, *[words] * 12),
    st.builds(OfficerRequest, words, words, words, st.lists(words).map(tuple), words, words),
    st.builds(Head, words, counts, counts, words),
    st.builds(
        Announce,
        ids,
        words,
        words,
        st.integers(1, 2**20),
        hashes,
        counts,
        st.lists(hashes, max_size=5).map(tuple),
        hashes,
        words,
        st.dictionaries(words, counts, max_size=3),
    ),
    st.builds(
        Receipt,
        ids,
        hashes,
        st.sampled_from(["accepted", "refused"]),
        words,
        st.dictionaries(ids, counts, max_size=3),
        st.dictionaries(ids, words, max_size=3),
        counts,
        words,
        hashes,
    ),
)
plain = st.recursive(
    words | st.integers(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3)
)
WRONG = {
    str: [5, [], {}],
    int: ["5", -1, [], {}],
    list: ["x", 5, {}, [5], [[]]],
    dict: ["x", 5, [], {"a": []}, {"a": -1}],
}
ANNOUNCE = Announce("p-1", "case-1", "case", 10, "ab" * 32, 0, ("cd" * 32,))
RECEIPT = Receipt("p-1", "ab" * 32, "accepted", "", {"a": 1}, {}, 1, "2026-11-24T03:42:07Z")


@given(messages)
def test_a_message_survives_its_bytes(message):
    assert type(message).from_bytes(message.to_bytes()) == message


@given(messages, st.data())
def test_another_type_in_any_field_is_refused(message, draw):
    record = parse(message.to_bytes())
    name = draw.draw(st.sampled_from([field.name for field in fields(message)]))
    record[name] = draw.draw(st.sampled_from(WRONG[type(record[name])]))
    with pytest.raises(BadWire):
        type(message).from_bytes(canonical(record))


@given(messages)
def test_a_field_less_or_more_is_refused(message):
    record = parse(message.to_bytes())
    with pytest.raises(BadWire):
        type(message).from_bytes(canonical({**record, "zz": 1}))
    for name in record:
        with pytest.raises(BadWire):
            type(message).from_bytes(canonical({key: value for key, value in record.items() if key != name}))


@given(st.binary() | words.map(str.encode) | st.dictionaries(words, plain, max_size=3).map(canonical))
def test_any_other_bytes_are_refused(body):
    for kind in (EnrolRequest, EnrolAnswer, OfficerRequest, Head, Announce, Receipt):
        with pytest.raises(BadWire):
            kind.from_bytes(body)
    with pytest.raises(BadPacket):
        actions_from(body)
    with pytest.raises(BadPacket):
        FeedPage.from_members({"feed.json": body})


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b'{"v":1,"a":"\\ud800"}',
        b'{"v":2}',
        b'{"v":1.0}',
        b'{"v":true}',
        b'{"v": 1}',
        b'{"v":1,"v":1}',
        b'{"v":1' + b"0" * 5000 + b"}",
    ],
)
def test_json_that_is_not_ours_is_refused(body):
    with pytest.raises(BadWire) as bad:
        read(body)
    assert isinstance(bad.value, NotCanonical)
    with pytest.raises(BadPacket, match="bad-action"):
        actions_from(body)


@pytest.mark.parametrize(
    "change",
    [
        {"packet": "../../etc/passwd"},
        {"packet": ""},
        {"packet": "a" * 65},
        {"sha256": "AB" * 32},
        {"size": 0},
        {"size": 64 * 2**20 + 1},
        {"size": -1},
        {"chain": ("00",)},
        {"chain_from": -1},
    ],
)
def test_an_announce_names_no_path_and_no_impossible_size(change):
    record = {**parse(ANNOUNCE.to_bytes()), **change}
    with pytest.raises(BadWire):
        Announce.from_bytes(canonical(record))


def test_an_announce_tells_only_what_it_must():
    assert set(parse(ANNOUNCE.to_bytes())) - {"v"} == {
        "packet", "case", "kind", "size", "sha256", "chain_from", "chain", "head", "head_signature", "counters",
    }  # fmt: skip


def test_a_receipt_is_accepted_or_refused():
    with pytest.raises(BadWire):
        Receipt.from_bytes(canonical({**parse(RECEIPT.to_bytes()), "state": "perhaps"}))


def test_a_signature_under_one_record_is_none_under_another():
    release = Release("R-1", "case-1", "ab", "DAYUN", "2026-11-24", "2026-12-08", 2, "ef")
    certificate = Certificate(ReleaseKind.TRAINING, "ab", "cd", "", "2026-11-24", "2027-11-24")
    signed = {
        Header: action(1).raw,
        Grant: grant()[0],
        Revocation: Revocation("a", "b", "c", "d").to_bytes(),
        Receipt: RECEIPT.to_bytes(),
        Head: Head("DAYUN", 1, 1, "ab").to_bytes(),
        OfficerRequest: OfficerRequest("a", "b", "c", ("operator",), "d", "e").to_bytes(),
        Release: release.to_bytes(),
        Certificate: certificate.to_bytes(),
    }
    for kind, raw in signed.items():
        kind.from_bytes(raw)
        for other, its in signed.items():
            if other is not kind:
                with pytest.raises((NotCanonical, ReleaseRefused, KeyError, TypeError, ValueError)):
                    kind.from_bytes(its)


@given(st.integers(0, 999), st.booleans(), counts)
def test_an_action_travels_with_its_number_and_without_what_was_erased(number, keep, receipt):
    one = action(number, keep=keep)
    assert actions_from(actions_member([(one, receipt)])) == ((one, receipt),)


@pytest.mark.parametrize(
    "change",
    [
        {"raw": "!!"},
        {"raw": "e30="},
        {"salt": ""},
        {"payload": "e30="},
        {"signature": 5},
        {"number": "1"},
        {"number": -1},
        {"kept": None},
        {"salt": "é"},
    ],
)
def test_a_changed_action_is_refused(change):
    record = {**action_record(action(1)), **change}
    if change == {"kept": None}:
        del record["kept"]
    with pytest.raises(BadPacket):
        action_from(record)


def test_the_actions_must_be_a_list_of_records():
    for actions in ("x", 5, ["x"], [5], {"raw": "x"}):
        with pytest.raises(BadPacket, match="bad-action"):
            actions_from(canonical({"v": 1, "actions": actions}))


pages = st.builds(
    lambda start, items, more: FeedPage("DAYUN", start, start + len(items) + more, bool(more), "t", tuple(items)),
    counts,
    st.lists(
        st.builds(
            FeedItem,
            words,
            st.dictionaries(words, plain, max_size=2),
            st.dictionaries(hashes, st.binary(max_size=8), max_size=2),
        ),
        max_size=3,
    ),
    st.booleans(),
)


@given(pages)
def test_a_page_survives_its_members(page):
    shared = {name: blob for item in page.items for name, blob in item.blobs.items()}
    whole = [FeedItem(i.kind, i.record, {name: shared[name] for name in i.blobs}) for i in page.items]
    found = FeedPage.from_members(page.members())
    assert found == FeedPage(page.station, page.start, page.end, page.more, page.at, tuple(whole))


@pytest.mark.parametrize(
    "change",
    [
        {"start": 5, "end": 4},
        {"end": 0, "more": 1},
        {"start": "0"},
        {"start": -1},
        {"station": 1},
        {"at": 5},
        {"items": "x"},
        {"items": [{"kind": 1, "record": {}, "blobs": []}]},
        {"items": [{"kind": "action", "record": [], "blobs": []}]},
        {"items": [{"kind": "action", "record": {}}]},
        {"items": [{"kind": "case", "record": {}, "blobs": ["ab" * 32]}]},
    ],
)
def test_a_page_that_does_not_hold_is_refused(change):
    record = {"v": 1, "station": "DAYUN", "start": 0, "end": 0, "more": 0, "at": "t", "items": []}
    FeedPage.from_members({"feed.json": canonical(record)})
    with pytest.raises(BadPacket, match="not-a-feed"):
        FeedPage.from_members({"feed.json": canonical({**record, **change})})


def test_base64_is_strict():
    assert data("AAE=") == b"\0\1"
    for bad in ("A", "AAE", "AA E=", "é", 5):
        with pytest.raises(BadPacket, match="bad-base64"):
            data(bad)


def test_the_proof_of_a_code_is_hmac_sha256():
    # RFC 4231, test case 2
    proof = code_proof(b"Jefe", b"what do ya want for nothing?")
    assert proof == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
