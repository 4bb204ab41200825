"""The centre as the station sees it over HTTP: enrolment, packets, one sealed feed.

Upload-Offset, Upload-Complete and Upload-Length are the fields of draft-ietf-httpbis-resumable-upload. A file goes in
parts, each signed with its place, so that nothing unsigned lies on the centre's disk; after any cut the centre is asked
how much it has. Nothing here waits or tries again (sync.retry).
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Generator
from datetime import datetime, timedelta
from pathlib import Path

from sync.errors import BadPacket, BadWire
from sync.keys import SigningKey, ed25519_check
from sync.line import Line, Reply
from sync.onetime import OneTimeCode
from sync.wire import Announce, AnnounceAnswer, EnrolAnswer, EnrolRequest, OfficerRequest, code_proof

SMALLEST_PART, LARGEST_PART = 16 * 1024, 4 * 1024 * 1024
QUICK_S, SLOW_S = 0.7, 1.5  # a part should take about a second: a cut then costs no more, its headers little


class Centre:
    """One centre, one station. `timer` counts seconds, for the size of parts."""

    def __init__(
        self,
        url: str,
        station: str = "",
        key: SigningKey | None = None,
        *,
        timer: Callable[[], float] = time.monotonic,
        line: Line | None = None,
    ) -> None:
        """`line` takes the place of one made from the rest. Raises Unreachable("bad-address")."""
        self._line = line or Line(url, station, key)
        self._timer = timer
        self._part = SMALLEST_PART

    @property
    def correction(self) -> timedelta:
        """What is added to our clock when signing."""
        return self._line.correction

    @correction.setter
    def correction(self, value: timedelta) -> None:
        self._line.correction = value

    def close(self) -> None:
        """Close the connections."""
        self._line.close()

    # enrolment ------------------------------------------------------------------------------------------------------
    def enrol(self, request: EnrolRequest, code: OneTimeCode) -> EnrolAnswer:
        """Become a station. Request and answer prove that each side holds the code, and the answer is signed by the
        centre that the code names; raises BadPacket when one does not hold.

        The same request again gets the same answer, so a lost answer costs nothing.
        """
        body = request.to_bytes()
        reply = self._line.plain("POST", "/v1/enrol", body, {"Loket-Proof": code_proof(code.secret, body)})
        if not hmac.compare_digest(reply.headers.get("Loket-Proof", ""), code_proof(code.secret, reply.body)):
            raise BadPacket("bad-signature")
        answer = EnrolAnswer.from_bytes(check_receipt(_marked(reply), code.centre_key))
        if (answer.centre_key, answer.centre_recipient) != (code.centre_key, code.recipient):
            raise BadPacket("other-centre")
        return answer

    def register_officer(self, request: OfficerRequest, signature: bytes) -> tuple[bytes, bytes]:
        """Ask for an officer's grant; returns the grant and the centre's signature."""
        fields = {"Loket-Administrator": signature.hex()}
        return _marked(self._line.signed("POST", "/v1/officers", request.to_bytes(), fields))

    # packets --------------------------------------------------------------------------------------------------------
    def announce(self, announce: Announce) -> AnnounceAnswer:
        """Tell of a packet before sending it."""
        reply = self._line.signed("POST", "/v1/announce", announce.to_bytes())
        if reply.status == 200:
            return AnnounceAnswer(receipt=_marked(reply))
        return AnnounceAnswer(offset=reply.number("Upload-Offset") if "Upload-Offset" in reply.headers else None)

    def upload(self, packet: str, path: Path, offset: int | None = None) -> tuple[bytes, bytes]:
        """Send what the centre does not have of the file; the receipt and its signature."""
        parts = self.parts(packet, path, offset)
        while True:
            try:
                next(parts)
            except StopIteration as done:
                receipt: tuple[bytes, bytes] = done.value
                return receipt

    def parts(self, packet: str, path: Path, offset: int | None = None) -> Generator[None, None, tuple[bytes, bytes]]:
        """The same in steps, one before each part, so that other errands have their turn between."""
        size = path.stat().st_size
        at = self._offset(packet) if offset is None else offset
        with path.open("rb") as file:
            while True:
                yield
                if at > size:
                    raise BadWire("Upload-Offset")
                file.seek(at)
                part = file.read(self._part)
                reply = self._send_part(packet, part, at, size)
                at += len(part)
                if reply.status == 200:
                    return _marked(reply)
                if at >= size:
                    raise BadWire("no receipt")

    def feed(self, cursor: int) -> bytes:
        """The next sealed page after a cursor."""
        return self._line.signed("GET", f"/v1/feed?cursor={cursor}").body

    @property
    def told_at(self) -> datetime | None:
        """The last time that the centre has proven, apart from the feed; None for never."""
        return self._line.told_at

    def ask_time(self) -> datetime:
        """The centre's time, proven by the key that was pinned at enrolment."""
        return self._line.ask_time()

    def _offset(self, packet: str) -> int:
        return self._line.signed("HEAD", f"/v1/packets/{packet}").number("Upload-Offset")

    def _send_part(self, packet: str, part: bytes, at: int, size: int) -> Reply:
        fields = {
            "Upload-Offset": str(at),
            "Upload-Complete": "?1" if at + len(part) == size else "?0",
            "Upload-Length": str(size),
        }
        begun = self._timer()
        reply = self._line.signed("PATCH", f"/v1/packets/{packet}", part, fields)
        self._pace(self._timer() - begun)
        return reply

    def _pace(self, took_s: float) -> None:
        """Larger parts on a quick line, smaller ones on a slow one."""
        if took_s < QUICK_S:
            self._part = min(LARGEST_PART, self._part * (8 if took_s < QUICK_S / 10 else 2))
        elif took_s > SLOW_S:
            self._part = max(SMALLEST_PART, self._part // 2)


def check_receipt(receipt: tuple[bytes, bytes], centre_key: str) -> bytes:
    """The receipt's bytes when the centre signed them; raises BadPacket."""
    body, signature = receipt
    if not ed25519_check(bytes.fromhex(centre_key), body, signature):
        raise BadPacket("bad-signature")
    return body


def _marked(reply: Reply) -> tuple[bytes, bytes]:
    return reply.body, reply.hexed("Loket-Signature")
