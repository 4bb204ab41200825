"""A simulation in a thread of this process, for tests and for the simulator page of a training station."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from devices.simulate.actor import Answer
from devices.simulate.host import Ready, Simulation, selector_runner

START_S = 10.0
ANSWER_S = 30.0


class Stage:
    """A simulation that runs in a thread; `uri` names the device, `do` directs it."""

    def __init__(self, simulation: Simulation, loop: asyncio.AbstractEventLoop, ready: Ready) -> None:
        self.uri = ready.uri
        self.control = ready.control
        self._simulation = simulation
        self._loop = loop

    def do(self, what: str, **facts: Any) -> Answer:
        """Give one command and wait until it is done; raises `BadCommand`."""
        command = {"do": what, **facts}
        return asyncio.run_coroutine_threadsafe(self._simulation.obey(command), self._loop).result(ANSWER_S)


@contextmanager
def on_stage(simulation: Simulation) -> Iterator[Stage]:
    """Run `simulation` in a thread for the time of the block."""
    began: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event, Ready]] = Future()

    async def play() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        try:
            await simulation.run(lambda ready: began.set_result((loop, stop, ready)), stop)
        except OSError as error:
            began.set_exception(error)

    def run() -> None:
        with selector_runner() as runner:
            runner.run(play())

    thread = threading.Thread(target=run, name="simulation", daemon=True)
    thread.start()
    loop, stop, ready = began.result(START_S)
    try:
        yield Stage(simulation, loop, ready)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(START_S)
