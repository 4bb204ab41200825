"""Logs of the centre: JSON lines with known fields only, so that nothing of a resident gets into them.

A list of what must not appear is never complete; this is a list of what may. Whatever looks like a NIK or a KK number
is masked all the same, and of an error its kind and its places are told, never its words.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Callable, MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

FIELDS = frozenset(
    {"at", "level", "event", "method", "route", "status", "ms", "bytes", "station", "packet", "code", "count", "worker"}
    | {"error", "places", "logger", "address"}
)
_NUMBER = re.compile(r"\d{6,}")  # any run of digits that may be part of a NIK, of a KK or of a telephone
_LONGEST = 200
_PLAIN = re.compile(r"[^A-Za-z0-9 _.:/{}+*,()\[\]'\"=%-]")
Event = MutableMapping[str, Any]


def masked(text: str) -> str:
    """Long numbers with their middle hidden.

    >>> masked("NIK 1408060101010001"), masked("case 12345")
    ('NIK 1408********01', 'case 12345')
    """
    return _NUMBER.sub(lambda found: f"{found[0][:4]}********{found[0][-2:]}" if len(found[0]) >= 12 else "*", text)


def redact(_logger: object, _method: str, event: Event) -> Event:
    """The processor: known fields, plain and short."""
    said = {name: value for name, value in event.items() if name in FIELDS}
    return {name: value if name == "at" else _plain(value) for name, value in said.items()}


def make_log(out: TextIO = sys.stderr) -> Any:
    """A logger that writes a line for each event."""
    chain: list[structlog.typing.Processor] = [
        structlog.processors.TimeStamper("iso", utc=True, key="at"),
        structlog.processors.add_log_level,
        redact,
    ]
    render = structlog.processors.JSONRenderer(serializer=json.dumps)
    writer = structlog.WriteLoggerFactory(out)()
    return structlog.wrap_logger(writer, [*chain, render], wrapper_class=structlog.BoundLogger)


def no_log() -> Any:
    """A logger that writes nothing."""
    return structlog.wrap_logger(None, [_drop], wrapper_class=structlog.BoundLogger)


def _drop(_logger: object, _method: str, _event: Event) -> Event:
    raise structlog.DropEvent


class Lines(logging.Handler):
    """What libraries say, uvicorn above all: at which place and of which kind, never in their words."""

    def __init__(self, log: Any) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """One event."""
        kind, _, trace = record.exc_info or (None, None, None)
        words = (
            record.msg if isinstance(record.msg, str) and not kind else "error"
        )  # the pattern, without what fills it
        more = {"error": kind.__name__, "places": places(trace)} if kind else {}
        self._log.info(words, logger=record.name, **more)


def catch_libraries(log: Any) -> Callable[[], None]:
    """Send what libraries log to ours; returns what ends it."""
    lines, root = Lines(log), logging.getLogger()
    root.addHandler(lines)
    return lambda: root.removeHandler(lines)


def places(trace: TracebackType | None) -> list[str]:
    """The innermost places of an error: file, line, function."""
    frames = traceback.extract_tb(trace)[-6:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]


def _plain(value: Any) -> Any:
    if isinstance(value, (bool, int, float)) or value is None:
        return value
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return masked(_PLAIN.sub("?", str(value)[:_LONGEST]))
