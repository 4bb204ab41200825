"""A simulated network camera on a loopback port: MJPEG over HTTP, as IP cameras send it.

The pictures come from whoever starts it, by number, as JPEG; it marks none itself. What goes wrong is told by `do`; see
`CameraSimulator.do`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from devices.http_door import Door, Talk

PATH = "/stream.mjpg"
STILL = "/snapshot.jpg"
BOUNDARY = "loket-frame"
RATE_HZ = 30.0
SLOWEST_HZ, FASTEST_HZ = 0.1, 240.0

Frames = Callable[[int], bytes]


class CameraSimulator:
    """One camera on `host`:`port` (0: any free one) between `start` and `stop`.

    `frames` gives the JPEG of picture number n, from 0.
    """

    def __init__(self, host: str, port: int, frames: Frames, *, rate_hz: float = RATE_HZ) -> None:
        self._place = (host, port)
        self._frames = frames
        self._usual_hz = rate_hz
        self._rate_hz = rate_hz
        self._film = threading.Condition()
        self._number = -1
        self._shown = b""
        self._due = 0.0
        self._stalled = self._frozen = self._dark = False
        self._truncate = 0
        self._stopped = True
        self._door: _Door | None = None

    @property
    def uri(self) -> str:
        """The camera's URI; it stays the same while the camera refuses."""
        return f"mjpeg+http://{self._place[0]}:{self._place[1]}{PATH}"

    def start(self) -> None:
        """Begin to listen; raises OSError if the port is taken."""
        if self._door is None:
            self._stopped = False
            self._door = _Door(self._place, self)
            self._place = (self._place[0], self._door.server_port)
            self._door.begin()

    def stop(self) -> None:
        """Be gone, also for hosts that are connected; a second call does nothing."""
        with self._film:
            self._stopped = True
            self._film.notify_all()
        if self._door is not None:
            self._door.end()
            self._door = None

    def __enter__(self) -> CameraSimulator:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def do(self, command: Mapping[str, Any]) -> dict[str, Any]:
        """Obey one command and tell how things are; raises ValueError for what it cannot do.

        stall, resume       connections stay open and nothing comes; and it comes again
        drop                every connection is closed; hosts may come back
        refuse, accept      the port is closed; and open again, where it was
        truncate TIMES      so many frames end in the middle (0: no more of them; without a number, all from now on)
        freeze ON           the same picture again and again
        dark ON             as with the lamp off
        slow RATE_HZ        so many frames a second; without a number the usual ones
        state, auto         nothing
        """
        match command["do"]:
            case "drop" if self._door is not None:
                self._door.drop()
            case "refuse":
                self.stop()
            case "accept":
                self.start()
            case _:
                with self._film:
                    self._obey(command)
                    self._film.notify_all()
        return self._state()

    def _obey(self, command: Mapping[str, Any]) -> None:
        match command["do"]:
            case "stall" | "resume" as word:
                self._stalled = word == "stall"
            case "truncate":
                self._truncate = int(_number(command, "times", 0, 10**6, 10**6))
            case "freeze":
                self._frozen = bool(command.get("on", True))
            case "dark":
                self._dark = bool(command.get("on", True))
            case "slow":
                self._rate_hz = _number(command, "rate_hz", SLOWEST_HZ, FASTEST_HZ, self._usual_hz)
            case "state" | "auto" | "drop":
                pass
            case other:
                raise ValueError(f"a camera simulation cannot {other!r}")

    def _state(self) -> dict[str, Any]:
        with self._film:
            return {
                "online": self._door is not None,
                "frames": self._number + 1,
                "rate_hz": self._rate_hz,
                "stalled": self._stalled,
                "frozen": self._frozen,
                "dark": self._dark,
            }

    # ---- what the server asks, in the thread of a connection

    def next_frame(self, after: int) -> tuple[int, bytes] | None:
        """Wait for a frame newer than `after`; None when the camera is switched off."""
        with self._film:
            while not self._stopped:
                if not self._stalled and self._number > after:
                    return self._number, self._shown
                wait_s = self._due - time.monotonic()
                if self._stalled or wait_s > 0:
                    self._film.wait(None if self._stalled else wait_s)
                else:
                    self._expose()
        return None

    def _expose(self) -> None:
        """Take the next picture: once for all who look."""
        self._due = max(self._due + 1 / self._rate_hz, time.monotonic())
        self._number += 1
        if not self._frozen or not self._shown:
            picture = self._frames(self._number)
            self._shown = _dimmed(picture) if self._dark else picture
            if self._truncate:
                self._truncate -= 1
                self._shown = self._shown[: len(self._shown) // 2]
        self._film.notify_all()


class _Door(Door):
    def __init__(self, place: tuple[str, int], simulator: CameraSimulator) -> None:
        super().__init__(place, _Talk)
        self.simulator = simulator


class _Talk(Talk):
    """HTTP around the pictures."""

    server: _Door

    def do_GET(self) -> None:  # noqa: N802  (http.server's name)
        match self.path.split("?")[0]:
            case "/stream.mjpg":
                self._stream()
            case "/snapshot.jpg":
                frame = self.server.simulator.next_frame(-1)
                self.reply(HTTPStatus.OK, "image/jpeg", frame[1] if frame else b"")
            case _:
                self.reply(HTTPStatus.NOT_FOUND, "text/plain", b"")

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={BOUNDARY}")
        self.send_header("Connection", "close")
        self.end_headers()
        number = -1
        while (frame := self.server.simulator.next_frame(number)) is not None:
            number, jpeg = frame
            head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            self.wfile.write(head.encode() + jpeg + b"\r\n")


def _dimmed(jpeg: bytes) -> bytes:
    # Only a dark scene needs OpenCV: a camera's process starts without it.
    from devices.camera.opencv import decode_jpeg, encode_jpeg

    bgr = decode_jpeg(jpeg)
    return jpeg if bgr is None else encode_jpeg(bgr // 8, 90)


def _number(command: Mapping[str, Any], fact: str, low: float, high: float, default: float) -> float:
    value = command.get(fact, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"{fact} lies between {low} and {high}")
    return value
