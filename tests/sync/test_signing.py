"""Requests signed after RFC 9421: what is covered cannot be changed, and the time is held to ten minutes either way."""

from datetime import UTC, datetime, timedelta

import pytest

from registry.officers import BadSignature
from sync.signing import Message, content_digest, sign_request, verify_request
from tests.sync.making import STATION, key

BODY = b'{"v":1}'
URL = "http://127.0.0.1:8470/v1/packets/p-1?x=1"


def signed(*, body=BODY, ahead=0.0, signer=STATION, fields=None):
    message = Message("PATCH", URL, dict(fields or {}))
    now = datetime.now(UTC) + timedelta(seconds=ahead)
    sign_request(message, body, station=STATION, key=key(signer), now=now)
    return message


def verified(message, body=BODY, known=(STATION,)):
    return verify_request(message, body, look_up={name: key(name).public for name in known}.get)


def test_a_signed_request_names_its_station():
    assert verified(signed()) == STATION
    assert verified(signed(body=b""), b"") == STATION


@pytest.mark.parametrize("ahead", [-590, 590])
def test_ten_minutes_slow_or_fast_are_allowed(ahead):
    assert verified(signed(ahead=ahead)) == STATION


@pytest.mark.parametrize("ahead", [-610, 610, -86400 * 365 * 16, 86400 * 400])
def test_an_older_or_newer_signature_is_refused(ahead):
    with pytest.raises(BadSignature):
        verified(signed(ahead=ahead))


def test_another_key_and_an_unknown_station_are_refused():
    with pytest.raises(BadSignature):
        verified(signed(signer="UPTD-SIAK"))
    with pytest.raises(BadSignature):
        verified(signed(), known=())


def test_a_changed_body_is_refused():
    with pytest.raises(BadSignature, match="content-digest"):
        verified(signed(), b'{"v":2}')
    swapped = signed()
    swapped.headers["Content-Digest"] = content_digest(b'{"v":2}')
    with pytest.raises(BadSignature, match="request"):
        verified(swapped, b'{"v":2}')


@pytest.mark.parametrize(
    ("method", "url"),
    [("PUT", URL), ("PATCH", URL.replace("p-1", "p-2")), ("PATCH", URL.replace("x=1", "x=2")), ("PATCH", URL[:-4])],
)
def test_another_method_path_or_query_is_refused(method, url):
    with pytest.raises(BadSignature):
        verified(Message(method, url, signed().headers))


def test_another_host_is_the_same_centre_behind_a_proxy():
    assert verified(Message("PATCH", URL.replace("127.0.0.1:8470", "pusat.example"), signed().headers)) == STATION


@pytest.mark.parametrize("field", ["Upload-Offset", "Upload-Length", "Upload-Complete", "Loket-Administrator"])
def test_a_steering_field_can_neither_be_changed_nor_added_nor_taken_away(field):
    message = signed(fields={field: "1"})
    assert verified(message) == STATION
    changed = Message("PATCH", URL, {**message.headers, field: "2"})
    without = Message("PATCH", URL, {name: value for name, value in message.headers.items() if name != field})
    added = Message("PATCH", URL, {**signed().headers, field.lower(): "1"})
    for other in (changed, without, added):
        with pytest.raises(BadSignature):
            verified(other)


@pytest.mark.parametrize("field", ["Signature", "Signature-Input", "Content-Digest"])
@pytest.mark.parametrize("value", [None, "", "x", "loket=()", "loket=:AAAA:", "a=:AA==:, b=:AA==:", "\N{SNOWMAN}"])
def test_a_broken_header_is_a_bad_signature_and_no_crash(field, value):
    message = signed()
    if value is None:
        del message.headers[field]
    else:
        message.headers[field] = value
    with pytest.raises(BadSignature):
        verified(message)


def test_a_signature_that_covers_less_is_refused():
    """RFC 9421 lets the sender choose what to cover; the receiver must insist."""
    message = signed(fields={"Upload-Offset": "0"})
    bare = Message("PATCH", URL, {})
    sign_request(bare, BODY, station=STATION, key=key(STATION), now=datetime.now(UTC))
    message.headers["Signature"], message.headers["Signature-Input"] = (
        bare.headers["Signature"],
        bare.headers["Signature-Input"],
    )
    with pytest.raises(BadSignature):
        verified(message)
