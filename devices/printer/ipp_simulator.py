"""A simulated card printer on a loopback port, for training, demonstrations and tests.

It speaks IPP 1.1 and 2.0 over HTTP/1.1 (RFC 8010 section 4), written from the standards and not from our driver. What
goes wrong is told by `do`; see `IppSimulator.do`.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from devices.http_door import Door, Talk
from devices.printer.card_machine import FAULTS, CardMachine, Stage
from devices.printer.ipp_attributes import PrinterFacts
from devices.printer.ipp_body import Body
from devices.printer.ipp_constants import MEDIA_TYPE, Operation
from devices.printer.ipp_front import IppFront
from devices.printer.ipp_wire import BadRequest, parse

PATH = "/ipp/print"
CARD_S = 6.0
HEAD = 4


class IppSimulator:
    """One printer on `host`:`port` (0: any free one) between `start` and `stop`; `uri` names it.

    `card_s` is the time of a card in seconds. `spool` is for tests: documents hold personal data, and a simulator that
    is not told where to leave them keeps none.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        spool: Path | None = None,
        *,
        card_s: float = CARD_S,
        serial: str = "SIM-0001",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.machine = CardMachine(clock, card_s)
        self._place = (host, port)
        self._spool = spool
        self._serial = serial
        self._lock = threading.Lock()
        self._speaking = threading.Event()
        self._speaking.set()
        self._cut: Mapping[str, Any] | None = None
        self._door: _Door | None = None
        self._front: IppFront | None = None

    @property
    def uri(self) -> str:
        """The printer's URI; it stays the same while the printer is offline."""
        return f"ipp://{self._place[0]}:{self._place[1]}{PATH}"

    def start(self) -> None:
        """Begin to listen; raises OSError if the port is taken."""
        if self._door is None:
            self._door = _Door(self._place, self)
            self._place = (self._place[0], self._door.server_port)
            page = f"http://{self._place[0]}:{self._place[1]}/"
            facts = PrinterFacts(self.uri, page, self._serial, self.machine.clock())
            self._front = self._front or IppFront(self.machine, facts, self._spool)
            self._door.begin()

    def stop(self) -> None:
        """Be gone, also for hosts that are connected; a second call does nothing."""
        self._speaking.set()
        self._hang_up()

    def __enter__(self) -> "IppSimulator":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def do(self, command: Mapping[str, Any]) -> dict[str, Any]:
        """Obey one command and tell how things are; raises ValueError for what it cannot do.

        fault REASON [at STAGE]   REASON of media-empty, marker-supply-empty, media-jam, cover-open: now, or when the
                                  next card comes to STAGE: feed, print (panels), eject (printed, not yet out)
        mend [REASON]             put it right again, all of it if no reason is given; a card stuck inside is lost
        ribbon LEFT, hopper CARDS set the supplies
        pace CARD_S               seconds for each card that begins from now on
        take                      pull the card out that is inside
        abort                     give up the job at work, or the next one
        accept ON                 false: printer-is-accepting-jobs is false
        silence, speak            requests are read, not done and not answered; hosts wait
        offline, online           the port is closed; jobs go on
        cut WHEN COUNTER          the next Print-Job's connection falls: WHEN before or after its document is complete;
                                  COUNTER true: the card is printed all the same (`after`: as a proper job)
        state, auto               nothing
        """
        with self._lock:
            self.machine.advance()
            self._obey(command)
        match command["do"]:
            case "offline":
                self._hang_up()
            case "online":
                self.start()
        return self._state()

    def _obey(self, command: Mapping[str, Any]) -> None:
        match command["do"]:
            case "fault":
                self._fault(_one_of(command, "reason", FAULTS), command.get("at"))
            case "mend":
                for reason in [_one_of(command, "reason", FAULTS)] if "reason" in command else FAULTS:
                    self.machine.mend(reason)
            case "ribbon":
                self.machine.prints_left = _count(command, "left")
            case "hopper":
                self.machine.cards = _count(command, "cards")
            case "pace":
                self.machine.card_s = _seconds(command, "card_s")
            case "take":
                self.machine.take_card()
            case "abort":
                self.machine.abort()
            case "accept":
                self.machine.accepting = bool(command.get("on", True))
            case _:
                self._obey_wire(command)

    def _obey_wire(self, command: Mapping[str, Any]) -> None:
        match command["do"]:
            case "silence":
                self._speaking.clear()
            case "speak":
                self._speaking.set()
            case "cut":
                _one_of(command, "when", ("before", "after"))
                self._cut = command
            case "offline" | "online" | "state" | "auto":
                pass
            case other:
                raise ValueError(f"a printer simulation cannot {other!r}")

    def _fault(self, reason: str, at: object) -> None:
        if at is None:
            self.machine.break_down(reason)
        elif at in tuple(Stage):
            self.machine.armed[Stage(str(at))] = reason
        else:
            raise ValueError(f"at is one of {', '.join(Stage)}")

    def _state(self) -> dict[str, Any]:
        with self._lock:
            machine = self.machine
            machine.advance()
            return {
                "online": self._door is not None,
                "reasons": list(machine.reasons),
                "counter": machine.counter,
                "ribbon": machine.prints_left,
                "cards": machine.cards,
                "inside": machine.card_inside,
                "jobs": {str(job.id): int(job.phase) for job in machine.jobs},
            }

    def _hang_up(self) -> None:
        if self._door is not None:
            self._door.end()
            self._door = None

    # ---- what the server asks, in the thread of a connection

    def answer(self, head: bytes, rest: Callable[[], bytes]) -> bytes | None:
        """The answer to a request whose first bytes are `head`; None to let the connection fall."""
        if not self._speaking.is_set():
            rest()
            self._speaking.wait()
            return None
        if self._cut is not None and head[2:HEAD] == Operation.PRINT_JOB.to_bytes(2, "big"):
            self._fall(head, rest)
            return None
        return self._answer(head + rest())

    def _answer(self, body: bytes) -> bytes:
        request = parse(body)
        with self._lock:
            self.machine.advance()
            if self._front is None:
                raise BadRequest("not started")
            return self._front.answer(request)

    def _fall(self, head: bytes, rest: Callable[[], bytes]) -> None:
        cut, self._cut = self._cut or {}, None
        if cut["when"] == "after":
            body = head + rest()
            if cut.get("counter"):
                self._answer(body)
        elif cut.get("counter"):
            with self._lock:
                self.machine.print_unasked()


