"""Printers for the tests: what each needs to start, and how to look at what it printed."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path

from devices.printer.port import CardPrinter, JobState

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
CARD = "iso_id-1_53.98x85.6mm"
PATIENCE_S = 10.0


@dataclass(frozen=True)
class Bench:
    """A printer, and the folder where the documents it got can be found."""

    printer: CardPrinter
    spool: Path
    counts_cards: bool = True

    def documents(self) -> list[bytes]:
        return sorted(path.read_bytes() for path in self.spool.rglob("*.pdf"))


def eventually(look, enough, seconds=PATIENCE_S):
    """What `look` sees as soon as it is `enough`, or at the end of our patience."""
    pause, end = threading.Event(), time.monotonic() + seconds
    while not enough(seen := look()) and time.monotonic() < end:
        pause.wait(0.01)
    return seen


def ended(printer: CardPrinter, job_id: int) -> JobState:
    return eventually(lambda: printer.job(job_id), lambda job: job.ended)
