"""Driver for printers that speak IPP: network printers, and every CUPS queue (RFC 8011, PWG 5100.9, PWG 5100.13)."""

import itertools
from collections.abc import Iterable, Sequence

from devices.errors import Busy, Denied, DeviceError, DeviceFault, Framing, Unexpected
from devices.health import Identity
from devices.printer import ipp_codec as codec
from devices.printer.ipp_codec import Attribute, Message, Section, Value
from devices.printer.ipp_constants import PDF, Group, Operation, Status, Tag, status_keyword
from devices.printer.ipp_line import IppLine
from devices.printer.ipp_supplies import hopper, markers
from devices.printer.port import JobPhase, JobState, PrinterState, Readiness

TIMEOUT_S = 10.0
READINESS: dict[int | None, Readiness] = {3: "idle", 4: "processing", 5: "stopped"}
SEVERITIES = ("-report", "-warning", "-error")

STATE_ATTRIBUTES = (
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
    "printer-is-accepting-jobs",
    "printer-impressions-completed",
    "marker-names",
    "marker-types",
    "marker-levels",
    "printer-supply",
    "printer-supply-description",
    "printer-input-tray",
)
IDENTITY_ATTRIBUTES = (
    "printer-make-and-model",
    "printer-device-id",
    "printer-serial-number",
    "printer-uuid",
    "printer-firmware-string-version",
)
JOB_ATTRIBUTES = (
    "job-id",
    "job-name",
    "job-state",
    "job-state-reasons",
    "job-state-message",
    "job-impressions-completed",
)


