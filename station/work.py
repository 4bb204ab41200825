"""Work for lanes, without Qt: a flow is a plain coroutine that awaits pieces of work done elsewhere.

A lane is one thread for one thing that must not be entered twice: the store, the network, each device. Only frozen
values and bytes cross it (docs/decisions/0002).
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator
from typing import Any, Generic, ParamSpec, Protocol, TypeAlias, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Work(Generic[T]):
    """One piece of work for one lane; awaiting it gives its result."""

    def __init__(self, lane: str, call: Callable[[], T]) -> None:
        self.lane = lane
        self.call = call

    def __await__(self) -> Generator[Work[T], T, T]:
        return (yield self)


def on(lane: str, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Work[T]:
    """Ask for `call(*args, **kwargs)` on a lane: `draft = await on("store", desk.load, case)`."""
    return Work(lane, lambda: call(*args, **kwargs))


Steps: TypeAlias = Coroutine[Any, Any, None]


class Flow:
    """A running flow; `stop()` drops it, whatever it is waiting for."""

    def __init__(self, steps: Steps) -> None:
        self.steps = steps
        self.live = True

    def stop(self) -> None:
        """Go no further; work already on a lane is finished there and its result forgotten."""
        self.live = False
        if not getattr(self.steps, "cr_running", False):  # a flow that stops itself ends at its next await
            self.steps.close()


class Starter(Protocol):
    """What presenters need of the runner."""

    def start(self, steps: Steps) -> Flow:
        """Run a flow."""
        ...


class Scope:
    """A starter for one page: its flows end when the page is left."""

    def __init__(self, tasks: Starter) -> None:
        self._tasks = tasks
        self._flows: list[Flow] = []

    def start(self, steps: Steps) -> Flow:
        """Run a flow as long as the page is there."""
        self._flows = [flow for flow in self._flows if flow.live]
        flow = self._tasks.start(steps)
        self._flows.append(flow)
        return flow

    def stop(self) -> None:
        """End them all; what a lane has begun is finished there."""
        for flow in self._flows:
            flow.stop()
        self._flows.clear()


class AtOnce:
    """A starter for tests: every piece of work is done where it is asked for, without Qt or threads."""

    def start(self, steps: Steps) -> Flow:
        """Run a flow to its end."""
        flow = Flow(steps)
        resume: Callable[[Any], Work[Any]] = steps.send
        value: object = None
        while flow.live:
            try:
                work = resume(value)
            except StopIteration:
                break
            try:
                resume, value = steps.send, work.call()
            except Exception as error:  # noqa: BLE001 - handed to the flow that asked
                resume, value = steps.throw, error
        return flow
