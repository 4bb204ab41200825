"""Timed scenarios: a JSON list of commands, each with the second at which it is given.

[{"at": 3, "do": "place", "finger": 7, "quality": 0.8}, {"at": 9, "do": "unplug"}, {"at": 12, "do": "replug"}]
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from devices.simulate.actor import BadCommand, Command
from devices.simulate.control import Obey, checked_command


@dataclass(frozen=True, slots=True)
class Cue:
    """A command and its time, in seconds from the start."""

    at_s: float
    command: Command


def read_scenario(path: Path) -> list[Cue]:
    """The cues of a scenario file, by time; raises `BadCommand` for what is none, OSError if it cannot be read."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadCommand(f"{path}: no JSON: {error}") from error
    if not isinstance(entries, list):
        raise BadCommand(f"{path}: a scenario is a list")
    return sorted((_cue(entry) for entry in entries), key=lambda cue: cue.at_s)


async def play(cues: Sequence[Cue], obey: Obey, stop: asyncio.Event) -> None:
    """Give each command at its time, until `stop` is set."""
    async with asyncio.TaskGroup() as group:
        waiting = [group.create_task(_give(cue, obey)) for cue in cues]
        await stop.wait()
        for task in waiting:
            task.cancel()


async def _give(cue: Cue, obey: Obey) -> None:
    await asyncio.sleep(cue.at_s)
    await obey(cue.command)


def _cue(entry: object) -> Cue:
    command = checked_command(entry)
    at_s = command.get("at", 0)
    if not isinstance(at_s, int | float) or at_s < 0:
        raise BadCommand("at is a time in seconds")
    return Cue(float(at_s), command)
