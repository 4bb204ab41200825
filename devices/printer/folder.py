"""Prints to a folder: each job is a PDF file, for stations without a card printer and for the first days of a new one.

Files are named `000042~JOB.pdf`, the job's name percent-encoded. `counter.json` holds the last number, so that it does
not begin again when someone takes the files away; where a crash left it behind the files, the files are right.
"""

import errno
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from devices.errors import Denied, DeviceError, DeviceFault, NotFound
from devices.health import Identity
from devices.printer.port import JobPhase, JobState, PrinterState

COUNTER = "counter.json"
CARD_FILE = re.compile(r"(\d{6,})~(.*)\.pdf")
LONGEST_NAME = 120
REASONS = {errno.ENOSPC: "spool-area-full", errno.EDQUOT: "spool-area-full", errno.EFBIG: "spool-area-full"}


class FolderPrinter:
    """A printer whose hopper is a folder; a job is done as soon as its file is safe on the disk."""

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)

    def identify(self) -> Identity:
        """See `CardPrinter.identify`."""
        self._check()
        return Identity("Folder", serial=str(self._folder))

    def state(self) -> PrinterState:
        """See `CardPrinter.state`."""
        self._check()
        return PrinterState("idle", cards_printed=self._last())

    def validate(self, media: str) -> None:
        """See `CardPrinter.validate`; a folder takes every medium."""
        self._check()

    def submit(self, pdf: bytes, *, name: str, media: str, copies: int = 1) -> int:
        """See `CardPrinter.submit`. One copy only: two files of one card would look like two cards."""
        self._check()
        if copies != 1:
            raise self._fault("attributes-or-values-not-supported", "copies")
        if not pdf.startswith(b"%PDF-"):
            raise self._fault("document-format-error", "no PDF")
        job_id = self._last() + 1
        try:
            self._write(f"{job_id:06d}~{quote(name, safe=' ')[:LONGEST_NAME]}.pdf", pdf)
            self._write(COUNTER, json.dumps({"printed": job_id}).encode())
        except OSError as error:
            raise self._named(error) from error
        return job_id

    def job(self, job_id: int) -> JobState:
        """See `CardPrinter.job`."""
        self._check()
        if not 0 < job_id <= self._last():
            raise self._fault("job-not-found", str(job_id))
        return JobState(job_id, JobPhase.COMPLETED, ("job-completed-successfully",), 1)

    def find(self, name: str) -> JobState | None:
        """See `CardPrinter.find`; a file that was taken away is forgotten."""
        self._check()
        wanted = quote(name, safe=" ")[:LONGEST_NAME]
        found = max((number for number, job in self._files() if job == wanted), default=None)
        return None if found is None else self.job(found)

    def cancel(self, job_id: int) -> None:
        """See `CardPrinter.cancel`; what is written is written."""
        self.job(job_id)
        raise self._fault("not-possible", str(job_id))

    def close(self) -> None:
        """See `CardPrinter.close`."""

    def _check(self) -> None:
        if not self._folder.is_dir():
            raise NotFound(str(self._folder), detail="no such folder")
        if not os.access(self._folder, os.W_OK | os.X_OK):
            raise Denied(str(self._folder), detail="the folder may not be written to")

    def _last(self) -> int:
        written = max((number for number, _ in self._files()), default=0)
        try:
            told = json.loads((self._folder / COUNTER).read_bytes())["printed"]
        except FileNotFoundError:
            return written
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._fault("counter-unreadable", str(error)) from error
        return max(written, int(told))

    def _files(self) -> Iterator[tuple[int, str]]:
        for path in self._folder.iterdir():
            if card := CARD_FILE.fullmatch(path.name):
                yield int(card[1]), card[2]

    def _write(self, name: str, data: bytes) -> None:
        """Put a file into the folder, whole and on the disk, or not at all."""
        draft = self._folder / f".{name}.part"
        try:
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._folder / name)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        self._sync_folder()

    def _sync_folder(self) -> None:
        if os.name != "posix":
            return  # Windows cannot open a folder; NTFS journals the rename
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _fault(self, reason: str, detail: str) -> DeviceFault:
        return DeviceFault(str(self._folder), reason=reason, detail=detail)

    def _named(self, error: OSError) -> DeviceError:
        if isinstance(error, PermissionError):
            return Denied(str(self._folder), detail=str(error))
        return self._fault(REASONS.get(error.errno or 0, "other-error"), str(error))
