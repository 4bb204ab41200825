"""What every signature pad must do, over a pty and over TCP, against the simulated tablet."""

import itertools
import threading
import time

import pytest

from devices.errors import Disconnected, NotFound, Timeout
from devices.health import Identity
from devices.signature import isdv4
from devices.signature.handwriting import signature
from devices.signature.isdv4 import open_isdv4
from devices.simulate.pen import KIND as PEN
from devices.uri import DeviceUri
from tests.devices.stages import WIRES, staged

TICK = [[(30.0, 20.0), (34.0, 28.0), (44.25, 10.01)], [(50.0, 12.0)]]


@pytest.fixture(params=WIRES)
def stage(request, tmp_path):
    with staged(PEN, request.param, tmp_path) as stage:
        yield stage


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """The pad's pause after "stop", and our patience with a silent one."""
    monkeypatch.setattr(isdv4, "SETTLE_S", 0.02)
    monkeypatch.setattr(isdv4, "ANSWER_S", 0.2)


@pytest.fixture
def pad(stage):
    pad = open_isdv4(DeviceUri.parse(stage.uri))
    yield pad
    pad.close()


def signing(stage, **facts):
    """Somebody signs in a moment."""
    thread = threading.Thread(target=stage.do, args=["sign"], kwargs={"speed": 20, **facts})
    thread.start()
    return thread


def until_lifted(points):
    """Points up to the one with which the pen leaves for good."""
    cancel = threading.Event()
    taken = []
    for point in points(cancel):
        taken.append(point)
        if len(taken) > 1 and not point.down and (taken[-2].x_mm, taken[-2].y_mm) == (point.x_mm, point.y_mm):
            cancel.set()
    return taken


def strokes_of(points):
    """Runs of points with the pen down, as coordinates."""
    runs = itertools.groupby(points, key=lambda point: point.down)
    return [[(point.x_mm, point.y_mm) for point in run] for down, run in runs if down]


def test_it_says_who_it_is_and_how_large(pad):
    assert pad.identify() == Identity("Wacom ISDV4", firmware="291")
    assert (pad.capabilities.width_mm, pad.capabilities.height_mm) == (120.0, 60.0)
    assert pad.capabilities.pressure_levels == 1024


def test_every_point_of_every_stroke_arrives_exactly(stage, pad):
    hand = signing(stage, strokes=TICK)
    drawn = strokes_of(until_lifted(pad.points))
    hand.join()
    assert len(drawn) == 2
    for given, stroke in zip(TICK, drawn, strict=True):
        assert set(given) <= set(stroke)
        assert (stroke[0], stroke[-1]) == (given[0], given[-1])


def test_pressure_and_time_are_plausible(stage, pad):
    hand = signing(stage, seed=3)
    points = until_lifted(pad.points)
    hand.join()
    assert all(0.15 < point.pressure < 0.85 for point in points if point.down)
    assert all(point.pressure == 0 for point in points if not point.down)
    assert all(one.t_ms < two.t_ms for one, two in itertools.pairwise(points))


def test_a_seeded_signature_is_the_same_each_time(stage, pad):
    drawn = []
    for _ in range(2):
        hand = signing(stage, seed=42)
        drawn.append(strokes_of(until_lifted(pad.points)))
        hand.join()
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == len(signature(42, 120, 60))


def test_cancel_ends_the_sampling(stage, pad):
    cancel = threading.Event()
    threading.Timer(0.1, cancel.set).start()
    began = time.monotonic()
    assert list(pad.points(cancel)) == []
    assert time.monotonic() - began < 1
    pad.identify()
    assert stage.do("state")["sampling"] is False


def test_a_pad_that_was_left_sampling_can_be_asked(stage, pad):
    hand = signing(stage, seed=5)
    points = pad.points(threading.Event())
    next(points)
    points.close()
    assert pad.identify().firmware == "291"
    hand.join()


def test_unplugged_while_waiting(stage, pad):
    threading.Timer(0.1, stage.do, ["unplug"]).start()
    with pytest.raises(Disconnected) as caught:
        list(pad.points(threading.Event()))
    assert caught.value.uri == stage.uri


def test_unplugged_in_the_middle_of_a_signature_and_opened_again(stage, pad):
    stage.do("unplug", after_bytes=30 * 9)
    hand = signing(stage, seed=5)
    taken = []
    with pytest.raises(Disconnected):
        taken.extend(pad.points(threading.Event()))
    hand.join()
    with pytest.raises(NotFound):
        open_isdv4(DeviceUri.parse(stage.uri))
    stage.do("replug")
    again = open_isdv4(DeviceUri.parse(stage.uri))
    assert again.identify().firmware == "291"
    again.close()


def test_a_silent_pad_times_out_and_comes_back(stage, pad):
    stage.do("silence")
    with pytest.raises(Timeout):
        pad.identify()
    stage.do("speak")
    assert pad.identify().firmware == "291"


def test_a_pad_that_falls_silent_under_the_pen_is_a_fault(stage, pad, monkeypatch):
    monkeypatch.setattr(isdv4, "PEN_SILENCE_S", 0.2)
    hand = signing(stage, seed=5, speed=3)
    points = pad.points(threading.Event())
    assert next(points).down
    stage.do("silence")
    with pytest.raises(Timeout) as caught:
        list(points)
    assert caught.value.reason == "pen-silent"
    stage.do("lift")
    hand.join()


def test_noise_costs_no_more_than_the_packets_it_hits(stage, pad):
    stage.do("noise", bytes=5, times=4)
    hand = signing(stage, strokes=TICK)
    drawn = strokes_of(until_lifted(pad.points))
    hand.join()
    assert drawn[-1][-1] == TICK[-1][-1]
    assert pad.stats.skipped > 0


def test_a_visitor_signs_when_asked(stage, pad):
    stage.do("auto", seed=11, reach_s=0.05, speed=20)
    first = strokes_of(until_lifted(pad.points))
    assert len(first) == len(signature(11, 120, 60))


def test_somebody_who_is_never_asked_to_sign_says_so(stage, pad, monkeypatch):
    from devices.simulate import pen
    from devices.simulate.actor import BadCommand

    monkeypatch.setattr(pen, "PATIENCE_S", 0.05)
    with pytest.raises(BadCommand, match="never began"):
        stage.do("sign", seed=1)
