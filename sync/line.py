"""The way to the centre: one request, one answer, over httpx2. Every fault of the way becomes a SyncError.

Signed requests carry the centre's time as far as we know it: a PC whose clock battery is dead can still sync. When the
centre refuses a signature and its `Date` is far from our clock, we sign once more by its clock. Nothing but the
`created` of a signature follows that unproven time.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx2

from sync.errors import BadWire, ClockWrong, Locked, Refused, Unreachable
from sync.keys import SigningKey
from sync.signing import Message, sign_request
from sync.wire import LARGEST

NOTABLE_SKEW_S = 60.0
TIMEOUT = httpx2.Timeout(30.0, connect=10.0)
_KEPT_S = 3.0  # shorter than the centre keeps an idle connection: else requests meet one that just closed
_DATE_FAULTS = (9, 10)  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that is no refusal."""

    status: int
    headers: Mapping[str, str]  # by any case
    body: bytes

    def number(self, name: str) -> int:
        """A header that is a count; raises BadWire."""
        value = self.headers.get(name, "")
        if not (value.isascii() and value.isdigit()):
            raise BadWire(name)
        return int(value)

    def hexed(self, name: str) -> bytes:
        """A header that is hex; raises BadWire."""
        try:
            return bytes.fromhex(self.headers.get(name, ""))
        except ValueError as error:
            raise BadWire(name) from error


class Line:
    """Requests to one address, signed as one station. `correction` is added to our clock when signing."""

    def __init__(
        self,
        url: str,
        station: str = "",
        key: SigningKey | None = None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        """`transport` takes the place of the network. Raises Unreachable("bad-address") for what is no address."""
        limits = httpx2.Limits(keepalive_expiry=_KEPT_S)
        try:
            self._client = httpx2.Client(
                base_url=url, timeout=TIMEOUT, limits=limits, trust_env=False, transport=transport
            )
        except httpx2.InvalidURL as error:
            raise Unreachable("bad-address") from error
        self._station = station
        self._key = key
        self._now = now
        self.correction = timedelta()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def plain(self, method: str, path: str, body: bytes = b"", fields: Mapping[str, str] | None = None) -> Reply:
        """A request that proves nothing about us."""
        return _accepted(self._send(method, path, body, fields or {}))

    def signed(self, method: str, path: str, body: bytes = b"", fields: Mapping[str, str] | None = None) -> Reply:
        """A request in the station's name; raises ClockWrong when not even the centre's own time helps."""
        reply = self._send_signed(method, path, body, fields or {})
        off = self._centre_ahead_s(reply)
        if reply.status == httpx2.codes.UNAUTHORIZED and abs(off) > NOTABLE_SKEW_S:
            self.correction += timedelta(seconds=off)
            reply = self._send_signed(method, path, body, fields or {})
            if reply.status == httpx2.codes.UNAUTHORIZED and reply.headers.get("Loket-Code") == "bad-signature":
                raise ClockWrong(-self.correction.total_seconds())
        return _accepted(reply)

    def ahead_s(self, reply: Reply) -> float:
        """How far our own clock is ahead of the one that answered, in seconds."""
        return -(self._centre_ahead_s(reply) + self.correction.total_seconds())

    def _send_signed(self, method: str, path: str, body: bytes, fields: Mapping[str, str]) -> Reply:
        if self._key is None:
            raise Refused(401, "no-station-key")
        message = Message(method, str(self._client.base_url.join(path)), httpx2.Headers(dict(fields)))
        sign_request(message, body, station=self._station, key=self._key, now=self._now() + self.correction)
        return self._send(method, path, body, message.headers)

    def _send(self, method: str, path: str, body: bytes, fields: Mapping[str, str]) -> Reply:
        headers = {**fields, "Accept-Encoding": "identity", "User-Agent": "loket"}
        try:
            with self._client.stream(method, path, content=body, headers=headers) as reply:
                return Reply(reply.status_code, reply.headers, _whole(reply.iter_raw()))
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.UnsupportedProtocol) as error:
            raise _no_connection(error) from error
        except httpx2.RequestError as error:
            raise Unreachable("cut-off") from error

    def _centre_ahead_s(self, reply: Reply) -> float:
        """The centre's clock against ours as corrected; 0.0 when it does not tell."""
        try:
            theirs = parsedate_to_datetime(reply.headers.get("Date", ""))
        except ValueError:
            return 0.0
        return (theirs.astimezone(UTC) - self._now() - self.correction).total_seconds()


def _whole(chunks: Iterator[bytes]) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > LARGEST:
            raise BadWire("too large")
    return bytes(body)


def _accepted(reply: Reply) -> Reply:
    if reply.status < httpx2.codes.MULTIPLE_CHOICES:
        return reply
    code = reply.headers.get("Loket-Code", "refused")
    if code == "locked":
        raise Locked(reply.status, code)
    raise Refused(reply.status, code)


def _no_connection(error: Exception) -> Unreachable | ClockWrong:
    """A certificate outside its dates means a wrong clock far more often than an old certificate."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError) and cause.verify_code in _DATE_FAULTS:
            return ClockWrong(0.0)
        cause = cause.__cause__ or cause.__context__
    return Unreachable("unreachable")
