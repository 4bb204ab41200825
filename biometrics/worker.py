"""Scores, templates and comparisons from a process of their own, asked from any thread.

The process is spawned at the first request and again after a crash. It answers one request after the other; whoever
asks waits for his own answer, for so long as he likes, or until he cancels.
"""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from concurrent.futures import CancelledError, Future
from typing import IO, TYPE_CHECKING, Any

from biometrics.errors import BiometricsError, WorkDropped, WorkerGone, WorkerSlow
from biometrics.worker_process import receive, send

if TYPE_CHECKING:
    from biometrics.fingers import FingerScore

PATIENCE_S = 30.0  # an image takes 0.3 s, loading one; ten fingers may stand in line
GLANCE_S = 0.05  # how often a waiting asker looks at his cancel event


class BiometricsWorker:
    """One worker process at a time. Every request may raise

    BadImage     the bytes are no image or template
    WorkerGone   the process died over it; the next request starts another
    WorkerSlow   no answer within `timeout_s`; the process was ended, as it may be stuck
    WorkDropped  `cancel` was set, or `close` called, before the answer came
    """

    def __init__(self) -> None:
        self._child: _Child | None = None
        self._guard = threading.Lock()

    def warm_up(self) -> None:
        """Load the engine now, so that the first finger does not wait for it."""
        self._ask("ready", (), PATIENCE_S, None)

    def score(
        self,
        width: int,
        height: int,
        pixels: bytes,
        dpi: int = 500,
        *,
        timeout_s: float = PATIENCE_S,
        cancel: threading.Event | None = None,
    ) -> FingerScore:
        """`fingers.score` of an 8-bit grey image."""
        return self._ask("score", (width, height, pixels, dpi), timeout_s, cancel)  # type: ignore[no-any-return]  # by the name

    def template(
        self,
        width: int,
        height: int,
        pixels: bytes,
        dpi: int = 500,
        *,
        timeout_s: float = PATIENCE_S,
        cancel: threading.Event | None = None,
    ) -> bytes:
        """`fingers.template` of an 8-bit grey image; raises BadImage when it shows no finger."""
        return bytes(self._ask("template", (width, height, pixels, dpi), timeout_s, cancel))

    def analyse(
        self,
        width: int,
        height: int,
        pixels: bytes,
        dpi: int = 500,
        *,
        timeout_s: float = PATIENCE_S,
        cancel: threading.Event | None = None,
    ) -> tuple[FingerScore, bytes]:
        """Score and private template at once; the template is b"" when there is no print in the image."""
        return self._ask("analyse", (width, height, pixels, dpi), timeout_s, cancel)  # type: ignore[no-any-return]  # by the name

    def compare(
        self, a: bytes, b: bytes, *, timeout_s: float = PATIENCE_S, cancel: threading.Event | None = None
    ) -> int:
        """`match.compare` of two private templates."""
        return int(self._ask("compare", (a, b), timeout_s, cancel))

    def decode_wsq(
        self, data: bytes, *, timeout_s: float = PATIENCE_S, cancel: threading.Event | None = None
    ) -> tuple[int, int, bytes]:
        """Width, height and pixels of a WSQ from outside; a damaged one may cost the process: WorkerGone."""
        return self._ask("decode_wsq", (data,), timeout_s, cancel)  # type: ignore[no-any-return]  # by the name

    def close(self) -> None:
        """End the process and wait for it. Another request would start one again."""
        with self._guard:
            child, self._child = self._child, None
        if child is not None:
            child.end(WorkDropped("worker-closed"))

    def _ask(self, verb: str, facts: tuple[object, ...], timeout_s: float, cancel: threading.Event | None) -> Any:
        with self._guard:
            if self._child is None or self._child.gone:
                self._child = _start()
            child = self._child
            answer = child.ask(verb, facts)
        try:
            return _await(answer, timeout_s, cancel)
        except TimeoutError:
            child.end(WorkerGone("worker-gone"), kill=True)
            raise WorkerSlow("worker-slow") from None


def _await(answer: Future[Any], timeout_s: float, cancel: threading.Event | None) -> Any:
    """The answer; raises TimeoutError, and WorkDropped when `cancel` is set first. A late answer is thrown away."""
    end = time.monotonic() + timeout_s
    while True:
        left = end - time.monotonic()
        try:
            return answer.result(timeout=max(left, 0) if cancel is None else min(max(left, 0), GLANCE_S))
        except TimeoutError:
            if cancel is not None and cancel.is_set():
                answer.cancel()
                raise WorkDropped("cancelled") from None
            if left <= 0:
                raise
        except CancelledError:
            raise WorkDropped("cancelled") from None


def _start() -> _Child:
    try:
        return _Child()
    except OSError as error:
        raise WorkerGone("worker-start") from error


class _Child:
    """A spawned process with a thread that writes to it and one that reads from it: no asker can hang on a pipe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "biometrics.worker_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows: no console beside the counter
        )
        self._end: BiometricsError | None = None
        self._guard = threading.Lock()
        self._count = 0
        self._open: dict[int, Future[Any]] = {}
        self._outbox: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=run, args=(pipe,), daemon=True)
            for run, pipe in ((self._write, self._process.stdin), (self._read, self._process.stdout))
        ]
        for thread in self._threads:
            thread.start()

    @property
    def gone(self) -> bool:
        """Whether it has ended or is about to."""
        return self._end is not None or self._process.poll() is not None

    def ask(self, verb: str, facts: tuple[object, ...]) -> Future[Any]:
        """Queue a request; the future gets its answer, or the error the child ended with."""
        answer: Future[Any] = Future()
        with self._guard:
            if self._end is not None:
                answer.set_exception(self._end)
                return answer
            self._count += 1
            self._open[self._count] = answer
            self._outbox.put((self._count, verb, facts))
        return answer

    def end(self, why: BiometricsError, *, kill: bool = False) -> None:
        """End the process and wait for it; who still waits for an answer gets `why`."""
        self._fail(why)
        if kill:
            self._process.kill()
        self._outbox.put(None)
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            thread.join()

    def _write(self, pipe: IO[bytes]) -> None:
        try:
            with pipe:
                while (request := self._outbox.get()) is not None:
                    send(pipe, request)
        except OSError:
            self._fail(WorkerGone("worker-gone"))

    def _read(self, pipe: IO[bytes]) -> None:
        with pipe:
            while True:
                try:
                    number, found = receive(pipe)
                except (EOFError, OSError):
                    break
                self._settle(number, found)
        self._fail(WorkerGone("worker-gone"))
        self._outbox.put(None)
        self._process.wait()

    def _settle(self, number: int, found: object) -> None:
        with self._guard:
            answer = self._open.pop(number, None)
        if answer is None or not answer.set_running_or_notify_cancel():
            return
        if isinstance(found, BiometricsError):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    def _fail(self, why: BiometricsError) -> None:
        with self._guard:
            self._end = self._end or why
            answers, self._open = list(self._open.values()), {}
        for answer in answers:
            if answer.set_running_or_notify_cancel():
                answer.set_exception(why)
