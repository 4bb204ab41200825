"""The event loop that a simulation runs on: line, wire, actor, control port and scenario put together."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from devices.simulate.actor import Actor, Answer, BadCommand, Command, Kind, Surroundings
from devices.simulate.control import ControlPort
from devices.simulate.line import Line
from devices.simulate.scenario import Cue, play
from devices.simulate.wire import Wire

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Ready:
    """Where a running simulation is found: the device's URI, and the control port as `host:port`."""

    uri: str
    control: str


class Simulation:
    """One simulated device in its surroundings."""

    def __init__(self, kind: Kind, line: Line, *, seed: int = 1, cache_dir: Path | None = None) -> None:
        self._kind = kind
        self._line = line
        self._seed = seed
        self._cache_dir = cache_dir
        self._wire = Wire(line, seed)
        self._actor: Actor | None = None

    async def run(
        self,
        on_ready: Callable[[Ready], None],
        stop: asyncio.Event,
        *,
        control_port: int = 0,
        scenario: Sequence[Cue] = (),
        opening: Sequence[Command] = (),
    ) -> None:
        """Run until `stop` is set. `opening` commands are obeyed before anyone hears of us, `scenario` by its times."""
        with ThreadPoolExecutor(1, "painter") as painter:
            control = ControlPort(self.obey, control_port)
            try:
                self._enter(painter)
                self._wire.plug()
                for command in opening:
                    await self.obey(command)
                on_ready(Ready(self._line.uri(self._kind.scheme), await control.open()))
                await play(scenario, self.obey, stop)
            finally:
                self._leave()
                await control.close()
                painter.shutdown(wait=False, cancel_futures=True)

    async def obey(self, command: Command) -> Answer:
        """One command, about the cable or about the device; raises `BadCommand`."""
        if self._actor is None:
            raise BadCommand("the simulation is over")
        answer = self._wire.do(command)
        return answer if answer is not None else await self._actor.do(command)

    def _enter(self, painter: ThreadPoolExecutor) -> None:
        loop = asyncio.get_running_loop()

        def aside(work: Callable[[], ResultT]) -> asyncio.Future[ResultT]:
            return loop.run_in_executor(painter, work)

        around = Surroundings(self._wire.send, loop.call_later, aside, self._seed, self._cache_dir)
        self._actor = self._kind.build(around)
        self._wire.receive = self._actor.receive
        self._wire.power_on = self._actor.power_on

    def _leave(self) -> None:
        self._wire.unplug()
        if self._actor is not None:
            self._actor.stop()
            self._actor = None


def selector_runner() -> asyncio.Runner:
    """An event loop that watches descriptors, as our lines need; on Windows it is not the default one."""
    return asyncio.Runner(loop_factory=asyncio.SelectorEventLoop)
