"""Requests about officers survive their bytes and their packet; grants and revocations theirs; nothing else is one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.actions import Header
from registry.canonical import NotCanonical, canonical
from registry.officers import Grant, Revocation, Role
from sync.errors import BadPacket, BadWire
from sync.officers import KINDS, Asked, Claim, Proposal, Removal, id_of
from tests.sync.making import action, grant

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
marks = st.lists(st.binary(max_size=70), max_size=3).map(tuple)
roles = st.frozensets(st.sampled_from(Role))
requests = st.one_of(
    st.builds(Proposal, *[words] * 6, st.lists(words).map(tuple), *[words] * 4),
    st.builds(Claim, *[words] * 6),
    st.builds(Removal, *[words] * 6),
)
grants = st.builds(Grant, words, words, words, roles, *[words] * 5)
revocations = st.builds(Revocation, *[words] * 4)


def kind_of(request):
    return next(name for name, kind in KINDS.items() if type(request) is kind)


@settings(deadline=None)
@given(requests, marks)
def test_a_request_travels_as_it_was_signed(request, signatures):
    asked = Asked(kind_of(request), request.to_bytes(), signatures)
    there = Asked.from_member(asked.to_member())
    assert there == asked
    assert there.request == request
    assert id_of(there.request) == next(iter(getattr(request, name) for name in type(request).__slots__))


@settings(deadline=None)
@given(requests)
def test_a_request_is_none_of_another_kind(request):
    for name in {*KINDS, "anything"} - {kind_of(request)}:
        with pytest.raises(BadWire):
            Asked(name, request.to_bytes(), ()).request


@settings(deadline=None)
@given(st.binary() | words.map(str.encode) | st.dictionaries(words, words, max_size=4).map(canonical))
def test_any_other_member_is_refused(member):
    with pytest.raises(BadPacket):
        Asked.from_member(member)


@settings(deadline=None)
@given(grants, revocations)
def test_grants_and_revocations_survive_their_bytes(granted, ended):
    assert Grant.from_bytes(granted.to_bytes()) == granted
    assert Revocation.from_bytes(ended.to_bytes()) == ended


@settings(deadline=None)
@given(requests, revocations)
def test_a_signature_under_one_of_them_is_none_under_another(request, ended):
    signed = {"header": action(1).raw, "grant": grant()[0], "request": request.to_bytes(), "end": ended.to_bytes()}
    readers = {"header": Header.from_bytes, "grant": Grant.from_bytes, "end": Revocation.from_bytes}
    for name, read in readers.items():
        for other, raw in signed.items():
            if other != name:
                with pytest.raises((NotCanonical, KeyError, TypeError, ValueError)):
                    read(raw)
    for other in ("header", "grant", "end"):
        with pytest.raises(BadWire):
            Asked(kind_of(request), signed[other], ()).request
