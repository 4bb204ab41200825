import pytest

from registry.actions import GENESIS, Action, Header, Kind, PayloadMismatch, link
from registry.canonical import NotCanonical, canonical, parse
from registry.officers import Role
from tests.registry.making import action

SUBMITTED = action(1, Kind.SUBMITTED, author="rina", role=Role.OPERATOR, variant="complete", record={"name": "SUHAILA"})


def test_header_bytes_are_canonical_with_the_version_first():
    assert SUBMITTED.raw.startswith(b'{"v":1,"after":"","at":"2026-11-24T03:42:07Z","author":"rina"')
    assert Header.from_bytes(SUBMITTED.raw) == SUBMITTED.header


def test_an_action_survives_its_store_and_the_erasure_of_its_payload():
    again = Action.load(SUBMITTED.raw, SUBMITTED.signature, SUBMITTED.salt, SUBMITTED.payload)
    assert again == SUBMITTED
    assert again.erased().hash == SUBMITTED.hash
    assert again.erased().record == {}


def test_another_payload_than_the_header_names_is_refused():
    with pytest.raises(PayloadMismatch):
        Action.load(SUBMITTED.raw, SUBMITTED.signature, SUBMITTED.salt, canonical({"v": 1, "name": "LAIN"}))


@pytest.mark.parametrize(
    "bad",
    [
        SUBMITTED.raw + b" ",
        SUBMITTED.raw.replace(b'"v":1', b'"v":2'),
        SUBMITTED.raw.replace(b"Submitted", b"Approved!"),
        b"[]",
        b"\xff",
        canonical({"v": 1, "id": "x"}),
    ],
)
def test_bytes_that_are_no_header_are_refused(bad):
    with pytest.raises(NotCanonical):
        Header.from_bytes(bad)


def test_the_chain_depends_on_order_and_content():
    a, b = SUBMITTED.hash, action(2, Kind.VERIFIED, author="hendra", role=Role.VERIFIER).hash
    assert link(link(GENESIS, a), b) != link(link(GENESIS, b), a)


@pytest.mark.parametrize("value", [1.5, None, True, {"a": {1}}, {1: "x"}])
def test_values_with_two_spellings_have_no_canonical_form(value):
    with pytest.raises(NotCanonical):
        canonical({"v": 1, "value": value})


def test_parse_refuses_other_spacing_order_and_doubled_keys():
    for data in (b'{"v": 1}', b'{"a":"x","v":1}', b'{"v":1,"v":1}', b'{"v":1,"a":"\\u0041"}'):
        with pytest.raises(NotCanonical):
            parse(data)
