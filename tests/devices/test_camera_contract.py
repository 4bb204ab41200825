"""What every camera must do, on the MJPEG driver and the simulated camera: a live stream, and how it ends."""

import itertools
import os
import subprocess
import sys
import threading
import time

import numpy
import pytest

from devices.camera.live import Live
from devices.camera.mjpeg import MjpegCamera
from devices.camera.opencv import decode_jpeg
from devices.camera.simulator import CameraSimulator
from devices.catalog import Catalog, known_drivers
from devices.errors import Busy, CaptureRetry, Denied, Disconnected, NotFound, Timeout, Unexpected
from devices.http_door import Door, Talk
from tests.devices.pictures import HEIGHT, LOOP, WIDTH, film, jpeg

READ_S = 0.4
QUICK_HZ = 100.0


@pytest.fixture
def simulator():
    with CameraSimulator("127.0.0.1", 0, film, rate_hz=QUICK_HZ) as running:
        yield running


@pytest.fixture
def camera(simulator):
    return MjpegCamera(simulator.uri, open_s=1, read_s=READ_S, frozen_s=0.3)


@pytest.fixture
def stream(camera):
    frames = camera.frames(threading.Event())
    yield frames
    frames.close()


def last_words(frames, most=2000):
    """The error that ends a stream."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the test says which
        for _ in itertools.islice(frames, most):
            pass
    return caught.value


def test_it_says_who_it_is(camera):
    assert camera.identify().model == f"MJPEG {WIDTH} x {HEIGHT}"


def test_frames_come_in_full_size_with_the_cameras_own_jpeg(stream):
    for frame in itertools.islice(stream, 10):
        assert (frame.width, frame.height, frame.bgr.shape) == (WIDTH, HEIGHT, (HEIGHT, WIDTH, 3))
        assert frame.bgr.dtype == numpy.uint8
        assert frame.jpeg in [jpeg(number) for number in range(LOOP)]
        assert (frame.bgr == decode_jpeg(frame.jpeg)).all()


def test_frames_are_numbered_and_dated(stream):
    before = time.monotonic()
    frames = list(itertools.islice(stream, 5))
    assert [frame.number for frame in frames] == sorted({frame.number for frame in frames})
    assert before <= frames[0].at < frames[-1].at <= time.monotonic()


def test_the_rate_is_measured(simulator, camera):
    simulator.do({"do": "slow", "rate_hz": 40})
    for _ in itertools.islice(camera.frames(threading.Event()), 30):
        pass
    assert 15 < camera.stats.rate_hz < 42
    assert camera.capabilities.rate_hz == camera.stats.rate_hz
    assert (camera.capabilities.width, camera.capabilities.height) == (WIDTH, HEIGHT)


def test_whoever_looks_away_sees_the_newest_frame_next(simulator, camera, stream):
    simulator.do({"do": "slow", "rate_hz": 40})
    first = next(stream)
    sent = simulator.do({"do": "state"})["frames"]
    pause = threading.Event()
    while simulator.do({"do": "state"})["frames"] < sent + 20:
        pause.wait(0.01)
    seen = next(stream)
    assert seen.number - first.number >= 18
    shown = simulator.do({"do": "state"})["frames"]
    assert seen.jpeg in [film(number) for number in range(shown - 5, shown)]
    assert camera.stats.stale >= 17


def test_setting_the_cancel_event_ends_the_stream(camera):
    cancel = threading.Event()
    seen = 0
    for _ in camera.frames(cancel):
        seen += 1
        cancel.set()
    assert seen == 1


def test_a_stall_is_a_timeout_and_the_next_stream_is_well(simulator, camera, stream):
    next(stream)
    simulator.do({"do": "stall"})
    began = time.monotonic()
    error = last_words(stream)
    assert (type(error), error.reason) == (Timeout, "picture-stalled")
    assert time.monotonic() - began < 4 * READ_S
    simulator.do({"do": "resume"})
    assert next(camera.frames(threading.Event())).number == 1


def test_a_camera_that_never_begins_is_a_timeout(simulator, camera):
    simulator.do({"do": "stall"})
    assert type(last_words(camera.frames(threading.Event()))) is Timeout


def test_a_dropped_connection_is_told_at_once(simulator, camera, stream):
    next(stream)
    began = time.monotonic()
    simulator.do({"do": "drop"})
    assert type(last_words(stream)) is Disconnected
    assert time.monotonic() - began < READ_S
    assert next(camera.frames(threading.Event())).number == 1


def test_a_camera_switched_off_is_gone_and_then_not_found(simulator, camera, stream):
    next(stream)
    simulator.do({"do": "refuse"})
    assert type(last_words(stream)) is Disconnected
    for ask in (camera.identify, lambda: next(camera.frames(threading.Event()))):
        with pytest.raises(NotFound) as caught:
            ask()
        assert caught.value.uri == simulator.uri
    assert simulator.do({"do": "accept"})["online"] is True
    assert next(camera.frames(threading.Event())).number == 1


def test_frames_cut_short_are_left_out(simulator, camera, stream):
    next(stream)
    simulator.do({"do": "truncate", "times": 3})
    whole = [jpeg(number) for number in range(LOOP)]
    assert all(frame.jpeg in whole for frame in itertools.islice(stream, 20))
    assert camera.stats.damaged == 3


def test_when_every_frame_is_damaged_someone_must_look(simulator, stream):
    next(stream)
    simulator.do({"do": "truncate"})
    error = last_words(stream)
    assert (type(error), error.reason) == (CaptureRetry, "picture-damaged")


def test_a_frozen_picture_is_not_taken_for_a_live_one(simulator, stream):
    next(stream)
    simulator.do({"do": "freeze"})
    error = last_words(stream)
    assert (type(error), error.reason) == (Disconnected, "picture-frozen")


def test_a_dark_scene_is_a_sound_picture(simulator, stream):
    bright = next(stream).bgr.mean()
    simulator.do({"do": "dark"})
    assert any(frame.bgr.mean() < bright / 6 for frame in itertools.islice(stream, 50))


def test_a_slow_camera_is_slow_and_not_lost(simulator, camera):
    simulator.do({"do": "slow", "rate_hz": 8})
    for _ in itertools.islice(camera.frames(threading.Event()), 5):
        pass
    assert 2 < camera.stats.rate_hz < 14
    assert simulator.do({"do": "slow"})["rate_hz"] == QUICK_HZ


def test_two_hosts_may_look_at_once(simulator, stream):
    other = MjpegCamera(simulator.uri, read_s=READ_S).frames(threading.Event())
    assert next(stream).jpeg
    assert next(other).jpeg
    other.close()


@pytest.mark.parametrize(
    "command",
    [
        {"do": "dance"},
        {"do": "slow", "rate_hz": 0},
        {"do": "slow", "rate_hz": True},
        {"do": "truncate", "times": -1},
    ],
)
def test_a_bad_command_is_refused(simulator, command):
    with pytest.raises(ValueError, match=r"camera simulation cannot|lies between"):
        simulator.do(command)


def test_it_may_be_closed_twice(camera):
    camera.close()
    camera.close()


def test_the_catalog_leads_to_it(simulator):
    camera = Catalog(known_drivers()).camera(simulator.uri)
    assert isinstance(camera, MjpegCamera)
    assert next(camera.frames(threading.Event())).width == WIDTH


@pytest.mark.parametrize(
    ("status", "error"), [(401, Denied), (403, Denied), (404, NotFound), (503, Busy), (200, Unexpected)]
)
def test_what_a_web_server_answers_instead_is_told(status, error):
    class Answer(Talk):
        def do_GET(self):
            self.reply(status, "text/html", b"<h1>Camera</h1>")

    door = Door(("127.0.0.1", 0), Answer)
    door.begin()
    try:
        with pytest.raises(error):
            next(MjpegCamera(f"http://127.0.0.1:{door.server_port}/live", open_s=2).frames(threading.Event()))
    finally:
        door.end()


def test_what_is_no_address_is_not_found():
    with pytest.raises(NotFound):
        MjpegCamera("mjpeg+http://", open_s=0.2).identify()


def test_opencv_leaves_no_trace_in_qts_environment_and_nothing_on_stderr(simulator):
    look = (
        "import os, threading; from devices.camera.mjpeg import MjpegCamera; from devices.errors import NotFound\n"
        f"assert next(MjpegCamera({simulator.uri!r}).frames(threading.Event())).width == {WIDTH}\n"
        "try: MjpegCamera('http://127.0.0.1:9/', open_s=1).identify()\n"
        "except NotFound: print([name for name in os.environ if name.startswith('QT_QPA_')])"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    said = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, env=env, check=True)
    assert (said.stdout.strip(), said.stderr) == ("[]", "")


def test_live_is_not_tied_to_a_driver():
    assert "cv2" not in Live.__init__.__globals__
