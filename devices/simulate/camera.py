"""The person before a simulated camera: one portrait, in other moods by command. Every frame is marked SIMULASI."""

from collections.abc import Mapping
from typing import Any

from biometrics.images import encode_jpeg
from biometrics.synthetic.faces import LOOP, FaceScene
from devices.camera.simulator import CameraSimulator
from devices.simulate.line import LOOPBACK
from devices.simulate.served import ServedKind

MOODS = ("good", "dark", "blurred", "nobody")
QUALITY = 88


class FaceFilm:
    """The loop of one person in one mood. A picture is drawn when it is first shown: a whole loop takes seconds."""

    def __init__(self, seed: int, mood: str) -> None:
        self.seed = seed
        self.mood = mood
        self._scene = FaceScene(seed)
        self._pictures: dict[int, bytes] = {}

    def jpeg(self, number: int) -> bytes:
        """Picture `number` of the stream."""
        place = number % LOOP
        if place not in self._pictures:
            self._pictures[place] = encode_jpeg(self._scene.frame(place, self.mood), QUALITY)
        return self._pictures[place]


class FaceCamera:
    """A camera and the person it sees. Beside the camera's own commands:

    mood MOOD       good, dark, blurred or nobody
    identity SEED   the next person sits down
    """

    def __init__(self, port: int, seed: int) -> None:
        self._film = FaceFilm(seed, MOODS[0])
        self._camera = CameraSimulator(LOOPBACK, port, lambda number: self._film.jpeg(number))

    @property
    def uri(self) -> str:
        """The camera's URI."""
        return self._camera.uri

    def start(self) -> None:
        """Switch the camera on; raises OSError if the port is taken."""
        self._camera.start()

    def stop(self) -> None:
        """Switch the camera off."""
        self._camera.stop()

    def do(self, command: Mapping[str, Any]) -> dict[str, Any]:
        """Obey a command to the person or to the camera; raises ValueError."""
        match command["do"]:
            case "mood":
                if command.get("mood") not in MOODS:
                    raise ValueError(f"mood is one of {', '.join(MOODS)}")
                self._film = FaceFilm(self._film.seed, command["mood"])
            case "identity":
                if not isinstance(command.get("seed"), int):
                    raise ValueError("seed is a whole number")
                self._film = FaceFilm(command["seed"], self._film.mood)
            case _:
                return {**self._camera.do(command), "seed": self._film.seed, "mood": self._film.mood}
        return self.do({"do": "state"})


KIND = ServedKind(FaceCamera)
