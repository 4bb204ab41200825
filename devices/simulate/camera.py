"""The person before a simulated camera: one portrait, in other moods by command. Every frame is marked SIMULASI."""

import threading
from collections.abc import Mapping
from typing import Any

from biometrics.synthetic.faces import FaceScene
from devices.camera.simulator import CameraSimulator
from devices.simulate.line import LOOPBACK
from devices.simulate.served import ServedKind

MOODS = ("good", "dark", "blurred", "nobody")


class FaceCamera:
    """A camera and the person it sees. Beside the camera's own commands:

    mood MOOD       good, dark, blurred or nobody
    identity SEED   the next person sits down
    """

    def __init__(self, port: int, seed: int) -> None:
        self._scene = FaceScene(seed)
        self._mood = MOODS[0]
        self._drawing = threading.Lock()
        self._camera = CameraSimulator(LOOPBACK, port, self._frame)

    @property
    def uri(self) -> str:
        """The camera's URI."""
        return self._camera.uri

    def start(self) -> None:
        """Begin to listen at once; the first pictures take some seconds to draw."""
        self._camera.start()
        threading.Thread(target=self._frame, args=[0], name="first-pictures", daemon=True).start()

    def stop(self) -> None:
        """Switch the camera off."""
        self._camera.stop()

    def do(self, command: Mapping[str, Any]) -> dict[str, Any]:
        """Obey a command to the person or to the camera; raises ValueError."""
        match command["do"]:
            case "mood":
                if command.get("mood") not in MOODS:
                    raise ValueError(f"mood is one of {', '.join(MOODS)}")
                self._show(self._scene, str(command["mood"]))
            case "identity":
                if not isinstance(command.get("seed"), int):
                    raise ValueError("seed is a whole number")
                self._show(FaceScene(command["seed"]), self._mood)
            case _:
                return self._camera.do(command)
        return self._camera.do({"do": "state"})

    def _show(self, scene: FaceScene, mood: str) -> None:
        """Draw first, so that the camera goes on with what it shows."""
        scene.jpeg(0, mood)
        with self._drawing:
            self._scene, self._mood = scene, mood

    def _frame(self, number: int) -> bytes:
        with self._drawing:
            return self._scene.jpeg(number, self._mood)


KIND = ServedKind(FaceCamera)
