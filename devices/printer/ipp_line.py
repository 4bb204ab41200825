"""The way to an IPP printer: one HTTP POST for each operation, and what can go wrong with it, named.

A connection serves one operation and is closed: a printer at a counter is asked once a second at most, and a
connection that never stays idle cannot have died unnoticed.
"""

import http.client
import ssl
from contextlib import closing, suppress
from urllib.parse import urlsplit

from devices.errors import Busy, Denied, DeviceError, Disconnected, Framing, NotFound, Timeout, Unexpected
from devices.printer.ipp_constants import MEDIA_TYPE, PORT
from devices.uri import DeviceUri

CHUNK = 64 * 1024
HTTP_FAULTS = {
    401: Denied,
    403: Denied,
    404: NotFound,
    503: Busy,
}


class IppLine:
    """Carries messages to the printer that `uri` names, `ipp://` or `ipps://`; raises `NotFound` for any other."""

    def __init__(self, uri: str, timeout_s: float) -> None:
        address = DeviceUri.parse(uri)
        if address.scheme not in ("ipp", "ipps") or not address.host:
            raise NotFound(uri, reason="bad-uri", detail="a printer is named ipp://host/path")
        self.uri = uri
        self._address = address
        self._timeout_s = timeout_s

    def post(self, message: bytes) -> bytes:
        """Send one message and give the answer.

        Until the printer is reached this raises `NotFound` or `Denied`; from the first byte on `Disconnected`,
        `Timeout`, `Framing` and `Unexpected`, or what the HTTP status says.
        """
        with closing(self._connect()) as connection:
            try:
                return self._exchange(connection, message)
            except TimeoutError as error:
                raise Timeout(self.uri, detail="no answer") from error
            except (http.client.RemoteDisconnected, http.client.IncompleteRead, OSError) as error:
                raise Disconnected(self.uri, detail=str(error)) from error
            except http.client.HTTPException as error:
                raise Framing(self.uri, detail=f"no HTTP: {error!r}") from error

    def _connect(self) -> http.client.HTTPConnection:
        secure = self._address.scheme == "ipps"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(self._address.host, self._address.port or PORT, timeout=self._timeout_s)
        try:
            connection.connect()
        except ssl.SSLCertVerificationError as error:
            raise Denied(self.uri, reason="bad-certificate", detail=str(error)) from error
        except OSError as error:
            raise NotFound(self.uri, detail=str(error)) from error
        return connection

    def _exchange(self, connection: http.client.HTTPConnection, message: bytes) -> bytes:
        self._send(connection, message)
        with connection.getresponse() as response:
            body = response.read()
        if response.status != http.client.OK:
            raise self._http_fault(response.status)
        if response.headers.get_content_type() != MEDIA_TYPE:
            raise Unexpected(self.uri, detail=f"an answer of type {response.headers.get_content_type()}")
        return body

    def _send(self, connection: http.client.HTTPConnection, message: bytes) -> None:
        connection.putrequest("POST", urlsplit(self.uri).path or "/")
        connection.putheader("Content-Type", MEDIA_TYPE)
        connection.putheader("Content-Length", str(len(message)))
        connection.endheaders()
        # A printer may refuse a job before it has read all of it; then its answer is there already.
        with suppress(BrokenPipeError, ConnectionResetError):
            for start in range(0, len(message), CHUNK):
                connection.send(message[start : start + CHUNK])

    def _http_fault(self, status: int) -> DeviceError:
        fault = HTTP_FAULTS.get(status, Unexpected)
        return fault(self.uri, reason="printer-busy" if fault is Busy else "", detail=f"HTTP {status}")
