"""What Prometheus asks for (text format 0.0.4). No label names a resident, a case or a packet.

Each process counts for itself; a scraper sees the one that answers it, and Prometheus asks each worker by its own port.
"""

from __future__ import annotations

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from central.ledger.ledger import Book
from central.ledger.tallies import Tally

TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it ended."""

    route: str
    method: str
    status: int
    seconds: float
    received: int


class Metrics:
    """Counters of this process, and the state of the books when asked."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        about = ["route", "method"]
        self._requests = Counter("loket_requests", "Requests answered", [*about, "status"], registry=self._registry)
        self._seconds = Histogram(
            "loket_request_seconds", "Time to the answer", about, registry=self._registry, buckets=_SECONDS
        )
        self._bytes = Counter("loket_received_bytes", "Bodies received", about, registry=self._registry)
        self._cases = Gauge("loket_cases", "Cases by status", ["status"], registry=self._registry)
        self._refused = Gauge("loket_refused_packets", "Packets kept", ["reason"], registry=self._registry)
        self._due = Gauge("loket_upstream_due", "Cases whose upstream answer is due", registry=self._registry)
        self._stations = Gauge("loket_stations", "Stations enrolled", registry=self._registry)

    def count(self, seen: Seen) -> None:
        """One request more."""
        self._requests.labels(seen.route, seen.method, str(seen.status)).inc()
        self._seconds.labels(seen.route, seen.method).observe(seen.seconds)
        self._bytes.labels(seen.route, seen.method).inc(seen.received)

    def page(self, book: Book, tally: Tally) -> bytes:
        """The page, with the books as they are now."""
        self._cases.clear()
        self._refused.clear()
        for status, count in book.count_by_status().items():
            self._cases.labels(status).set(count)
        for reason, count in tally.refused.items():
            self._refused.labels(reason).set(count)
        self._due.set(tally.due)
        self._stations.set(tally.stations)
        return generate_latest(self._registry)
