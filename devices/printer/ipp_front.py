"""How the simulated card printer answers IPP operations, as RFC 8011 sections 4 and 5 have it. No sockets here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from devices.printer import ipp_wire as wire
from devices.printer.card_machine import CardMachine, Job
from devices.printer.ipp_attributes import Attributes, PrinterFacts, chosen, job_attributes
from devices.printer.ipp_constants import CARD, PDF, Group, Operation, Status, Tag, status_keyword
from devices.printer.ipp_wire import Request

GREATEST_ID = 0x7FFFFFFF
FORMATS = (PDF, "application/octet-stream")
MEDIA = (CARD,)
MOST_COPIES = 4
WORDS = {"attributes-charset": Tag.CHARSET, "attributes-natural-language": Tag.LANGUAGE}

BRIEF_JOB = ("job-id", "job-uri")
RECEIPT = ("job-id", "job-uri", "job-state", "job-state-reasons", "job-state-message")


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """An operation cannot be done, and why; `unsupported` names what in the request is to blame."""

    status: Status
    unsupported: Attributes | None = None


class IppFront:
    """Turns a request into an answer, and into work for the machine. `spool` keeps the documents, for tests only."""

    def __init__(self, machine: CardMachine, facts: PrinterFacts, spool: Path | None) -> None:
        self._machine = machine
        self._facts = facts
        self._spool = spool
        self._operations: dict[int, Callable[[Request], tuple[Status, wire.Answered]]] = {
            Operation.PRINT_JOB: self._print_job,
            Operation.VALIDATE_JOB: self._validate_job,
            Operation.CANCEL_JOB: self._cancel_job,
            Operation.GET_JOB_ATTRIBUTES: self._get_job_attributes,
            Operation.GET_JOBS: self._get_jobs,
            Operation.GET_PRINTER_ATTRIBUTES: self._get_printer_attributes,
        }

    def answer(self, request: Request) -> bytes:
        """The bytes of the answer to `request`."""
        try:
            self._check(request)
            status, groups = self._operation(request)(request)
        except Refusal as refusal:
            status, groups = refusal.status, []
            if refusal.unsupported:
                groups = [(Group.UNSUPPORTED, refusal.unsupported)]
        head: Attributes = {
            "attributes-charset": wire.words(Tag.CHARSET, ["utf-8"]),
            "attributes-natural-language": wire.words(Tag.LANGUAGE, ["en"]),
            "status-message": wire.words(Tag.TEXT, [status_keyword(status)]),
        }
        version = request.version if request.version[0] in (1, 2) else b"\x01\x01"
        return wire.answer(version, status, request.request_id, [(Group.OPERATION, head), *groups])

    # ---- what every operation needs

    def _check(self, request: Request) -> None:
        if request.version[0] not in (1, 2):
            raise Refusal(Status.SERVER_ERROR_VERSION_NOT_SUPPORTED)
        if not 0 < request.request_id <= GREATEST_ID:
            raise Refusal(Status.CLIENT_ERROR_BAD_REQUEST)
        first_two = list(request.groups.get(Group.OPERATION, {}))[:2]
        if first_two != list(WORDS) or not (request.raw("printer-uri") or request.raw("job-uri")):
            raise Refusal(Status.CLIENT_ERROR_BAD_REQUEST)
        if request.word("attributes-charset").lower() not in ("utf-8", "us-ascii"):
            raise Refusal(Status.CLIENT_ERROR_CHARSET_NOT_SUPPORTED)

    def _operation(self, request: Request) -> Callable[[Request], tuple[Status, wire.Answered]]:
        if request.operation not in self._operations:
            raise Refusal(Status.SERVER_ERROR_OPERATION_NOT_SUPPORTED)
        return self._operations[request.operation]

    def _job(self, request: Request) -> Job:
        """The job a request is about, by printer-uri and job-id or by job-uri."""
        by_uri = request.word("job-uri").rpartition("/")[2]
        wanted = request.integer("job-id", int(by_uri) if by_uri.isdecimal() else 0)
        if not wanted:
            raise Refusal(Status.CLIENT_ERROR_BAD_REQUEST)
        for job in self._machine.jobs:
            if job.id == wanted:
                return job
        raise Refusal(Status.CLIENT_ERROR_NOT_FOUND)

    # ---- operations

    def _print_job(self, request: Request) -> tuple[Status, wire.Answered]:
        ignored = self._check_ticket(request)
        if not self._machine.accepting:
            raise Refusal(Status.SERVER_ERROR_NOT_ACCEPTING_JOBS)
        if not request.document.startswith(b"%PDF-"):
            raise Refusal(Status.CLIENT_ERROR_DOCUMENT_FORMAT_ERROR)
        copies = request.integer("copies", 1, Group.JOB)
        name = request.word("job-name", "untitled")
        job = self._machine.accept(name, request.word("requesting-user-name", "anonymous"), copies)
        if job is None:
            raise Refusal(Status.SERVER_ERROR_BUSY)
        if self._spool is not None:
            (self._spool / f"{job.id}.pdf").write_bytes(request.document)
        return _with(ignored, [(Group.JOB, chosen(job_attributes(job, self._machine, self._facts), RECEIPT))])

    def _validate_job(self, request: Request) -> tuple[Status, wire.Answered]:
        return _with(self._check_ticket(request), [])

    def _check_ticket(self, request: Request) -> Attributes:
        """What of the ticket would be ignored; raises `Refusal` where that may not be."""
        if request.word("compression", "none") != "none":
            raise Refusal(Status.CLIENT_ERROR_COMPRESSION_NOT_SUPPORTED)
        if request.word("document-format", PDF) not in FORMATS:
            raise Refusal(Status.CLIENT_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED)
        unsupported: Attributes = {}
        media = request.word("media", CARD, Group.JOB)
        if media not in MEDIA:
            unsupported["media"] = wire.keyword(media)
        copies = request.integer("copies", 1, Group.JOB)
        if not 1 <= copies <= MOST_COPIES:
            unsupported["copies"] = wire.numbers(copies)
        if unsupported and (request.truth("ipp-attribute-fidelity") or "copies" in unsupported):
            raise Refusal(Status.CLIENT_ERROR_ATTRIBUTES_OR_VALUES_NOT_SUPPORTED, unsupported)
        return unsupported

    def _cancel_job(self, request: Request) -> tuple[Status, wire.Answered]:
        if not self._machine.cancel(self._job(request)):
            raise Refusal(Status.CLIENT_ERROR_NOT_POSSIBLE)
        return Status.SUCCESSFUL_OK, []

    def _get_job_attributes(self, request: Request) -> tuple[Status, wire.Answered]:
        told = job_attributes(self._job(request), self._machine, self._facts)
        return Status.SUCCESSFUL_OK, [(Group.JOB, chosen(told, request.words("requested-attributes") or ["all"]))]

    def _get_jobs(self, request: Request) -> tuple[Status, wire.Answered]:
        wanted = request.words("requested-attributes") or BRIEF_JOB
        jobs = list(self._listed(request))[: request.integer("limit", len(self._machine.jobs))]
        return Status.SUCCESSFUL_OK, [
            (Group.JOB, chosen(job_attributes(job, self._machine, self._facts), wanted)) for job in jobs
        ]

    def _listed(self, request: Request) -> Iterable[Job]:
        """The jobs that match, the latest first; RFC 8011 section 4.2.6 lists unfinished ones unless told otherwise."""
        active = request.word("which-jobs", "not-completed") != "completed"
        user = request.word("requesting-user-name") if request.truth("my-jobs") else None
        return (job for job in reversed(self._machine.jobs) if job.active == active and user in (None, job.user))

    def _get_printer_attributes(self, request: Request) -> tuple[Status, wire.Answered]:
        told = self._facts.attributes(self._machine)
        return Status.SUCCESSFUL_OK, [(Group.PRINTER, chosen(told, request.words("requested-attributes") or ["all"]))]


def _with(ignored: Attributes, groups: wire.Answered) -> tuple[Status, wire.Answered]:
    if ignored:
        return Status.SUCCESSFUL_OK_IGNORED_OR_SUBSTITUTED_ATTRIBUTES, [(Group.UNSUPPORTED, ignored), *groups]
    return Status.SUCCESSFUL_OK, groups
