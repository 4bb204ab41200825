"""The faults of a cable: silence, noise, being pulled out, also in the middle of an answer."""

import random
from collections.abc import Callable

from devices.simulate.actor import Answer, BadCommand, Command
from devices.simulate.line import Line


class Wire:
    """Between an actor and its line. `receive` is the actor's ear, `power_on` is called after a replug."""

    def __init__(self, line: Line, seed: int = 1) -> None:
        self.receive: Callable[[bytes], None] = _lose
        self.power_on: Callable[[], None] = _nothing
        self.plugged = False
        self._line = line
        self._dice = random.Random(seed)
        self._silent = False
        self._noise: list[int] = []
        self._cut_after: int | None = None
        line.on_bytes = self._hear

    def send(self, data: bytes) -> None:
        """Send towards the host, through whatever is wrong with the cable."""
        if self._silent or not self.plugged:
            return
        if self._noise:
            data = self._dice.randbytes(self._noise.pop()) + data
        if self._cut_after is None:
            self._line.send(data)
        else:
            self._send_until_cut(data, self._cut_after)

    def plug(self) -> None:
        """Plug the device in, with a sound cable."""
        self._silent, self._noise, self._cut_after = False, [], None
        self._line.plug()
        self.plugged = True

    def unplug(self) -> None:
        """Pull the cable."""
        self.plugged = False
        self._line.unplug()

    def do(self, command: Command) -> Answer | None:
        """Obey a command about the cable; None if it is about something else."""
        match command["do"]:
            case "silence":
                self._silent = True
            case "speak":
                self._silent = False
            case "noise":
                self._noise = [_count(command, "bytes", 24)] * _count(command, "times", 1)
            case "unplug" if "after_bytes" in command:
                self._cut_after = _count(command, "after_bytes", 0)
            case "unplug":
                self.unplug()
            case "replug":
                self.plug()
                self.power_on()
            case _:
                return None
        return {"plugged": self.plugged}

    def _send_until_cut(self, data: bytes, left: int) -> None:
        self._line.send(data[:left])
        self._cut_after = left - len(data)
        if self._cut_after <= 0:
            self.unplug()

    def _hear(self, data: bytes) -> None:
        if not self._silent:
            self.receive(data)


def _count(command: Command, name: str, default: int) -> int:
    value = command.get(name, default)
    if not isinstance(value, int) or value < 0:
        raise BadCommand(f"{name} must be a whole number")
    return value


def _lose(data: bytes) -> None:
    """No device is there yet."""


def _nothing() -> None:
    """No device is there yet."""