class _Door(Door):
    def __init__(self, place: tuple[str, int], simulator: IppSimulator) -> None:
        super().__init__(place, _Talk)
        self.simulator = simulator


class _Talk(Talk):
    """HTTP around the operations."""

    server: _Door

    def do_GET(self) -> None:  # noqa: N802  (http.server's name)
        self.reply(HTTPStatus.OK, "text/plain; charset=utf-8", b"Pencetak kartu (simulasi)\n")

    def do_POST(self) -> None:  # noqa: N802  (http.server's name)
        body = Body(self.rfile, self.headers)
        if self.path.split("?")[0] != PATH or self.headers.get_content_type() != MEDIA_TYPE:
            body.read_all()
            self.reply(HTTPStatus.NOT_FOUND, "text/plain", b"")
            return
        try:
            answer = self.server.simulator.answer(body.read(HEAD), body.read_all)
        except BadRequest:
            self.reply(HTTPStatus.BAD_REQUEST, "text/plain", b"")
            return
        if answer is None:
            self.close_connection = True
        else:
            self.reply(HTTPStatus.OK, MEDIA_TYPE, answer)


def _one_of(command: Mapping[str, Any], fact: str, choices: Sequence[str]) -> str:
    if command.get(fact) not in choices:
        raise ValueError(f"{fact} is one of {', '.join(choices)}")
    return str(command[fact])


def _count(command: Mapping[str, Any], fact: str) -> int:
    value = command.get(fact)
    if not isinstance(value, int) or value < 0:
        raise ValueError(f"{fact} is a whole number")
    return value


def _seconds(command: Mapping[str, Any], fact: str) -> float:
    value = command.get(fact)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 3600:
        raise ValueError(f"{fact} is a time in seconds")
    return float(value)
