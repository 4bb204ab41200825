"""What the set-up says while it works, and how it stops."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

HEARTBEAT = 5.0  # seconds between two signs of life of a long step


class SetupError(Exception):
    """The set-up cannot go on. The text is for the person at the keyboard: the cause, then the next step."""


def say(text: str) -> None:
    """Print one line now, even into a pipe."""
    print(text, flush=True)


def run_logged(
    title: str, command: Sequence[str], log: Path, env: Mapping[str, str], *, heartbeat: float = HEARTBEAT
) -> bool:
    """Run a quiet command, say how long it has been at it, and add its output to `log`.

    Returns whether it exited with 0. Raises SetupError when the program cannot be started at all.
    """
    started = time.monotonic()
    say(f"  {title} ...")
    with log.open("ab") as out:
        try:
            process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=env)
        except OSError as error:
            raise SetupError(f"Could not start {command[0]}: {error.strerror}.") from error
        while True:
            try:
                code = process.wait(timeout=heartbeat)
                break
            except subprocess.TimeoutExpired:
                say(f"  {title}: {time.monotonic() - started:.0f} s")
            except KeyboardInterrupt:
                process.terminate()
                process.wait()
                raise
    say(f"  {title}: {'done' if code == 0 else f'failed (exit {code})'} in {time.monotonic() - started:.1f} s")
    return code == 0


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale says, and never die of a character."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
