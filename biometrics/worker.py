"""A worker process that keeps the print engine loaded and answers over its pipes.

Spawned, never forked; it ends when its standard input does, so a killed station leaves none behind. One request at a
time: whoever asks waits for his answer, from any thread.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from typing import IO, Any

from biometrics.errors import BadImage, BiometricsError, WorkerGone
from biometrics.fingers import FingerScore, cause_of, contact

_LENGTH = 4


class BiometricsWorker:
    """Starts its process at the first request, and a new one after a crash."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def warm_up(self) -> None:
        """Load the engine now, so that the first finger does not wait for it."""
        self._ask("ready")

    def analyse(self, width: int, height: int, pixels: bytes) -> tuple[FingerScore, bytes]:
        """Score and private template of a 500 dpi grey image; the template is b"" when there is no print in it."""
        return self._ask("analyse", width, height, pixels)  # type: ignore[no-any-return]  # the worker's own answer

    def compare(self, first: bytes, second: bytes) -> int:
        """The score of two templates; raises BadImage."""
        return int(self._ask("compare", first, second))

    def close(self) -> None:
        """End the process and wait for it."""
        with self._turn:
            process, self._process = self._process, None
        if process is not None:
            _end(process)

    def _ask(self, *request: object) -> Any:
        with self._turn:
            process = self._process or self._start()
            try:
                _send(_pipe(process.stdin), request)
                answer = _receive(_pipe(process.stdout))
            except (OSError, EOFError) as error:
                self._process = None
                _end(process)
                raise WorkerGone("worker-gone") from error
        if isinstance(answer, BiometricsError):
            raise answer
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "biometrics.worker"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._process


def _end(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:  # a broken pipe still holds unsent bytes
                continue
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise EOFError
    return pipe


def _send(pipe: IO[bytes], value: object) -> None:
    body = pickle.dumps(value)
    pipe.write(len(body).to_bytes(_LENGTH, "big") + body)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    head = pipe.read(_LENGTH)
    if len(head) < _LENGTH:
        raise EOFError
    body = pipe.read(int.from_bytes(head, "big"))
    return pickle.loads(body)  # our own child process or our own parent, over a private pipe


def _serve() -> None:
    from biometrics.nbis_engine import Engine  # loads for a second: only the worker does

    engine = Engine()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            request = _receive(requests)
        except EOFError:
            return
        try:
            answer: object = _answer(engine, request)
        except BiometricsError as error:
            answer = error
        _send(answers, answer)


def _answer(engine: Any, request: tuple[Any, ...]) -> object:
    kind, *facts = request
    if kind == "compare":
        return engine.compare(*facts)
    if kind == "ready":
        return True
    width, height, pixels = facts
    area = contact(width, height, pixels)
    try:
        found = engine.read(width, height, pixels)
    except BadImage:
        return FingerScore(0, 0, area, "blank" if area < 0.08 else "not-a-finger"), b""
    score = FingerScore(found.nfiq2, found.minutiae, area, cause_of(width, height, pixels, found.nfiq2, area))
    return score, found.template


if __name__ == "__main__":
    _serve()