class IppPrinter:
    """One printer; nothing is opened before the first question. `user` is the name its job list shows."""

    def __init__(self, uri: str, *, timeout_s: float = TIMEOUT_S, user: str = "loket") -> None:
        self._line = IppLine(uri, timeout_s)
        self._user = user
        self._request_ids = itertools.count(1)

    def identify(self) -> Identity:
        """See `CardPrinter.identify`."""
        about = self._printer(IDENTITY_ATTRIBUTES)
        return Identity(
            about.text("printer-make-and-model"),
            about.text("printer-serial-number") or _serial(about),
            about.text("printer-firmware-string-version"),
        )

    def state(self) -> PrinterState:
        """See `CardPrinter.state`."""
        about = self._printer(STATE_ATTRIBUTES)
        readiness = READINESS.get(about.number("printer-state"))
        if readiness is None:
            raise Unexpected(self._line.uri, detail="an answer without printer-state")
        return PrinterState(
            readiness,
            keywords(about.texts("printer-state-reasons")),
            about.contents("printer-is-accepting-jobs") != (False,),
            markers(about),
            about.number("printer-impressions-completed"),
            about.text("printer-state-message"),
            hopper(about),
        )

    def validate(self, media: str) -> None:
        """See `CardPrinter.validate`."""
        self._ask(Operation.VALIDATE_JOB, *_document("uji"), job=_ticket(media, 1))

    def submit(self, pdf: bytes, *, name: str, media: str, copies: int = 1) -> int:
        """See `CardPrinter.submit`."""
        answer = self._ask(Operation.PRINT_JOB, *_document(name), job=_ticket(media, copies), data=pdf)
        job_id = answer.section(Group.JOB).number("job-id")
        if job_id is None:
            raise Unexpected(self._line.uri, detail="a job without a job-id")
        return job_id

    def job(self, job_id: int) -> JobState:
        """See `CardPrinter.job`."""
        wanted = codec.text("requested-attributes", Tag.KEYWORD, *JOB_ATTRIBUTES)
        return self._job_state(self._ask_about(Operation.GET_JOB_ATTRIBUTES, job_id, wanted).section(Group.JOB))

    def find(self, name: str) -> JobState | None:
        """See `CardPrinter.find`."""
        found = [
            self._job_state(section)
            for which in ("not-completed", "completed")
            for section in self._jobs(which)
            if section.text("job-name") == name
        ]
        return max(found, key=lambda job: job.id, default=None)

    def cancel(self, job_id: int) -> None:
        """See `CardPrinter.cancel`."""
        self._ask_about(Operation.CANCEL_JOB, job_id)

    def close(self) -> None:
        """See `CardPrinter.close`; there is nothing to let go between two questions."""

    def _printer(self, names: Sequence[str]) -> Section:
        wanted = codec.text("requested-attributes", Tag.KEYWORD, *names)
        return self._ask(Operation.GET_PRINTER_ATTRIBUTES, wanted).section(Group.PRINTER)

    def _jobs(self, which: str) -> Iterable[Section]:
        asked = codec.text("which-jobs", Tag.KEYWORD, which)
        wanted = codec.text("requested-attributes", Tag.KEYWORD, *JOB_ATTRIBUTES)
        return self._ask(Operation.GET_JOBS, asked, wanted).all(Group.JOB)

    def _ask_about(self, operation: Operation, job_id: int, *more: Attribute) -> Message:
        try:
            return self._ask(operation, *more, about=(codec.number("job-id", job_id),))
        except DeviceFault as fault:
            if fault.reason == "not-found":
                raise DeviceFault(self._line.uri, reason="job-not-found", detail=fault.detail) from fault
            raise

    def _ask(
        self,
        operation: Operation,
        *attributes: Attribute,
        about: Sequence[Attribute] = (),
        job: Sequence[Attribute] = (),
        data: bytes = b"",
    ) -> Message:
        """One question and its answer. RFC 8011 section 4.1.4 fixes the order of the first attributes."""
        head = (
            codec.text("attributes-charset", Tag.CHARSET, "utf-8"),
            codec.text("attributes-natural-language", Tag.LANGUAGE, "en"),
            codec.text("printer-uri", Tag.URI, self._line.uri),
            *about,
            codec.text("requesting-user-name", Tag.NAME, self._user),
        )
        sections = [Section(Group.OPERATION, (*head, *attributes))]
        if job:
            sections.append(Section(Group.JOB, tuple(job)))
        request = Message(operation, next(self._request_ids), tuple(sections), data)
        return self._checked(self._decoded(self._line.post(codec.encode(request))), request)

    def _decoded(self, answer: bytes) -> Message:
        try:
            return codec.decode(answer)
        except Framing as error:
            raise Framing(self._line.uri, detail=error.detail) from error

    def _checked(self, answer: Message, request: Message) -> Message:
        refusal = self._refusal(answer)
        if refusal is not None:
            raise refusal
        if answer.request_id != request.request_id:
            raise Unexpected(self._line.uri, detail=f"answer {answer.request_id} to question {request.request_id}")
        unsupported = [attribute.name for attribute in answer.section(Group.UNSUPPORTED).attributes]
        if request.code == Operation.VALIDATE_JOB and "media" in unsupported:
            # It would have printed, on something else.
            raise DeviceFault(self._line.uri, reason="attributes-or-values-not-supported", detail="media")
        return answer

    def _refusal(self, answer: Message) -> DeviceError | None:
        """What the status of an answer means; None for 0x0000 to 0x00ff, which are shades of yes."""
        if answer.code <= 0x00FF:
            return None
        unsupported = [attribute.name for attribute in answer.section(Group.UNSUPPORTED).attributes]
        said = answer.section(Group.OPERATION).text("status-message")
        detail = ", ".join([status_keyword(answer.code), *unsupported, *([said] if said else [])])
        match answer.code:
            case Status.SERVER_ERROR_BUSY:
                return Busy(self._line.uri, reason="printer-busy", detail=detail)
            case (
                Status.CLIENT_ERROR_FORBIDDEN
                | Status.CLIENT_ERROR_NOT_AUTHENTICATED
                | Status.CLIENT_ERROR_NOT_AUTHORIZED
            ):
                return Denied(self._line.uri, detail=detail)
        keyword = status_keyword(answer.code).removeprefix("client-error-").removeprefix("server-error-")
        return DeviceFault(self._line.uri, reason=keyword, detail=detail)

    def _job_state(self, about: Section) -> JobState:
        job_id, phase = about.number("job-id"), about.number("job-state")
        if job_id is None or phase not in tuple(JobPhase):
            raise Unexpected(self._line.uri, detail=f"a job {job_id} in state {phase}")
        return JobState(
            job_id,
            JobPhase(phase),
            keywords(about.texts("job-state-reasons")),
            about.number("job-impressions-completed"),
            about.text("job-state-message"),
        )


def keywords(reasons: Iterable[str]) -> tuple[str, ...]:
    """State reasons without their severity, and without the `none` that stands for an empty list.

    >>> keywords(["media-jam-error", "marker-supply-low-report", "none"])
    ('media-jam', 'marker-supply-low')
    """
    return tuple(dict.fromkeys(_bare(reason) for reason in reasons if reason != "none"))


def _bare(reason: str) -> str:
    ending = next((ending for ending in SEVERITIES if reason.endswith(ending)), "")
    return reason.removesuffix(ending)


def _serial(about: Section) -> str:
    """The serial number in an IEEE 1284 device id (`MFG:Evolis;MDL:Primacy;SN:1000;`), else the printer's UUID."""
    fields = (field.partition(":") for field in about.text("printer-device-id").split(";"))
    told = {name.strip().upper(): value.strip() for name, _, value in fields}
    return told.get("SN") or told.get("SERN") or about.text("printer-uuid").removeprefix("urn:uuid:")


def _document(name: str) -> tuple[Attribute, ...]:
    return (
        codec.text("job-name", Tag.NAME, name),
        # With fidelity a printer that has no such card refuses, instead of choosing another size.
        Attribute("ipp-attribute-fidelity", (Value(Tag.BOOLEAN, True),)),
        codec.text("document-format", Tag.MIME, PDF),
    )


def _ticket(media: str, copies: int) -> tuple[Attribute, ...]:
    return (codec.number("copies", copies), codec.text("media", Tag.KEYWORD, media))
