"""The simulated camera as a process of its own, with a person before it."""

import itertools
import threading

import pytest

from devices.camera.mjpeg import MjpegCamera
from devices.errors import Timeout
from devices.simulate.__main__ import main
from devices.simulate.actor import BadCommand
from devices.simulate.child import SimulatorProcess


def test_a_camera_as_a_process_is_found_and_directed():
    with SimulatorProcess(["camera", "--tcp", "127.0.0.1:0", "--auto"]) as process:
        remote = process.remote()
        camera = MjpegCamera(process.uri, open_s=20, read_s=1)
        stream = camera.frames(threading.Event())
        frame = next(stream)
        assert (frame.width, frame.height) == (1280, 720)
        told = remote.do("mood", mood="dark")
        assert (told["online"], told["seed"], told["mood"]) == (True, 1, "dark")
        assert any(dark.bgr.mean() < frame.bgr.mean() / 3 for dark in itertools.islice(stream, 200))
        remote.do("stall")
        with pytest.raises(Timeout):
            list(stream)
        assert remote.do("identity", seed=5)["seed"] == 5
        for what, facts in [("mood", {"mood": "sleepy"}), ("mood", {}), ("identity", {}), ("dance", {})]:
            with pytest.raises(BadCommand):
                remote.do(what, **facts)
        remote.close()


def test_a_camera_has_no_pty(capsys):
    assert main(["camera", "--pty"]) == 2
    assert "TCP only" in capsys.readouterr().err
