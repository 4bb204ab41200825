"""The body of an HTTP request, read piece by piece: of known length, or in chunks (RFC 9112 section 7.1)."""

from email.message import Message
from io import BufferedIOBase

from devices.printer.ipp_wire import BadRequest


class Body:
    """A request's body on `stream`. The standard library's server leaves chunks to us, and `ipptool` sends them."""

    def __init__(self, stream: BufferedIOBase, headers: "Message[str, str]") -> None:
        self._stream = stream
        self._chunked = headers.get("Transfer-Encoding", "").lower() == "chunked"
        self._left = 0 if self._chunked else int(headers.get("Content-Length", "0"))
        self._first_chunk = True

    def read(self, count: int) -> bytes:
        """`count` bytes; raises `BadRequest` if the body is shorter, ConnectionError if the host leaves."""
        out = b""
        while len(out) < count and self._more():
            out += self._read_some(count - len(out))
        if len(out) < count:
            raise BadRequest("a body too short for a request")
        return out

    def read_all(self) -> bytes:
        """All that is left; raises ConnectionError if the host leaves."""
        parts = []
        while self._more():
            parts.append(self._read_some(self._left))
        return b"".join(parts)

    def _read_some(self, count: int) -> bytes:
        part = self._stream.read(min(count, self._left))
        if not part:
            raise ConnectionResetError("the host left within a request")
        self._left -= len(part)
        return part

    def _more(self) -> bool:
        if not self._left and self._chunked:
            self._begin_chunk()
        return bool(self._left)

    def _begin_chunk(self) -> None:
        if not self._first_chunk:
            self._stream.readline()  # the line end behind the last chunk
        self._first_chunk = False
        try:
            self._left = int(self._stream.readline().split(b";")[0], 16)
        except ValueError as error:
            raise BadRequest("no chunk") from error
        if not self._left:
            self._stream.readline()
            self._chunked = False
