"""The child of `worker`: keeps the print engine loaded and answers requests over its standard pipes.

A request is (number, verb, arguments), an answer (number, result or error), each pickled behind a 32-bit length: parent
and child are one program and nobody else holds the pipes. The child ends at once when its input does, even in the
middle of an image, so a killed station leaves none behind.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import threading
from collections.abc import Callable, Mapping
from typing import IO, Any

from biometrics.errors import BiometricsError

_LENGTH = 4
Request = tuple[int, str, tuple[Any, ...]]


def send(pipe: IO[bytes], value: object) -> None:
    """Write one message; raises OSError when the other end has gone."""
    body = pickle.dumps(value)
    pipe.write(len(body).to_bytes(_LENGTH, "big") + body)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Read one message; raises EOFError when the other end has gone."""
    head = pipe.read(_LENGTH)
    length = int.from_bytes(head, "big")
    body = pipe.read(length) if len(head) == _LENGTH else b""
    if len(head) < _LENGTH or len(body) < length:
        raise EOFError
    return pickle.loads(body)


def serve() -> None:
    """Answer until the parent goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, whose end is ours
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a C library prints must not end up among the answers
    waiting: queue.Queue[Request] = queue.Queue()
    threading.Thread(target=_listen, args=(waiting,), daemon=True).start()
    verbs = _verbs()
    while True:
        number, verb, facts = waiting.get()
        send(answers, (number, _answer(verbs[verb], facts)))


def _listen(waiting: queue.Queue[Request]) -> None:
    with os.fdopen(0, "rb", closefd=False) as requests:
        while True:
            try:
                waiting.put(receive(requests))
            except EOFError:
                os._exit(0)  # the answering thread may be deep in an image


def _answer(verb: Callable[..., object], facts: tuple[Any, ...]) -> object:
    try:
        return verb(*facts)
    except BiometricsError as error:
        return error


def _verbs() -> Mapping[str, Callable[..., object]]:
    from biometrics import fingers, images, match, nbis_engine  # heavy: only in the child

    return {
        "ready": lambda: nbis_engine.loaded(True) is not None,
        "score": fingers.score,
        "template": fingers.template,
        "analyse": fingers.analyse,
        "compare": match.compare,
        "decode_wsq": images.decode_wsq,
    }


if __name__ == "__main__":
    serve()
