"""The way to the centre: one request, one answer, over httpx2. Every fault of the way becomes a SyncError.

Signed requests carry the centre's time as far as we know it: a PC whose clock battery is dead can still sync. When the
centre refuses a signature, or its certificate seems outside its dates, it is asked for the time, which it proves
(sync.clock). Where it cannot, its `Date` has to do: nothing but the `created` of a signature follows an unproven time.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial

import httpx2

from sync.bucket import Bucket
from sync.clock import dated_by, new_nonce, proven_time
from sync.errors import BadPacket, BadWire, Busy, ClockWrong, Locked, Refused, SyncError, Unreachable
from sync.keys import SigningKey
from sync.signing import Message, sign_request
from sync.wire import LARGEST

NOTABLE_SKEW_S = 60.0
TIMEOUT = httpx2.Timeout(30.0, connect=10.0)
_KEPT_S = 3.0  # shorter than the centre keeps an idle connection: else requests meet one that just closed
_LATER = (429, 502, 503, 504)  # too many, and what a proxy says whose centre is away
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
    """Requests to one address, signed as one station. `correction` is added to our clock when signing; `told_at` is the
    last time that the centre has proven."""

    def __init__(
        self,
        url: str,
        station: str = "",
        key: SigningKey | None = None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        transport: httpx2.BaseTransport | None = None,
        trust: Callable[[], ssl.SSLContext] = partial(httpx2.create_ssl_context, trust_env=False),  # noqa: B008 - pure
        centre_key: str = "",
        bucket: Bucket | None = None,
    ) -> None:
        """`transport` takes the place of the network; `trust` says whose certificates count. With the `centre_key`,
        in hex, the centre's time can be proven. Raises Unreachable("bad-address") for what is no address."""
        self._url, self._transport, self._trust = url, transport, trust
        self._client = self._client_with(True if transport is not None else trust())
        self._station = station
        self._key = key
        self._now = now
        self._centre_key = centre_key
        self._bucket = bucket or Bucket()
        self.correction = timedelta()
        self.told_at: datetime | None = None

    def _client_with(self, verify: ssl.SSLContext | bool) -> httpx2.Client:
        limits = httpx2.Limits(keepalive_expiry=_KEPT_S)
        try:
            return httpx2.Client(
                base_url=self._url,
                timeout=TIMEOUT,
                limits=limits,
                trust_env=False,
                transport=self._transport,
                verify=verify,
            )
        except httpx2.InvalidURL as error:
            raise Unreachable("bad-address") from error

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def plain(self, method: str, path: str, body: bytes = b"", fields: Mapping[str, str] | None = None) -> Reply:
        """A request that proves nothing about us."""
        return _accepted(self._send(method, path, body, fields or {}))

    def signed(self, method: str, path: str, body: bytes = b"", fields: Mapping[str, str] | None = None) -> Reply:
        """A request in the station's name; raises ClockWrong when not even the centre's own time helps."""
        reply = self._send_signed(method, path, body, fields or {})
        if _unsigned(reply) and self._set_right(reply):
            reply = self._send_signed(method, path, body, fields or {})
            if _unsigned(reply):
                raise ClockWrong(-self.correction.total_seconds())
        return _accepted(reply)

    def ask_time(self) -> datetime:
        """The centre's time, proven, and our correction by it. Raises BadPacket, BadWire or what a request raises."""
        return self._asked_time(self._client)

    def _asked_time(self, client: httpx2.Client) -> datetime:
        nonce = new_nonce()
        reply = _accepted(self._exchange(client, "GET", f"/v1/time?nonce={nonce}", b"", {}))
        told = proven_time(reply.body, reply.hexed("Loket-Signature"), nonce=nonce, centre_key=self._centre_key)
        self.correction, self.told_at = told - self._now(), told
        return told

    def _set_right(self, reply: Reply) -> bool:
        """Learn the centre's time after it refused a signature; whether ours was far from it."""
        before = self.correction
        if self._proven():
            return abs((self.correction - before).total_seconds()) > NOTABLE_SKEW_S
        off = self._centre_ahead_s(reply)
        if abs(off) > NOTABLE_SKEW_S:
            self.correction += timedelta(seconds=off)
        return abs(off) > NOTABLE_SKEW_S

    def _proven(self) -> bool:
        """Whether the centre could be asked for its time and has proven it."""
        try:
            return bool(self._centre_key) and bool(self.ask_time())
        except (Refused, BadPacket, BadWire):  # one of an older version, or somebody between
            return False

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
        with suppress(ClockWrong):
            return self._exchange(self._client, method, path, body, fields)
        self._meet_by_their_time()
        return self._exchange(self._client, method, path, body, fields)

    def _meet_by_their_time(self) -> None:
        """The centre's certificate seems outside its dates: ask, by its own key, who is wrong, and go on by its time.
        Raises ClockWrong where it cannot be known, Unreachable where it is the certificate."""
        if not self._centre_key:
            raise ClockWrong(0.0)
        with self._client_with(_unchecked()) as client:  # what it says proves itself
            try:
                self._asked_time(client)
            except SyncError as error:
                raise ClockWrong(0.0) from error
        if abs(self.correction.total_seconds()) <= NOTABLE_SKEW_S:
            raise Unreachable("old-certificate")
        self._client.close()
        self._client = self._client_with(dated_by(lambda: self._now() + self.correction, self._trust))

    def _exchange(self, client: httpx2.Client, method: str, path: str, body: bytes, fields: Mapping[str, str]) -> Reply:
        headers = {**fields, "Accept-Encoding": "identity", "User-Agent": "loket"}
        content: bytes | Iterator[bytes] = body
        if self._bucket.rate and body:
            headers["Content-Length"] = str(len(body))  # else pieces would travel without a length
            content = self._bucket.pieces(body)
        try:
            with client.stream(method, path, content=content, headers=headers) as reply:
                return Reply(reply.status_code, reply.headers, self._whole(reply.iter_raw()))
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.UnsupportedProtocol) as error:
            raise _no_connection(error) from error
        except httpx2.RequestError as error:
            raise Unreachable("cut-off") from error

    def _whole(self, chunks: Iterator[bytes]) -> bytes:
        body = bytearray()
        for chunk in chunks:
            self._bucket.take(len(chunk))
            body += chunk
            if len(body) > LARGEST:
                raise BadWire("too large")
        return bytes(body)

    def _centre_ahead_s(self, reply: Reply) -> float:
        """The centre's clock against ours as corrected; 0.0 when it does not tell."""
        try:
            theirs = parsedate_to_datetime(reply.headers.get("Date", ""))
        except ValueError:
            return 0.0
        return (theirs.astimezone(UTC) - self._now() - self.correction).total_seconds()


