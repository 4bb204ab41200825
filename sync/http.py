"""The centre as the station sees it over HTTP (httpx2): signed requests, resumable upload, one sealed feed.

Upload-Offset, Upload-Complete and Upload-Length are the fields of draft-ietf-httpbis-resumable-upload. Every fault of
the way becomes Unreachable, every "no" Refused with the centre's code, a clock too far off ClockWrong.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx2

from sync.errors import BadPacket, ClockWrong, Refused, Unreachable
from sync.keys import SigningKey, ed25519_check
from sync.signing import Message, sign_request
from sync.wire import Announce, EnrolAnswer, EnrolRequest, OfficerRequest, code_proof

CHUNK = 256 * 1024
SKEW_LIMIT_S = 600.0
TIMEOUT = httpx2.Timeout(10.0, connect=3.0)


class Centre:
    """One centre, one station. `correction` is added to our clock when signing (last measured difference)."""

    def __init__(self, url: str, station: str = "", key: SigningKey | None = None) -> None:
        self._client = httpx2.Client(base_url=url, timeout=TIMEOUT, trust_env=False)
        self._station = station
        self._key = key
        self.correction = timedelta()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    # enrolment ------------------------------------------------------------------------------------------------------
    def enrol(self, request: EnrolRequest, secret: bytes) -> EnrolAnswer:
        """Become a station. The answer is signed by the key it names: the code holder's first trust."""
        body = request.to_bytes()
        reply = self._plain("POST", "/v1/enrol", body, {"Loket-Proof": code_proof(secret, body)})
        answer = EnrolAnswer.from_bytes(reply.content)
        proof = reply.headers.get("Loket-Proof", "")
        if proof != code_proof(secret, reply.content):
            raise BadPacket("bad-signature")
        return answer

    def register_officer(self, request: OfficerRequest, signature: bytes) -> tuple[bytes, bytes]:
        """Ask for an officer's grant; returns the grant and the centre's signature."""
        reply = self._signed("POST", "/v1/officers", request.to_bytes(), {"Loket-Administrator": signature.hex()})
        return reply.content, bytes.fromhex(reply.headers["Loket-Signature"])

    # packets --------------------------------------------------------------------------------------------------------
    def announce(self, announce: Announce) -> tuple[bytes, bytes] | None:
        """Tell of a packet: None when it is wanted, else the receipt it already has (bytes and signature)."""
        reply = self._signed("POST", "/v1/announce", announce.to_bytes())
        return _receipt(reply) if reply.status_code == 200 else None

    def upload(self, packet: str, path: Path) -> tuple[bytes, bytes]:
        """Send what the centre does not yet have of the file; returns the receipt and its signature."""
        size = path.stat().st_size
        head = self._signed("HEAD", f"/v1/packets/{packet}")
        offset = int(head.headers["Upload-Offset"])
        with path.open("rb") as file:
            file.seek(offset)
            while True:
                chunk = file.read(CHUNK)
                offset += len(chunk)
                done = offset >= size
                fields = {
                    "Upload-Offset": str(offset - len(chunk)),
                    "Upload-Complete": "?1" if done else "?0",
                    "Upload-Length": str(size),
                }
                reply = self._signed("PATCH", f"/v1/packets/{packet}", chunk, fields)
                if done:
                    return _receipt(reply)

    def feed(self, cursor: int) -> bytes:
        """The next sealed page after a cursor."""
        return self._signed("GET", f"/v1/feed?cursor={cursor}").content

    def skew_s(self) -> float:
        """How far our clock is ahead of the centre's, in seconds."""
        reply = self._plain("GET", "/v1/time", b"", {})
        return _skew(reply)

    # the way --------------------------------------------------------------------------------------------------------
    def _signed(
        self, method: str, path: str, body: bytes = b"", fields: dict[str, str] | None = None
    ) -> httpx2.Response:
        if self._key is None:
            raise Refused(401, "no-station-key")
        message = Message(method, str(self._client.base_url.join(path)), httpx2.Headers(fields or {}))
        now = datetime.now(UTC) + self.correction
        sign_request(message, body, station=self._station, key=self._key, now=now)
        reply = self._send(method, path, body, dict(message.headers))
        if reply.status_code == 401 and abs(_skew(reply)) > SKEW_LIMIT_S:
            raise ClockWrong(_skew(reply))
        return _accepted(reply)

    def _plain(self, method: str, path: str, body: bytes, fields: dict[str, str]) -> httpx2.Response:
        return _accepted(self._send(method, path, body, fields))

    def _send(self, method: str, path: str, body: bytes, fields: dict[str, str]) -> httpx2.Response:
        try:
            return self._client.request(method, path, content=body, headers=fields)
        except httpx2.TransportError as error:
            raise Unreachable("unreachable") from error


def check_receipt(receipt: tuple[bytes, bytes], centre_key: str) -> bytes:
    """The receipt's bytes when the centre signed them; raises BadPacket."""
    body, signature = receipt
    if not ed25519_check(bytes.fromhex(centre_key), body, signature):
        raise BadPacket("bad-signature")
    return body


def _receipt(reply: httpx2.Response) -> tuple[bytes, bytes]:
    return reply.content, bytes.fromhex(reply.headers.get("Loket-Signature", ""))


def _accepted(reply: httpx2.Response) -> httpx2.Response:
    if reply.status_code >= 400:
        raise Refused(reply.status_code, reply.headers.get("Loket-Code", "refused"))
    return reply


def _skew(reply: httpx2.Response) -> float:
    stamp = reply.headers.get("Date")
    if stamp is None:
        return 0.0
    return (datetime.now(UTC) - parsedate_to_datetime(stamp)).total_seconds()
