"""Runs flows on Qt's loop and their work on lanes; and refuses a PySide6 that aborts on this Python.

Lanes are daemon threads: one that hangs never holds the exit.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any

import PySide6
from PySide6.QtCore import QObject, Signal, Slot

from station.work import Flow, Steps, Work

if TYPE_CHECKING:
    from concurrent.futures import Future
    from queue import SimpleQueue

    Told = Callable[[Future[Any]], None]


class UnfitQt(RuntimeError):
    """This PySide6 loses references to None on this Python and would abort after minutes (6.12.0 before 3.12)."""


def check_qt(version: str = PySide6.__version__, python: tuple[int, int] = sys.version_info[:2]) -> None:
    """Raise UnfitQt for the one pair known to abort without a Python exception.

    >>> check_qt("6.11.3", (3, 11))
    """
    if python < (3, 12) and version.startswith("6.12.0"):
        raise UnfitQt(f"PySide6 {version} aborts on Python {python[0]}.{python[1]}; install the locked 6.11.3")


class Lane:
    """One daemon thread and its queue."""

    def __init__(self, name: str) -> None:
        from queue import SimpleQueue  # 1 ms with what it loads, when a lane first works

        self._queue: SimpleQueue[tuple[Callable[[], Any], Told, Future[Any]] | None] = SimpleQueue()
        self.thread = Thread(target=self._run, name=name, daemon=True)
        self.thread.start()

    def submit(self, call: Callable[[], Any], told: Told) -> None:
        """Put a piece of work at the end of the queue; `told` is called with what came of it, on the lane's thread."""
        from concurrent.futures import Future  # with what it loads 4 ms, which the first page does not wait for

        self._queue.put((call, told, Future()))

    def close(self) -> None:
        """Drop what waits; what runs is not waited for."""
        while not self._queue.empty():
            piece = self._queue.get()
            if piece:
                piece[2].cancel()
        self._queue.put(None)

    def _run(self) -> None:
        while piece := self._queue.get():
            call, told, done = piece
            if not done.set_running_or_notify_cancel():
                continue
            try:
                done.set_result(call())
            except BaseException as error:  # noqa: BLE001 - handed to whoever awaits it
                done.set_exception(error)
            told(done)


class Tasks(QObject):
    """Runs flows on the thread it was made on."""

    _settled = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._lanes: dict[str, Lane] = {}
        self._closed = False
        self._settled.connect(
            self._go_on
        )  # told on a lane's thread, so it is queued for ours: answers keep their order

    def start(self, steps: Steps) -> Flow:
        """Run a flow; its first steps are taken here."""
        flow = Flow(steps)
        self._step(flow, steps.send, None)
        return flow

    def close(self, *, wait_s: float = 2.0) -> None:
        """Drop what waits, and give what runs a moment. Call before the QApplication goes."""
        self._closed = True  # an answer that comes now finds nobody: its flow would go on with what is closed
        for lane in self._lanes.values():
            lane.close()
        for lane in self._lanes.values():
            lane.thread.join(wait_s)

    def _step(self, flow: Flow, resume: Callable[[Any], Work[Any]], value: object) -> None:
        try:
            work = resume(value)
        except StopIteration:
            return
        except Exception:  # noqa: BLE001 - a flow's own fault goes to the crash door, the counter goes on
            sys.excepthook(*sys.exc_info())
            return
        if work.lane not in self._lanes:
            self._lanes[work.lane] = Lane(work.lane)
        self._lanes[work.lane].submit(work.call, partial(self._tell, flow))

    def _tell(self, flow: Flow, done: Future[Any]) -> None:
        try:
            self._settled.emit(flow, done)
        except RuntimeError:  # the application has gone; nobody waits any more
            return

    @Slot(object, object)
    def _go_on(self, flow: Flow, done: Future[Any]) -> None:
        if self._closed or not flow.live or done.cancelled():
            return
        error = done.exception()
        if error is None:
            self._step(flow, flow.steps.send, done.result())
        else:
            self._step(flow, flow.steps.throw, error)
