"""The person at a simulated fingerprint scanner: lays fingers of a synthetic hand on the glass, by command or alone."""

import asyncio
import itertools
from collections.abc import Sequence
from types import MappingProxyType

from devices.fingerprint import sfm_codes as sfm
from devices.fingerprint.hands import Hand, Hands, synthetic_hands
from devices.fingerprint.sfm_simulator import Print, SfmModule
from devices.simulate.actor import Answer, Aside, BadCommand, Command, Kind, Surroundings

# The counter asks for the left hand, thumb to little finger, then the right; then both index fingers for the check.
STATION_ORDER = (6, 7, 8, 9, 10, 1, 2, 3, 4, 5)
VERIFICATION = (7, 2)
QUALITY = 0.85
REACH_S = 0.6

REFUSALS = MappingProxyType({answer.name.lower().replace("_", "-"): answer for answer in sfm.Answer})


class FingerDesk:
    """A module, a hand and what the hand is told to do."""

    def __init__(self, module: SfmModule, hands: Hands, aside: Aside, seed: int) -> None:
        self._module = module
        self._hands = hands
        self._aside = aside
        self._seed = seed
        self._hand: Hand | None = None
        self._finger: int | None = None
        self._laid = itertools.count(1)
        self._asked = asyncio.Event()
        self._captured = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._auto: Command | None = None
        module.on_scan = self._asked.set
        module.on_captured = self._captured.set

    def receive(self, data: bytes) -> None:
        self._module.receive(data)

    def power_on(self) -> None:
        self._module.power_on()

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def do(self, command: Command) -> Answer:
        match command["do"]:
            case "identity":
                self._meet(_number(command, "seed", 0, 2**63))
            case "place":
                self.stop()
                await self._place(command)
            case "lift":
                self.stop()
                self._lift()
            case "auto":
                self._auto = command if command.get("on", True) else None
                self._restart()
            case "state":
                pass
            case _:
                self._spoil(command)
        return self._state()

    def _spoil(self, command: Command) -> None:
        match command["do"]:
            case "dirty":
                self._module.soil(bool(command.get("on", True)))
            case "checksum":
                self._module.spoil_checksums(_number(command, "times", 1, 10**6, 1))
            case "refuse":
                if command.get("answer") not in REFUSALS:
                    raise BadCommand(f"answer is one of {', '.join(REFUSALS)}")
                self._module.refuse_next_scan(REFUSALS[command["answer"]])
            case other:
                raise BadCommand(f"a fingerprint simulation cannot {other!r}")

    def _state(self) -> Answer:
        module = self._module
        return {
            "seed": self._seed,
            "finger": self._finger,
            "waiting": module.waiting,
            "captures": module.captures,
            "auto": self._task is not None and not self._task.done(),
        }

    # ---- one hand

    def _meet(self, seed: int) -> None:
        """Another person comes to the counter."""
        self._seed, self._hand = seed, None
        self._laid = itertools.count(1)
        self._lift()
        if self._task is not None:
            self._restart()

    async def _place(self, command: Command) -> None:
        finger = _number(command, "finger", 1, 10)
        quality = command.get("quality", QUALITY)
        if not isinstance(quality, int | float) or not 0 <= quality <= 1:
            raise BadCommand("quality lies between 0 and 1")
        impression = _number(command, "impression", 0, 10**6, next(self._laid))
        self._lay(finger, await self._draw(finger, impression, float(quality)))

    async def _draw(self, finger: int, impression: int, quality: float) -> Print:
        """What the sensor will see; the first print of a finger takes a while."""
        if self._hand is None:
            self._hand = await self._aside(lambda: self._hands(self._seed))
        hand = self._hand
        return await self._aside(lambda: hand(finger, impression, quality))

    def _lay(self, finger: int, drawn: Print) -> None:
        self._finger = finger
        self._module.place(drawn)

    def _lift(self) -> None:
        self._finger = None
        self._module.lift()

    # ---- a visitor who knows what to do

    def _restart(self) -> None:
        self.stop()
        if self._auto is not None:
            order = self._auto.get("order", STATION_ORDER)
            if not isinstance(order, Sequence) or not all(finger in range(1, 11) for finger in order):
                raise BadCommand("order is a list of fingers from 1 to 10")
            reach_s = float(self._auto.get("reach_s", REACH_S))
            self._task = asyncio.create_task(self._visit(tuple(order), float(self._auto.get("quality", 0.9)), reach_s))

    async def _visit(self, order: tuple[int, ...], quality: float, reach_s: float) -> None:
        """Lay one finger after the other, each until it is taken; then the next person comes, with another hand."""
        while True:
            for finger in order + VERIFICATION:
                await self._show(finger, quality, reach_s)
            self._seed, self._hand = self._seed + 1, None

    async def _show(self, finger: int, quality: float, reach_s: float) -> None:
        self._captured.clear()
        drawn = await self._draw(finger, next(self._laid), quality)
        if not self._module.waiting:
            self._asked.clear()
            await self._asked.wait()
        await asyncio.sleep(reach_s)
        self._lay(finger, drawn)
        await self._captured.wait()
        self._lift()


def build(around: Surroundings) -> FingerDesk:
    """A Suprema SFM module with the synthetic hand `seed` before it."""
    module = SfmModule(around.send, around.later)
    return FingerDesk(module, synthetic_hands(around.cache_dir), around.aside, around.seed)


KIND = Kind("sfm", 115200, build)


def _number(command: Command, name: str, low: int, high: int, default: int | None = None) -> int:
    value = command.get(name, default)
    if not isinstance(value, int) or not low <= value <= high:
        raise BadCommand(f"{name} is a whole number from {low} to {high}")
    return value
