"""The person at a simulated signature pad: signs by command, or whenever the pad begins to sample."""

import asyncio
from collections.abc import Sequence

from devices.signature.handwriting import Stroke, pen_samples, signature
from devices.signature.isdv4_codes import POINTS_PER_MM
from devices.signature.isdv4_simulator import HEIGHT, WIDTH, Isdv4Tablet
from devices.simulate.actor import Answer, BadCommand, Command, Kind, Surroundings

REACH_S = 1.0
PATIENCE_S = 30.0


class PenDesk:
    """A pad, a pen and the hand that holds it."""

    def __init__(self, tablet: Isdv4Tablet, seed: int) -> None:
        self._tablet = tablet
        self._seed = seed
        self._signatures = 0
        self._sampling = asyncio.Event()
        self._auto: Command | None = None
        self._task: asyncio.Task[None] | None = None
        tablet.on_start = self._begin

    def receive(self, data: bytes) -> None:
        self._tablet.receive(data)

    def power_on(self) -> None:
        self._tablet.power_on()

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def do(self, command: Command) -> Answer:
        match command["do"]:
            case "identity":
                self._seed = _seed(command, self._seed)
            case "sign":
                self.stop()
                await self._sign_when_asked(_strokes(command, self._seed), _speed(command))
            case "lift":
                self.stop()
                self._tablet.lift()
            case "auto":
                self.stop()
                self._seed = _seed(command, self._seed)
                self._auto = command if command.get("on", True) else None
                if self._tablet.sampling:
                    self._begin()
            case "state":
                pass
            case other:
                raise BadCommand(f"a signature simulation cannot {other!r}")
        return self._state()

    def _state(self) -> Answer:
        return {
            "seed": self._seed,
            "sampling": self._tablet.sampling,
            "reports": self._tablet.reports,
            "signatures": self._signatures,
            "auto": self._auto is not None,
        }

    async def _sign_when_asked(self, strokes: Sequence[Stroke], speed: float) -> None:
        """A person signs when the counter says so, and waits a while for it."""
        if not self._tablet.sampling:
            self._sampling.clear()
            try:
                await asyncio.wait_for(self._sampling.wait(), PATIENCE_S)
            except TimeoutError as error:
                raise BadCommand("the host never began to sample") from error
        await self._sign(strokes, speed)

    async def _sign(self, strokes: Sequence[Stroke], speed: float) -> None:
        done = asyncio.Event()
        self._tablet.write(pen_samples(strokes), speed=speed, on_done=done.set)
        await done.wait()
        self._signatures += 1

    def _begin(self) -> None:
        self._sampling.set()
        if self._auto is not None:
            self.stop()
            self._task = asyncio.create_task(self._sign_alone(self._auto))

    async def _sign_alone(self, command: Command) -> None:
        await asyncio.sleep(float(command.get("reach_s", REACH_S)))
        await self._sign(_strokes({}, self._seed), _speed(command))
        self._seed += 1


def build(around: Surroundings) -> PenDesk:
    """A Wacom ISDV4 pad with the hand `seed` before it."""
    return PenDesk(Isdv4Tablet(around.send, around.later), around.seed)


KIND = Kind("isdv4", 38400, build)


def _strokes(command: Command, seed: int) -> Sequence[Stroke]:
    if "strokes" not in command:
        return signature(_seed(command, seed), WIDTH / POINTS_PER_MM, HEIGHT / POINTS_PER_MM)
    try:
        strokes = [[(float(x), float(y)) for x, y in stroke] for stroke in command["strokes"]]
    except (TypeError, ValueError) as error:
        raise BadCommand("strokes is a list of lists of [x_mm, y_mm]") from error
    if not strokes or not all(strokes):
        raise BadCommand("a signature has strokes, and a stroke has points")
    return strokes


def _speed(command: Command) -> float:
    speed = command.get("speed", 1.0)
    if not isinstance(speed, int | float) or not 0.1 <= speed <= 100:
        raise BadCommand("speed lies between 0.1 and 100")
    return float(speed)


def _seed(command: Command, default: int) -> int:
    seed = command.get("seed", default)
    if not isinstance(seed, int):
        raise BadCommand("seed is a whole number")
    return seed
