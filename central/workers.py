"""What a centre does by itself, beside answering: it asks the upstream for what is due, and looks for doubles.

On PostgreSQL any number of processes may do so, each taking cases that no other has in hand (FOR UPDATE SKIP LOCKED),
one case a transaction, so that none waits for another. The embedded file has one writer: one worker, many at once.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from central.dedupe import Dedupe
from central.errors import CentreError
from central.ledger.ledger import Ledger
from central.office import Office

AT_ONCE = 50
_SHORTEST_S = 0.05


@dataclass(frozen=True, slots=True)
class UpstreamWorker:
    """Asks again and again until it is told to stop; a database that is away is waited for."""

    ledger: Ledger
    office: Office
    log: Any
    pause_s: float

    def run(self, stop: threading.Event) -> None:
        """To be the work of a thread."""
        while not stop.wait(max(_SHORTEST_S, self.pause_s)):
            try:
                while self.once() and not stop.is_set():
                    pass
            except CentreError as error:
                self.log.warning("upstream", code=error.code)

    def once(self) -> int:
        """One transaction; how many answers were taken. 0: nothing more is due, or the rest is in other hands."""
        with self.ledger.writing() as book:
            taken = self.office.ask_upstream(book, 1 if self.ledger.shared else AT_ONCE)
        return taken if self.ledger.shared else 0


@dataclass(frozen=True, slots=True)
class DedupeWorker:
    """Looks for double recordings beside all else: the upstream does not wait for it. Of several processes that look
    at the same case, the first holds it and the others find that done."""

    ledger: Ledger
    dedupe: Dedupe
    log: Any
    pause_s: float

    def run(self, stop: threading.Event) -> None:
        """To be the work of a thread."""
        while not stop.wait(max(_SHORTEST_S, self.pause_s)):
            try:
                self.dedupe.look(self.ledger, limit=1)
            except CentreError as error:
                self.log.warning("dedupe", code=error.code)
