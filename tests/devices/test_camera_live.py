"""The rules of a live stream on a scripted camera, by a clock of our own; and USB cameras, which use the same rules."""

import itertools
import os
import sys
import threading
from dataclasses import dataclass, field

import numpy
import pytest

from devices.camera.live import MOST_STALE, Live, Picture, torn
from devices.camera.uvc import UvcCamera
from devices.errors import CaptureRetry, Disconnected, NotFound, Timeout
from tests.devices.kit import ToyClock
from tests.devices.pictures import drawn

INTERVAL_S = 1 / 30
READ_S = 2.0


@dataclass
class Roll:
    """A camera that exposes a frame each `INTERVAL_S`, and keeps those that nobody takes, up to `buffer` of them."""

    clock: ToyClock
    buffer: int = 1000
    last: int = 10**6
    stall_at: int = 10**6
    broken: set = field(default_factory=set)
    still: bool = False
    taken: int = -1

    def grab(self) -> bool:
        self.taken = max(self.taken + 1, int(self.clock.now / INTERVAL_S) - self.buffer)
        if self.taken >= self.last:
            return False
        if self.taken >= self.stall_at:
            self.clock.pass_time(READ_S)
            return False
        self.clock.pass_time(max(0.0, self.taken * INTERVAL_S - self.clock.now))
        return True

    def picture(self):
        if self.taken in self.broken:
            return None
        return Picture(drawn(0 if self.still else self.taken % 50))


@pytest.fixture
def clock():
    return ToyClock(0.0)


def live(roll, **how):
    return Live("uvc://0", roll, READ_S, roll.clock, **how)


def test_every_frame_is_given_to_whoever_keeps_up(clock):
    stream = live(Roll(clock))
    frames = list(itertools.islice(stream.frames(threading.Event()), 60))
    assert [frame.number for frame in frames] == list(range(1, 61))
    assert stream.stats.rate_hz == pytest.approx(30)
    assert (stream.stats.frames, stream.stats.stale, stream.stats.damaged) == (60, 0, 0)


@pytest.mark.parametrize("busy_s", [0.05, 0.15, 1.0])
def test_whoever_is_slow_never_sees_old_frames(clock, busy_s):
    roll, ages = Roll(clock), []
    for frame in itertools.islice(live(roll).frames(threading.Event()), 60):
        ages.append(clock.now - roll.taken * INTERVAL_S)
        assert frame.at == clock.now
        clock.pass_time(busy_s)
    assert max(ages) < 0.15


def test_the_frame_in_hand_is_the_newest_one(clock):
    roll = Roll(clock)
    stream = live(roll).frames(threading.Event())
    next(stream)
    clock.pass_time(1.0)
    next(stream)
    assert roll.taken == pytest.approx(clock.now / INTERVAL_S, abs=1)


def test_a_camera_faster_than_we_can_read_does_not_hold_us(clock):
    class Flood(Roll):
        def grab(self):
            self.taken += 1
            return True

    stream = live(Flood(clock))
    frames = stream.frames(threading.Event())
    next(frames)
    clock.pass_time(1.0)
    next(frames)
    assert stream.stats.stale == MOST_STALE


def test_the_end_and_a_stall_are_told_apart(clock):
    for roll, error in [(Roll(clock, last=3), Disconnected), (Roll(clock, stall_at=3), Timeout)]:
        roll.taken = -1
        clock.now = 0.0
        with pytest.raises(error) as caught:
            list(live(roll).frames(threading.Event()))
        assert caught.value.uri == "uvc://0"


def test_single_damaged_frames_are_left_out_and_counted(clock):
    stream = live(Roll(clock, broken={3, 4, 17}))
    numbers = [frame.number for frame in itertools.islice(stream.frames(threading.Event()), 20)]
    assert numbers == [n for n in range(1, 24) if n not in (4, 5, 18)]
    assert stream.stats.damaged == 3


def test_a_second_of_nothing_but_damage_is_for_a_person(clock):
    with pytest.raises(CaptureRetry) as caught:
        list(live(Roll(clock, broken=set(range(5, 500)))).frames(threading.Event()))
    assert caught.value.reason == "picture-damaged"
    assert clock.now == pytest.approx(1.1, abs=0.2)


def test_a_picture_that_never_changes_is_frozen(clock):
    with pytest.raises(Disconnected) as caught:
        list(live(Roll(clock, still=True), frozen_s=2.0).frames(threading.Event()))
    assert caught.value.reason == "picture-frozen"
    assert clock.now == pytest.approx(2.0, abs=0.1)


def flat(value):
    return numpy.full((240, 320, 3), value, numpy.uint8)


def with_foot(value):
    picture = drawn(1).copy()
    picture[-10:] = value
    return picture


@pytest.mark.parametrize(
    ("picture", "is_torn"),
    [
        (drawn(1), False),
        (with_foot(128), True),
        (with_foot((120, 128, 140)), True),
        (with_foot(0), False),
        (with_foot(255), False),
        (flat(128), False),
        (flat(0), False),
    ],
)
def test_a_grey_foot_is_damage_and_a_dark_room_is_not(picture, is_torn):
    assert torn(picture) is is_torn


# ---- USB


@dataclass
class FakeCapture(Roll):
    """What `opencv.usb_camera` gives, with a scripted camera behind it. No USB camera can be plugged into a test."""

    open: bool = True
    closed: int = 0

    def pixels(self):
        picture = self.picture()
        return picture and picture.bgr

    def close(self):
        self.closed += 1


def usb(capture, number=7):
    asked = []

    def opener(*what):
        asked.append(what)
        return capture

    return UvcCamera(number, opener=opener, clock=capture.clock), asked


def test_a_usb_camera_streams_and_is_let_go(clock):
    capture = FakeCapture(clock)
    camera, asked = usb(capture)
    frames = camera.frames(threading.Event())
    frame = next(frames)
    assert (frame.width, frame.height, frame.jpeg) == (320, 240, None)
    frames.close()
    assert (asked, capture.closed) == ([(7, 1280, 720, 30)], 1)
    assert (camera.capabilities.width, camera.capabilities.keeps_jpeg) == (320, False)


def test_a_usb_camera_says_who_it_is(clock):
    assert usb(FakeCapture(clock), number=987)[0].identify().model == "USB camera 987"


def test_a_usb_camera_that_sends_nothing_is_a_timeout(clock):
    capture = FakeCapture(clock, last=0)
    with pytest.raises(Timeout):
        usb(capture)[0].identify()
    assert capture.closed == 1


def test_a_usb_camera_that_is_not_there_is_not_found(clock):
    capture = FakeCapture(clock, open=False)
    with pytest.raises(NotFound) as caught:
        next(usb(capture, number=987)[0].frames(threading.Event()))
    assert (caught.value.uri, capture.closed) == ("uvc://987", 1)


@pytest.mark.skipif(
    sys.platform != "linux" or os.path.exists("/dev/video63"), reason="there must be no camera number 63"
)
def test_opencv_itself_finds_no_camera_where_there_is_none(capfd):
    with pytest.raises(NotFound):
        UvcCamera(63).identify()
    assert capfd.readouterr().err == ""
