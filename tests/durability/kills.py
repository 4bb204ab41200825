"""kill -9 at one chosen call of a life, and how often a life makes each call: so that every place is come to once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from tests.durability.cuts import Story, Told
from tests.durability.tracing import require_tracer

CHANGING = ("told", "wrote", "synced", "moved", "removed", "resized", "made")


@dataclass(frozen=True, slots=True)
class Place:
    """The n-th time a life makes one system call."""

    call: str
    number: int


def places(story: Story) -> list[Place]:
    """Every call by which a recorded life changes its files, a line that is told among them."""
    counts = Counter(event.by for event in story.events if event.call in CHANGING)
    return [Place(call, number) for call, most in sorted(counts.items()) for number in range(1, most + 1)]


class Nursery:
    """Lives that end where they are told to. A context: it ends its process."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.durability.nursery"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Nursery:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=20)
        self._process.stdout.close()

    def life(self, home: Path, told: Path, laps: int, seed: int, place: Place) -> int:
        """Live and be killed at `place`; how it ended (-9, or 0 when it never came there)."""
        assert self._process.stdin is not None
        wanted = {"home": str(home), "told": str(told), "laps": laps, "seed": seed}
        self._process.stdin.write(json.dumps(wanted) + "\n")
        self._process.stdin.flush()
        child = self._read()
        with _hunter(child, place) as hunter:
            os.kill(child, signal.SIGCONT)
            ended = self._read()
            hunter.wait(timeout=20)
        return ended

    def _read(self) -> int:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise EOFError("the nursery has ended")
        return int(line)


def _hunter(child: int, place: Place) -> subprocess.Popen[str]:
    """An strace that follows the child and kills it; it is there when this returns."""
    inject = f"inject={place.call}:signal=KILL:when={place.number}"
    command = [require_tracer(), "-e", "signal=none", "-e", f"trace={place.call}", "-e", inject]
    command += ["-o", os.devnull, "-p", str(child)]
    hunter = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert hunter.stderr is not None
    said = hunter.stderr.readline()
    if "attached" not in said:
        hunter.kill()
        raise OSError(f"strace: {said.strip()}")
    return hunter


def heard(told: Path) -> Told:
    """All that was told into a file, by one life or several."""
    found = Told()
    for line in told.read_bytes().splitlines():
        found = found.hear(line)
    return found
