"""What demo and walkthrough stand on: a centre and simulated devices as children that end with us, and two stations."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from devices.simulate.child import SimulatorProcess
from station.desk.cast import PLACES, Cast
from station.desk.session import Clock
from station.desk.sign_in import Door
from station.desk.training import found
from sync.onetime import OneTimeCode

DISTRICT = "14.08.06"
_PRINTING = ("--print-at", "DAYUN=UPTD-SIAK")  # the route that its centre is founded with


@dataclass
class CentreProcess:
    """A centre as a child: its address, codes for new stations, and its age identity for the drill."""

    process: subprocess.Popen[str]
    url: str
    codes: Mapping[str, Mapping[str, str]]
    identity: str
    console: Sequence[Mapping[str, str]] = ()  # training accounts of its console, where they were asked for

    def stop(self) -> None:
        """End it and wait."""
        _pipe(self.process.stdin).close()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        _pipe(self.process.stdout).close()


def start_centre(
    home: Path,
    port: int,
    *,
    residents: int,
    delay_s: float,
    seed: int,
    codes: tuple[Cast, ...],
    console: bool = False,
) -> CentreProcess:
    """Start the centre in its folder; a centre that knows residents already gets no more."""
    arguments = [sys.executable, "-m", "central", "--home", str(home), "--port", str(port), "--parent", "--drill"]
    arguments += ["--upstream-delay", str(delay_s), "--seed", str(seed), "--district", DISTRICT]
    arguments += ["--residents", str(residents), *_PRINTING]
    if console:
        arguments.append("--console-drill")
    for cast in codes:
        arguments += ["--code", cast.code]
    process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    line = _pipe(process.stdout).readline()
    if not line:
        raise ChildProcessError(f"the centre ended with {process.wait()}")
    ready = json.loads(line)
    return CentreProcess(process, ready["ready"], ready["codes"], ready.get("identity", ""), ready.get("console", ()))


@dataclass
class Stage:
    """Everything running."""

    root: Path
    centre: CentreProcess
    simulators: dict[str, SimulatorProcess] = field(default_factory=dict)
    port: int = 0

    def devices(self) -> dict[str, str]:
        """The URIs of the simulated devices."""
        return {kind: process.uri for kind, process in self.simulators.items()}

    def stop(self) -> None:
        """End all children."""
        for process in self.simulators.values():
            process.stop()
        self.centre.stop()


def set_stage(
    root: Path, *, seed: int, auto: bool, residents: int = 60, delay_s: float = 3.0, console: bool = False
) -> Stage:
    """Start the centre and the devices, and found the stations that are not there yet."""
    root.mkdir(parents=True, exist_ok=True)
    missing = tuple(cast for cast in PLACES if not (root / cast.folder / "station.db").exists())
    port = _port(root)
    fresh = not (root / "centre" / "centre.db").exists()
    centre = start_centre(
        root / "centre",
        port,
        residents=residents if fresh else 0,
        delay_s=delay_s,
        seed=seed,
        codes=missing,
        console=console,
    )
    stage = Stage(root, centre, port=port)
    for cast in missing:
        code = centre.codes[cast.station]
        door = Door(root / cast.folder, Clock(), use_keyring=False)
        found(door, cast, OneTimeCode.from_text(code["text"]))
    for kind in ("fingerprint", "signature", "camera", "printer"):
        arguments = [kind, "--tcp", "127.0.0.1:0", "--seed", str(seed)]
        if kind == "fingerprint":
            arguments += ["--cache", str(root / "cache")]
        if auto:
            arguments.append("--auto")
        stage.simulators[kind] = SimulatorProcess(arguments)
    return stage


def _port(root: Path) -> int:
    """The centre's port, the same each time: stations keep its address."""
    file = root / "centre.port"
    if file.exists():
        return int(file.read_text())
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    file.write_text(str(port))
    return port


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise ChildProcessError("started without pipes")
    return pipe
