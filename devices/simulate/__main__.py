"""`python -m devices.simulate KIND (--pty | --tcp 127.0.0.1:PORT) ...`: one simulated device as a process.

The first line on stdout is JSON and goes to `--announce FILE` as well:

    {"ready": "sfm://127.0.0.1:5001", "control": "127.0.0.1:40001", "kind": "fingerprint", "pid": 4711}

With `--parent` the process ends when its stdin does, so that it dies with its parent.
"""

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from devices.simulate.actor import BadCommand, Command, Kind
from devices.simulate.host import Ready, Simulation, selector_runner
from devices.simulate.kinds import MODULES, load_kind
from devices.simulate.line import LOOPBACK, Line, TcpLine
from devices.simulate.scenario import Cue, read_scenario
from devices.simulate.served import ServedKind, ServedSimulation


@dataclass(frozen=True, slots=True)
class Announcement:
    """How a started process tells where it is found."""

    kind: str
    file: Path | None

    def __call__(self, ready: Ready) -> None:
        """Tell it, in the file and then on stdout; whoever sees the file sees all of it."""
        facts = {"ready": ready.uri, "control": ready.control, "kind": self.kind, "pid": os.getpid()}
        line = json.dumps(facts)
        if self.file is not None:
            draft = self.file.with_name(self.file.name + ".draft")
            draft.write_text(line + "\n", encoding="utf-8")
            draft.replace(self.file)
        print(line, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one simulation until it is told to stop."""
    options = _parser().parse_args(arguments)
    kind = load_kind(options.kind)
    if isinstance(kind, ServedKind) and options.tcp is None:
        print(f"a simulated {options.kind} is reached over TCP only", file=sys.stderr)
        return 2
    try:
        scenario = read_scenario(options.scenario) if options.scenario else []
    except (BadCommand, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="loket-") as folder, selector_runner() as runner:
        simulation = _simulation(kind, options, Path(folder))
        runner.run(_serve(simulation, Announcement(options.kind, options.announce), options, scenario))
    return 0


async def _serve(
    simulation: Simulation | ServedSimulation,
    announce: Callable[[Ready], None],
    options: argparse.Namespace,
    scenario: Sequence[Cue],
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    if sys.platform != "win32":
        for signum in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(signum, stop.set)
    if options.parent:
        threading.Thread(target=_outlive_nobody, args=[loop, stop], daemon=True).start()
    opening: list[Command] = [{"do": "auto"}] if options.auto else []
    await simulation.run(announce, stop, control_port=options.control, scenario=scenario, opening=opening)


def _outlive_nobody(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    # Not sys.stdin: a thread that waits inside it would hold its lock when the interpreter shuts down.
    while os.read(0, 1024):
        pass
    loop.call_soon_threadsafe(stop.set)


def _simulation(kind: Kind | ServedKind, options: argparse.Namespace, folder: Path) -> Simulation | ServedSimulation:
    if isinstance(kind, ServedKind):
        return ServedSimulation(kind.build(options.tcp, options.seed))
    return Simulation(kind, _line(options, kind, folder), seed=options.seed, cache_dir=options.cache)


def _line(options: argparse.Namespace, kind: Kind, folder: Path) -> Line:
    if options.tcp is not None:
        return TcpLine(options.tcp)
    # Windows has no pty; the parser offers it elsewhere only.
    from devices.simulate.pty_line import PtyLine

    return PtyLine(options.link or folder / options.kind, kind.baud)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m devices.simulate", description="One simulated device.")
    parser.add_argument("kind", choices=sorted(MODULES))
    wire = parser.add_mutually_exclusive_group(required=True)
    wire.add_argument("--tcp", type=_loopback_port, metavar=f"{LOOPBACK}:PORT", help="port 0: any free one")
    if sys.platform != "win32":
        wire.add_argument("--pty", action="store_true", help="a pty, behind a link with a fixed name")
        parser.add_argument("--link", type=Path, help="where to put that link")
    parser.add_argument("--control", type=_loopback_port, default=0, metavar=f"{LOOPBACK}:PORT")
    parser.add_argument("--scenario", type=Path, help="JSON list of timed commands")
    parser.add_argument("--announce", type=Path, metavar="FILE", help="write the ready line there as well")
    parser.add_argument("--seed", type=int, default=1, help="which synthetic person begins")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where drawn fingers are kept")
    parser.add_argument("--auto", action="store_true", help="the person acts alone, whenever the host asks")
    parser.add_argument("--parent", action="store_true", help="end when stdin ends")
    return parser


def _loopback_port(text: str) -> int:
    host, _, port = text.rpartition(":")
    if host != LOOPBACK:
        raise argparse.ArgumentTypeError(f"a simulated device is found on {LOOPBACK} only")
    return int(port)


if __name__ == "__main__":
    sys.exit(main())
