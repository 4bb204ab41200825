"""What the simulated card printer says of itself and of its jobs: RFC 8011 sections 5.3 and 5.4, CUPS markers,
PWG 5100.13 (printer-device-id, counters)."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from devices.printer import ipp_wire as wire
from devices.printer.card_machine import HOPPER_CARDS, CardMachine, Job
from devices.printer.ipp_constants import CARD, PDF, Operation, Tag

Attributes = dict[str, bytes]

IDLE, PROCESSING, STOPPED = 3, 4, 5
SEVERITY = MappingProxyType({IDLE: "-report", PROCESSING: "-warning", STOPPED: "-error"})
CLEANING_PERCENT = 100
CARD_SIZE = {"x-dimension": wire.numbers(5398), "y-dimension": wire.numbers(8560)}

# The groups of attributes that requested-attributes may name: RFC 8011 section 4.2.5.1.
WHOLE_GROUPS = frozenset({"all", "printer-description", "job-template", "job-description"})


@dataclass(frozen=True, slots=True)
class PrinterFacts:
    """What does not change while a simulated printer runs; `began` is on the machine's clock."""

    uri: str
    page: str
    serial: str
    began: float

    def attributes(self, machine: CardMachine) -> Attributes:
        """All printer attributes, as they are now."""
        return {**self._identity(), **_abilities(), **_template(), **self._state(machine)}

    def uptime(self, moment: float) -> int:
        """A moment of the clock as printer-up-time, which begins at 1."""
        return 1 + int(moment - self.began)

    def _identity(self) -> Attributes:
        return {
            "printer-uri-supported": wire.words(Tag.URI, [self.uri]),
            "uri-security-supported": wire.keyword("none"),
            "uri-authentication-supported": wire.keyword("requesting-user-name"),
            "printer-name": wire.words(Tag.NAME, ["kartu"]),
            "printer-info": wire.words(Tag.TEXT, ["Pencetak kartu (simulasi)"]),
            "printer-location": wire.words(Tag.TEXT, [""]),
            "printer-make-and-model": wire.words(Tag.TEXT, ["Loket Simulated Card Printer"]),
            "printer-more-info": wire.words(Tag.URI, [self.page]),
            "printer-device-id": wire.words(Tag.TEXT, [f"MFG:Loket;MDL:Simulated Card Printer;SN:{self.serial};"]),
            "printer-firmware-string-version": wire.words(Tag.TEXT, ["1.0"]),
        }

    def _state(self, machine: CardMachine) -> Attributes:
        state = _printer_state(machine)
        reasons = [reason + SEVERITY[state] for reason in machine.reasons]
        return {
            "printer-state": wire.numbers(state, tag=Tag.ENUM),
            "printer-state-reasons": wire.keyword(*(reasons or ["none"])),
            "printer-state-message": wire.words(Tag.TEXT, [", ".join(machine.reasons)]),
            "printer-is-accepting-jobs": wire.truth(machine.accepting),
            "printer-up-time": wire.numbers(self.uptime(machine.clock())),
            "queued-job-count": wire.numbers(int(machine.active is not None)),
            "printer-impressions-completed": wire.numbers(machine.counter),
            "marker-names": wire.words(Tag.NAME, ["YMCKO", "Rol pembersih"]),
            "marker-types": wire.keyword("ribbon", "cleaner-unit"),
            "marker-colors": wire.words(Tag.NAME, ["#00FFFF#FF00FF#FFFF00#000000", "none"]),
            "marker-levels": wire.numbers(machine.ribbon_percent, CLEANING_PERCENT),
            "marker-low-levels": wire.numbers(10, 10),
            "marker-high-levels": wire.numbers(100, 100),
            "printer-input-tray": wire.one(Tag.OCTETS, _tray(machine)),
        }


def job_attributes(job: Job, machine: CardMachine, facts: PrinterFacts) -> Attributes:
    """All attributes of a job, as they are now."""
    return {
        "job-id": wire.numbers(job.id),
        "job-uri": wire.words(Tag.URI, [f"{facts.uri}/{job.id}"]),
        "job-printer-uri": wire.words(Tag.URI, [facts.uri]),
        "job-name": wire.words(Tag.NAME, [job.name]),
        "job-originating-user-name": wire.words(Tag.NAME, [job.user]),
        "job-state": wire.numbers(job.phase, tag=Tag.ENUM),
        "job-state-reasons": wire.keyword(*job.reasons),
        "job-state-message": wire.words(Tag.TEXT, [job.message]),
        "job-impressions": wire.numbers(job.copies),
        "job-impressions-completed": wire.numbers(job.printed),
        "job-media-sheets-completed": wire.numbers(job.ejected),
        "job-printer-up-time": wire.numbers(facts.uptime(machine.clock())),
        "time-at-creation": wire.numbers(facts.uptime(job.created)),
        "time-at-processing": wire.numbers(facts.uptime(job.created)),
        "time-at-completed": wire.nothing() if job.ended is None else wire.numbers(facts.uptime(job.ended)),
        "copies": wire.numbers(job.copies),
        "media": wire.keyword(CARD),
    }


def chosen(attributes: Attributes, wanted: Iterable[str]) -> Attributes:
    """Those of `attributes` that were asked for, by name or by group."""
    names = set(wanted)
    if names & WHOLE_GROUPS:
        return attributes
    return {name: values for name, values in attributes.items() if name in names}


def _tray(machine: CardMachine) -> bytes:
    size = "mediafeed=33701;mediaxfeed=21252"  # CR80 in ten-thousandths of an inch
    kind = f"type=sheetFeedAutoNonRemovableTray;dimunit=tenThousandthsOfInches;{size}"
    return f"{kind};maxcapacity={HOPPER_CARDS};level={machine.cards};status=0;name=Hopper;".encode()


def _printer_state(machine: CardMachine) -> int:
    if machine.faults:
        return STOPPED
    return IDLE if machine.active is None else PROCESSING


def _abilities() -> Attributes:
    return {
        "ipp-versions-supported": wire.keyword("1.1", "2.0"),
        "operations-supported": wire.numbers(*Operation, tag=Tag.ENUM),
        "charset-configured": wire.words(Tag.CHARSET, ["utf-8"]),
        "charset-supported": wire.words(Tag.CHARSET, ["utf-8", "us-ascii"]),
        "natural-language-configured": wire.words(Tag.LANGUAGE, ["en"]),
        "generated-natural-language-supported": wire.words(Tag.LANGUAGE, ["en"]),
        "document-format-default": wire.words(Tag.MIME, [PDF]),
        "document-format-supported": wire.words(Tag.MIME, [PDF, "application/octet-stream"]),
        "compression-supported": wire.keyword("none"),
        "pdl-override-supported": wire.keyword("not-attempted"),
        "multiple-document-jobs-supported": wire.truth(False),
        "color-supported": wire.truth(True),
        "pages-per-minute": wire.numbers(3),
    }


def _template() -> Attributes:
    return {
        "copies-default": wire.numbers(1),
        "copies-supported": wire.between(1, 4),
        "media-default": wire.keyword(CARD),
        "media-supported": wire.keyword(CARD),
        "media-ready": wire.keyword(CARD),
        "media-col-default": wire.collection({"media-size": wire.collection(CARD_SIZE)}),
        "media-col-supported": wire.keyword("media-size"),
        "media-size-supported": wire.collection(CARD_SIZE),
        "sides-default": wire.keyword("one-sided"),
        "sides-supported": wire.keyword("one-sided"),
        "printer-resolution-default": wire.dots_per_inch(300),
        "printer-resolution-supported": wire.dots_per_inch(300),
    }
