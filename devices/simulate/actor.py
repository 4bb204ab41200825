"""The parts a simulation is made of, as its host sees them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from devices.clockwork import Later, Send

Command = Mapping[str, Any]
Answer = dict[str, Any]
ResultT = TypeVar("ResultT")


class BadCommand(ValueError):
    """A control command that this simulation does not understand."""


class Actor(Protocol):
    """A simulated device with the person before it."""

    def receive(self, data: bytes) -> None:
        """Bytes of the host came over the line."""
        ...

    def power_on(self) -> None:
        """The device was plugged in again."""
        ...

    async def do(self, command: Command) -> Answer:
        """Obey one command of the control channel; raises `BadCommand`."""
        ...

    def stop(self) -> None:
        """End what still goes on by itself."""
        ...


class Aside(Protocol):
    """Runs slow work beside the event loop, so that the wire goes on."""

    def __call__(self, work: Callable[[], ResultT], /) -> Awaitable[ResultT]: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an actor is built from."""

    send: Send
    later: Later
    aside: Aside
    seed: int = 1
    cache_dir: Path | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of simulated device: the scheme of its URIs, its line speed and how to build it."""

    scheme: str
    baud: int
    build: Callable[[Surroundings], Actor]
