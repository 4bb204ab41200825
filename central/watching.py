"""Health for whoever watches over the machine, metrics for Prometheus."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from central.clock import Clock
from central.health import Health
from central.ledger.tallies import tally
from central.metrics import TYPE, Metrics
from central.openapi import CODE, Answers, refusals

_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_STATES = {"type": "object", "additionalProperties": {"type": "string"}}
_JSON = {"application/json": {"schema": _STATES}}


@dataclass(frozen=True, slots=True)
class Watching:
    """Both endpoints. `token`: who brings it may read the metrics from elsewhere; without one only loopback may."""

    health: Health
    clock: Clock
    token: str = field(default="", repr=False)
    metrics: Metrics = field(default_factory=Metrics)

    def open_doors(self, app: FastAPI) -> None:
        """Add them to the application."""
        unwell: Answers = {503: {"description": "Something is not well", "content": _JSON}}
        fine: Answers = {200: {"description": "All is well", "content": _JSON}}
        more = {k: v for k, v in refusals().items() if k not in unwell}
        app.add_api_route("/health", self._health, methods=["GET"], responses={**more, **fine, **unwell})
        said: Answers = {
            200: {"description": "Prometheus text", "content": {TYPE.split(";")[0]: {"schema": {"type": "string"}}}}
        }
        shut: Answers = {403: {"description": "Neither loopback nor the token", "headers": CODE}}
        app.add_api_route(
            "/metrics",
            self._metrics,
            methods=["GET"],
            responses={**refusals(), **said, **shut},
            response_class=Response,
        )

    async def _health(self) -> JSONResponse:
        states = await run_in_threadpool(self.health.states)
        well = set(states.values()) == {"ok"}
        headers = {} if well else {"Loket-Code": "not-well", "Retry-After": "30"}
        return JSONResponse({"status": "ok" if well else "not-well", **states}, 200 if well else 503, headers)

    async def _metrics(self, request: Request) -> Response:
        if not self._may_read(request):
            return Response(status_code=403, headers={"Loket-Code": "not-here"})
        return Response(await run_in_threadpool(self._page), headers={"Content-Type": TYPE})

    def _page(self) -> bytes:
        with self.health.ledger.writing() as book:
            return self.metrics.page(book, tally(book.connection, self.clock.stamp()))

    def _may_read(self, request: Request) -> bool:
        brought = request.headers.get("Authorization", "")
        if self.token:
            return hmac.compare_digest(brought.encode(), f"Bearer {self.token}".encode())
        return request.client is not None and request.client.host in _LOOPBACK
