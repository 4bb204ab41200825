"""Errors carry facts, and lead to the state of a device."""

import pytest

from devices.errors import Busy, CaptureRetry, DeviceError, DeviceFault, NotFound, Timeout
from devices.health import Health, Identity, State, examine


def raising(error):
    def identify():
        raise error

    return identify


@pytest.mark.parametrize(
    ("error", "health"),
    [
        (NotFound("sfm:x"), Health(State.OFFLINE, ("not-found",))),
        (Busy("sfm:x"), Health(State.OFFLINE, ("port-busy",))),
        (Timeout("sfm:x"), Health(State.DEGRADED, ("timeout",))),
        (CaptureRetry("sfm:x", reason="no-finger"), Health(State.OK, ("no-finger",))),
        (DeviceFault("ipp:x", reason="media-jam"), Health(State.FAULT, ("media-jam",))),
    ],
)
def test_each_error_leaves_its_state(error, health):
    assert examine(raising(error)) == health


def test_a_device_that_answers_is_well():
    assert examine(lambda: Identity("Toy")) == Health(State.OK, identity=Identity("Toy"))


def test_what_is_no_device_error_is_not_swallowed():
    with pytest.raises(ZeroDivisionError):
        examine(lambda: 1 // 0)


def test_an_error_carries_its_facts():
    error = DeviceFault("ipp://x", reason="media-empty", detail="tray 1")
    assert (error.uri, error.reason, error.detail) == ("ipp://x", "media-empty", "tray 1")
    assert str(error) == "DeviceFault | media-empty | ipp://x | tray 1"
    assert isinstance(error, DeviceError)
