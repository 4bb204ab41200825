"""What the endpoints take and answer, for the OpenAPI document: headers, bodies and refusals as they are on the wire.

Bodies are canonical JSON (registry.canonical) and are judged by sync.wire; the schemas here say the same to others.
"""

from __future__ import annotations

from typing import Any

Extra = dict[str, Any]
Answers = dict[int | str, dict[str, Any]]

_HEX = {"type": "string", "pattern": "^([0-9a-f]{2})*$"}
_KEY = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_ID = {"type": "string", "pattern": "^[0-9A-Za-z-]{1,64}$"}
_TEXT = {"type": "string", "maxLength": 200}
_COUNT = {"type": "integer", "minimum": 0, "maximum": 2**53 - 1}

SIGNED = ("Content-Digest", "Signature-Input", "Signature")
CODE = {"Loket-Code": {"description": "Stable keyword of the refusal", "schema": {"type": "string"}}}
_LATER = {**CODE, "Retry-After": {"description": "Seconds", "schema": {"type": "integer"}}}
_MARK = {"Loket-Signature": {"description": "Ed25519 of the centre over the body, hex", "schema": _HEX}}

_WORDS = {
    400: "Malformed",
    401: "bad-signature: not signed by a known station within 10 minutes (RFC 9421)",
    403: "A signature, a key or a role does not hold",
    404: "Not known here",
    409: "The same id with other content, another offset, or a history that does not go on from the last head",
    413: "too-large",
    429: "too-many",
    503: "Disk, database or store is full or away; nothing was done",
}


def refusals(*statuses: int) -> Answers:
    """Answers that say no; those of the house go with every endpoint."""
    found = (*statuses, 413, 429, 503)
    return {status: {"description": _WORDS[status], "headers": _LATER if status > 413 else CODE} for status in found}


def signed_refusals(*statuses: int) -> Answers:
    """The same where the request is signed."""
    return refusals(400, 401, *statuses)


def receipt(words: str) -> dict[str, Any]:
    """A body that the centre signed."""
    return {"description": words, "headers": _MARK, "content": {"application/json": {"schema": {"type": "object"}}}}


def _header(name: str, schema: dict[str, Any], words: str = "") -> dict[str, Any]:
    return {"name": name, "in": "header", "required": True, "schema": schema, "description": words}


def _signing() -> list[dict[str, Any]]:
    return [_header(name, {"type": "string"}, "RFC 9421 and RFC 9530, Ed25519, label loket") for name in SIGNED]


def _object(properties: dict[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    properties = {"v": {"const": 1}, **properties}
    needed = [name for name in properties if name not in optional]
    return {"type": "object", "additionalProperties": False, "required": needed, "properties": properties}


def _body(schema: dict[str, Any], kind: str = "application/json") -> dict[str, Any]:
    return {"required": True, "content": {kind: {"schema": schema}}}


ENROL: Extra = {
    "parameters": [_header("Loket-Proof", _KEY, "HMAC-SHA256 of the body with the code's secret")],
    "requestBody": _body({"type": "object"}),
}
OFFICERS: Extra = {
    "parameters": [*_signing(), _header("Loket-Administrator", _HEX, "The administrator's signature over the body")],
    "requestBody": _body({"type": "object"}),
}
ANNOUNCE: Extra = {
    "parameters": _signing(),
    "requestBody": _body(
        _object(
            {
                "packet": _ID,
                "case": _TEXT,
                "kind": _TEXT,
                "size": {"type": "integer", "minimum": 1, "maximum": 64 * 1024 * 1024},
                "sha256": _KEY,
                "chain_from": _COUNT,
                "chain": {"type": "array", "items": _KEY},
                "head": _HEX,
                "head_signature": _HEX,
                "counters": {"type": "object", "additionalProperties": {"type": "integer"}},
            }
        )
    ),
}
OFFSET: Extra = {"parameters": _signing()}
PACKET: Extra = {
    "parameters": [
        *_signing(),
        _header("Upload-Offset", _COUNT),
        _header("Upload-Complete", {"type": "string", "enum": ["?0", "?1"]}),
        _header("Upload-Length", _COUNT),
    ],
    "requestBody": _body({"type": "string", "format": "binary"}, "application/octet-stream"),
}
FEED: Extra = {"parameters": _signing()}

_LENGTH = {"Upload-Offset": {"schema": _COUNT}, "Upload-Length": {"schema": _COUNT}}
_PAGE = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
ENROLLED: Answers = {
    200: {"description": "Who this centre is, with the proof of the code in Loket-Proof"},
    **refusals(400, 404, 409),
}
VOUCHED: Answers = {200: receipt("The grant"), **signed_refusals(403, 404)}
ANNOUNCED: Answers = {
    200: receipt("The receipt of a packet that is here"),
    202: {"description": "To be sent"},
    **signed_refusals(404, 409),
}
MEASURED: Answers = {200: {"description": "How much is here", "headers": _LENGTH}, **signed_refusals(404)}
TAKEN: Answers = {
    200: receipt("The receipt: accepted, or refused with the reason"),
    204: {"description": "Go on"},
    **signed_refusals(404, 409),
}
FED: Answers = {200: {"description": "A page sealed to the station", "content": _PAGE}, **signed_refusals(404)}
