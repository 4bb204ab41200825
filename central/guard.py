"""Before and after every request: sizes, rates, counts and one line in the log. Pure ASGI, so that a body that is too
large is never read to its end."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from central.errors import CentreError, NotNow, TooLarge
from central.limits import Buckets, Limits
from central.metrics import Metrics, Seen

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Guard:
    """Wraps the application."""

    def __init__(self, app: App, *, limits: Limits, buckets: Buckets, metrics: Metrics, log: Any) -> None:
        self._app = app
        self._limits = limits
        self._buckets = buckets
        self._metrics = metrics
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        passing = _Passing(receive, send, self._limits.body(scope["path"]))
        begun = time.perf_counter()
        try:
            self._rates(scope)
            passing.check_length(scope)
            await self._app(scope, passing.receive, passing.send)
        except CentreError as error:  # of ours only: sizes and rates
            await passing.refuse(error)
        finally:
            self._note(scope, passing, time.perf_counter() - begun)

    def _rates(self, scope: Scope) -> None:
        address = (scope.get("client") or ("",))[0]
        self._buckets.take(f"address {address}", self._limits.address)
        door = self._limits.doors.get(scope["path"])
        if door is not None:
            self._buckets.take(f"{scope['path']} {address}", door)

    def _note(self, scope: Scope, passing: _Passing, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        seen = Seen(route, scope["method"], passing.status, seconds, passing.received)
        self._metrics.count(seen)
        self._log.info(
            "request",
            route=route,
            method=seen.method,
            status=seen.status,
            ms=round(seconds * 1000),
            bytes=seen.received,
            code=passing.code,
        )


class _Passing:
    """The two ways of one request, counted."""

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive = receive
        self._send = send
        self._most = most
        self._begun = False
        self.received = 0
        self.status = 500
        self.code = ""

    def check_length(self, scope: Scope) -> None:
        """Refuse by what is announced, before a byte of it is read."""
        said = dict(scope["headers"]).get(b"content-length", b"0")
        if said.isdigit() and int(said) > self._most:
            raise TooLarge("too-large")

    async def receive(self) -> MutableMapping[str, Any]:
        """The next piece of the body."""
        message = await self._receive()
        self.received += len(message.get("body", b""))
        if self.received > self._most:
            raise TooLarge("too-large")
        return message

    async def send(self, message: MutableMapping[str, Any]) -> None:
        """The next piece of the answer."""
        if message["type"] == "http.response.start":
            self._begun = True
            self.status = message["status"]
            self.code = dict(message.get("headers", ())).get(b"loket-code", b"").decode("latin-1")
        await self._send(message)

    async def refuse(self, error: CentreError) -> None:
        """Say no."""
        if self._begun:
            return
        headers = [(name.lower().encode(), value.encode()) for name, value in refusal_headers(error).items()]
        start = {
            "type": "http.response.start",
            "status": error.status,
            "headers": [*headers, (b"content-length", b"0")],
        }
        await self.send(start)
        await self._send({"type": "http.response.body", "body": b""})


def refusal_headers(error: CentreError) -> dict[str, str]:
    """What goes with a refusal: its code, and when to ask again."""
    more = {"Retry-After": str(error.wait_s)} if isinstance(error, NotNow) else {}
    return {"Loket-Code": error.code, **more}
