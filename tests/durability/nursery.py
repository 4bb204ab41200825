"""Starts lives quickly: everything is imported once, and each life is a fork that waits until it may begin.

Talks in lines of JSON. In: {"home", "told", "laps", "seed"}, then nothing until that life has ended. Out: its process
id once it stands still, then how it ended (a negative number is the signal that killed it). Ends with its stdin.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import threading
import traceback
from pathlib import Path

from tests.durability.witness import Witness, saying
from tests.durability.workload import live

PR_SET_PTRACER, ANYBODY = 0x59616D61, ctypes.c_ulong(-1)


def main() -> None:
    """One life after the other."""
    assert threading.active_count() == 1, "a fork takes only its own thread along"
    for line in sys.stdin:
        wanted = json.loads(line)
        child = os.fork()
        if child == 0:
            be_born(Path(wanted["home"]), Path(wanted["told"]), wanted["laps"], wanted["seed"])
        os.waitpid(child, os.WUNTRACED)
        tell(child)
        _, status = os.waitpid(child, 0)
        tell(os.waitstatus_to_exitcode(status))


def be_born(home: Path, told: Path, laps: int, seed: int) -> None:
    """Stand still until someone says SIGCONT, live, and end without a word to the parent's buffers."""
    ctypes.CDLL(None).prctl(PR_SET_PTRACER, ANYBODY, 0, 0, 0)  # where only a parent may trace (Yama)
    witness = Witness(saying(os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)))
    witness.watch()
    os.kill(os.getpid(), signal.SIGSTOP)
    ended = 1
    try:
        live(home, laps, seed, witness)
        ended = 0
    finally:
        if ended:
            traceback.print_exc()
        os._exit(ended)


def tell(number: int) -> None:
    """One line, out at once."""
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
