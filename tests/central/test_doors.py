"""The endpoints against anything: what the OpenAPI says and what it does not, signed and unsigned, never a fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from starlette.testclient import TestClient

from central.limits import Limits, Rate
from tests.central.hands import FREE, Hand, hand

EXAMPLES = 20
QUIET = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


@pytest.fixture(scope="module")
def wired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hand]:
    with hand(tmp_path_factory.mktemp("centre")) as found:
        yield found


@pytest.fixture(scope="module")
def described(wired: Hand) -> Any:
    return schemathesis.openapi.from_asgi("/openapi.json", wired.centre.app)


DOORS = [
    ("/health", "GET"),
    ("/metrics", "GET"),
    ("/v1/time", "GET"),
    ("/v1/enrol", "POST"),
    ("/v1/officers", "POST"),
    ("/v1/announce", "POST"),
    ("/v1/packets/{packet}", "HEAD"),
    ("/v1/packets/{packet}", "PATCH"),
    ("/v1/feed", "GET"),
]
SIGNED = ("/v1/officers", "/v1/announce", "/v1/packets/{packet}", "/v1/feed")
MODES = st.sampled_from(list(schemathesis.GenerationMode))
# What an unsigned or invented request is answered with is a matter of signatures, not of its form.
UNSURE = [positive_data_acceptance, negative_data_rejection]


def test_all_doors_are_described(described: Any) -> None:
    known = [(one.ok().path, one.ok().method.upper()) for one in described.get_all_operations()]
    assert sorted(known) == sorted(DOORS)


@pytest.mark.parametrize(("path", "method"), DOORS)
@QUIET
@given(st.data())
def test_no_request_finds_a_fault(described: Any, path: str, method: str, data: st.DataObject) -> None:
    case = data.draw(described[path][method].as_strategy(generation_mode=data.draw(MODES)))
    response = case.call()
    case.validate_response(response, excluded_checks=UNSURE)
    assert response.status_code < 500 or case.path == "/health"


@pytest.mark.parametrize(("path", "method"), [door for door in DOORS if door[0] in SIGNED])
@QUIET
@given(st.data())
def test_no_signed_request_finds_a_fault(
    described: Any, wired: Hand, path: str, method: str, data: st.DataObject
) -> None:
    """The same with a true signature over whatever was invented: it now reaches the rooms behind the doors."""
    case = data.draw(described[path][method].as_strategy(generation_mode=data.draw(MODES)))
    request = case.as_transport_kwargs(base_url="http://testserver")
    made = TestClient(wired.centre.app).build_request(
        request["method"], request["url"], params=request.get("params"), **_content(request)
    )
    fields = {name: value for name, value in (request.get("headers") or {}).items() if _steers(name)}
    target = made.url.raw_path.decode("ascii")
    response = wired.ask(made.method, target, made.read(), fields)
    assert response.status_code < 500
    assert response.status_code != 401 or "%" in target  # a path that others write in another way is not ours


def _content(request: dict[str, Any]) -> dict[str, Any]:
    found = {name: request[name] for name in ("json", "data", "content") if request.get(name) is not None}
    if isinstance(found.get("data"), (bytes, str)):
        found["content"] = found.pop("data")
    return found


def _steers(name: str) -> bool:
    return name.lower() in ("upload-offset", "upload-length", "upload-complete", "loket-administrator", "loket-proof")


NAMES = st.sampled_from(["Signature", "Signature-Input", "Content-Digest", "Upload-Offset", "Loket-Administrator"])
VALUES = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=120)


@QUIET
@given(st.dictionaries(NAMES, VALUES), st.binary(max_size=200))
def test_headers_of_any_kind_are_refused_in_words(wired: Hand, fields: dict[str, str], body: bytes) -> None:
    for method, path in (("POST", "/v1/announce"), ("PATCH", "/v1/packets/p-1"), ("POST", "/v1/officers")):
        answer = wired.http.request(method, path, content=body, headers={k: v.strip() for k, v in fields.items()})
        assert answer.status_code == 401
        assert answer.headers["Loket-Code"] == "bad-signature"


@QUIET
@given(st.binary(max_size=200) | st.text(max_size=60).map(lambda text: json.dumps({"v": 1, "packet": text}).encode()))
def test_signed_bodies_of_any_kind_are_malformed(wired: Hand, body: bytes) -> None:
    for path in ("/v1/announce", "/v1/officers"):
        answer = wired.ask("POST", path, body, {"Loket-Administrator": "00"})
        assert (answer.status_code, answer.headers["Loket-Code"]) == (400, "malformed")


@pytest.mark.parametrize("cursor", ["-1", "x", "", str(2**63), "9" * 400, "1.5", "1&cursor=2"])
def test_a_cursor_that_is_none(wired: Hand, cursor: str) -> None:
    answer = wired.ask("GET", f"/v1/feed?cursor={cursor}")
    assert answer.status_code in (200, 400)


@pytest.mark.parametrize("offset", ["x", "-5", "", "1e3", "9" * 5000])
def test_an_offset_that_is_none(wired: Hand, offset: str) -> None:
    answer = wired.ask("PATCH", "/v1/packets/none", b"x", {"Upload-Offset": offset})
    assert answer.status_code in (400, 404)


# sizes and rates ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "size"), [("/v1/enrol", 70_000), ("/v1/announce", 17 * 2**20), ("/v1/packets/p", 6 * 2**20)]
)
def test_what_is_too_large_is_not_read(wired: Hand, path: str, size: int) -> None:
    method = "PATCH" if "packets" in path else "POST"
    said = wired.http.request(method, path, content=bytes(size))

    def pieces() -> Iterator[bytes]:
        for _ in range(size // 1000 + 1):
            yield bytes(1000)

    streamed = wired.http.request(method, path, content=pieces())
    for answer in (said, streamed):
        assert (answer.status_code, answer.headers["Loket-Code"]) == (413, "too-large")


def test_doors_without_a_station_open_seldom(tmp_path: Path) -> None:
    with hand(tmp_path, limits=Limits()) as found:
        answers = [found.http.post("/v1/enrol", content=b"{}") for _ in range(40)]
        refused = [answer for answer in answers if answer.status_code == 429]
        assert {answer.status_code for answer in answers} == {400, 429}
        assert len(refused) == 20
        assert int(refused[0].headers["Retry-After"]) >= 1
        assert found.http.get("/v1/time").status_code == 200  # others go on


def test_one_station_cannot_take_the_time_of_another(tmp_path: Path) -> None:
    limits = Limits(station=Rate(5, 0.001), address=FREE.address, doors={})
    with hand(tmp_path, limits=limits) as found:
        forged = [found.ask("GET", "/v1/feed?cursor=0", key=found.centre.keys.signing) for _ in range(9)]
        assert {answer.status_code for answer in forged} == {401}  # and none of them counts
        answers = [found.ask("GET", "/v1/feed?cursor=0").status_code for _ in range(6)]
        assert answers == [200] * 5 + [429]
