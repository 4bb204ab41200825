"""Simulations for the contract suites: on a pty and on TCP, with made fingers instead of drawn ones."""

import itertools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devices.fingerprint.sfm_simulator import HEIGHT, WIDTH, Print, SfmModule
from devices.simulate.actor import Kind, Surroundings
from devices.simulate.finger import FingerDesk
from devices.simulate.host import Simulation
from devices.simulate.line import Line, TcpLine
from devices.simulate.stage import Stage, on_stage

WIRES = ["tcp", "pty"] if sys.platform != "win32" else ["tcp"]
NAMES = itertools.count()


def made_print(seed: int, finger: int, impression: int, quality: float) -> Print:
    """Pixels that tell every finger from every other, and hold every byte value a codec could stumble on."""
    row = bytes((seed + 7 * finger + 31 * impression + x) % 256 for x in range(WIDTH))
    return Print(row * HEIGHT, quality)


def made_hands(seed: int):
    return lambda finger, impression, quality: made_print(seed, finger, impression, quality)


def build_finger(around: Surroundings) -> FingerDesk:
    return FingerDesk(SfmModule(around.send, around.later), made_hands, around.aside, around.seed)


FINGER = Kind("sfm", 115200, build_finger)


@contextmanager
def staged(kind: Kind, wire: str, folder: Path) -> Iterator[Stage]:
    with on_stage(Simulation(kind, make_line(kind, wire, folder))) as stage:
        yield stage


def make_line(kind: Kind, wire: str, folder: Path) -> Line:
    if wire == "tcp":
        return TcpLine()
    from devices.simulate.pty_line import PtyLine

    return PtyLine(folder / f"port{next(NAMES)}", kind.baud)