def _accepted(reply: Reply) -> Reply:
    if reply.status < httpx2.codes.MULTIPLE_CHOICES:
        return reply
    code = reply.headers.get("Loket-Code", "refused")
    if code == "locked":
        raise Locked(reply.status, code)
    if reply.status in _LATER or "Retry-After" in reply.headers:
        raise Busy(reply.status, reply.headers.get("Loket-Code", "busy"), _later_s(reply))
    raise Refused(reply.status, code)


def _later_s(reply: Reply) -> float:
    """Retry-After (RFC 9110, 10.2.3) in seconds: a count, or a date against the `Date` of the same answer."""
    said = reply.headers.get("Retry-After", "")
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        wait = parsedate_to_datetime(said) - parsedate_to_datetime(reply.headers.get("Date", ""))
    except (ValueError, TypeError):
        return 0.0
    return max(0.0, wait.total_seconds())


def _unsigned(reply: Reply) -> bool:
    return reply.status == httpx2.codes.UNAUTHORIZED and reply.headers.get("Loket-Code") == "bad-signature"


def _unchecked() -> ssl.SSLContext:
    """For the one question whose answer is signed by a key we hold."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _no_connection(error: Exception) -> Unreachable | ClockWrong:
    """A certificate outside its dates means a wrong clock far more often than an old certificate."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError) and cause.verify_code in _DATE_FAULTS:
            return ClockWrong(0.0)
        cause = cause.__cause__ or cause.__context__
    return Unreachable("unreachable")
