"""A long quiet step and its signs of life."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from launch.words import SetupError, say

HEARTBEAT = 5.0
"""Seconds between two signs of life."""


def run_logged(title: str, command: Sequence[str], log: Path, env: Mapping[str, str]) -> bool:
    """Run a command, say how long it has been at it, and add its output to `log`.

    Returns whether it exited with 0. Raises SetupError when the program cannot be started at all.
    """
    started = time.monotonic()
    say(f"  {title} ...")
    with log.open("ab") as out:
        try:
            process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=env)
        except OSError as error:
            raise SetupError(f"Could not start {command[0]}: {error.strerror}.") from error
        code = _wait(process, title, started)
    end = "done" if code == 0 else f"failed (exit {code})"
    say(f"  {title}: {end} in {time.monotonic() - started:.1f} s")
    return code == 0


def _wait(process: "subprocess.Popen[bytes]", title: str, started: float) -> int:
    while True:
        try:
            return process.wait(timeout=HEARTBEAT)
        except subprocess.TimeoutExpired:
            say(f"  {title}: {time.monotonic() - started:.0f} s")
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            raise
