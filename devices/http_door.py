"""A small HTTP server for simulated devices: loopback, a thread for each connection, and gone at once when told to."""

import os
import socket
import threading
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

POLL_S = 0.05


class Door(ThreadingHTTPServer):
    """Listens on `place` (port 0: any free one) from `begin` to `end`; opening raises OSError if the port is taken."""

    # On Windows the option lets two programs listen on one port.
    allow_reuse_address = os.name == "posix"

    def __init__(self, place: tuple[str, int], talk: type["Talk"]) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(place, talk)
        self._thread = threading.Thread(target=self.serve_forever, args=[POLL_S], name="http-door", daemon=True)

    def begin(self) -> None:
        """Let hosts in."""
        self._thread.start()

    def end(self) -> None:
        """Close the port, and every connection."""
        self.shutdown()
        self._thread.join()
        self.server_close()
        self.drop()

    def drop(self) -> None:
        """Close every connection; the port stays open."""
        for connection in tuple(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def server_bind(self) -> None:
        """Bind without asking a name server who we are, as `HTTPServer` does."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]  # as http.server

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection."""
        self._open.discard(request)
        super().shutdown_request(request)


class Talk(BaseHTTPRequestHandler):
    """One connection of a host."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Answer until either end leaves."""
        with suppress(ConnectionError):
            super().handle()

    def reply(self, status: HTTPStatus, media_type: str, body: bytes) -> None:
        """Send one whole answer."""
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: stderr belongs to the program that runs the simulation."""
