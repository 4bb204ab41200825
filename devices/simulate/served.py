"""Simulated devices that are servers of their own: cameras and printers, which hosts reach over HTTP.

They have threads and a port already, so they need neither a line nor a wire; control port, scenario and the end are the
same as for the others.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from devices.simulate.actor import Answer, BadCommand, Command
from devices.simulate.control import ControlPort
from devices.simulate.host import Ready
from devices.simulate.scenario import Cue, play


class Server(Protocol):
    """A simulated device that listens by itself."""

    @property
    def uri(self) -> str:
        """The device's URI, final once it has started."""
        ...

    def start(self) -> None:
        """Begin to listen; raises OSError if the port is taken."""
        ...

    def stop(self) -> None:
        """Be gone."""
        ...

    def do(self, command: Mapping[str, Any]) -> dict[str, Any]:
        """Obey one command and tell how things are; raises ValueError for what it cannot do."""
        ...


@dataclass(frozen=True, slots=True)
class ServedKind:
    """One kind of served device; `build` gets the port and the seed."""

    build: Callable[[int, int], Server]


class ServedSimulation:
    """One served device under direction."""

    def __init__(self, server: Server) -> None:
        self._server = server

    async def run(
        self,
        on_ready: Callable[[Ready], None],
        stop: asyncio.Event,
        *,
        control_port: int = 0,
        scenario: Sequence[Cue] = (),
        opening: Sequence[Command] = (),
    ) -> None:
        """See `Simulation.run`."""
        control = ControlPort(self.obey, control_port)
        self._server.start()
        try:
            for command in opening:
                await self.obey(command)
            on_ready(Ready(self._server.uri, await control.open()))
            await play(scenario, self.obey, stop)
        finally:
            self._server.stop()
            await control.close()

    async def obey(self, command: Command) -> Answer:
        """One command; raises `BadCommand`."""
        try:
            # In a thread: a scene may have to be drawn first.
            return await asyncio.to_thread(self._server.do, command)
        except ValueError as error:
            raise BadCommand(str(error)) from error
