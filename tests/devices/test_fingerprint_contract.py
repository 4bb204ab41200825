"""What every fingerprint scanner must do, over a pty and over TCP, against the simulated module."""

import threading
import time
from contextlib import closing

import pytest

from devices.errors import (
    Busy,
    Cancelled,
    CaptureRetry,
    Checksum,
    DeviceFault,
    Disconnected,
    Framing,
    LinkError,
    NotFound,
    Timeout,
)
from devices.fingerprint import sfm
from devices.fingerprint.port import FingerprintImage
from devices.fingerprint.sfm import SfmScanner, open_sfm
from devices.fingerprint.sfm_simulator import HAZE, HEIGHT, WIDTH
from devices.health import Identity
from devices.uri import DeviceUri
from tests.devices.stages import FINGER, WIRES, made_print, staged


@pytest.fixture(params=WIRES)
def stage(request, tmp_path):
    with staged(FINGER, request.param, tmp_path) as stage:
        yield stage


@pytest.fixture
def scanner(stage):
    scanner = open_sfm(DeviceUri.parse(stage.uri))
    yield scanner
    scanner.close()


@pytest.fixture
def impatient(monkeypatch):
    """The line's patience in the tests that use it up."""
    monkeypatch.setattr(sfm, "ANSWER_S", 0.15)


def scan(scanner: SfmScanner, timeout_s: float = 5, cancel: threading.Event | None = None) -> FingerprintImage:
    return scanner.scan(timeout_s=timeout_s, cancel=cancel or threading.Event())


def image(finger: int, impression: int = 1, seed: int = 1) -> FingerprintImage:
    return FingerprintImage(WIDTH, HEIGHT, 500, made_print(seed, finger, impression, 1).pixels)


def test_it_says_who_it_is(scanner):
    assert scanner.identify() == Identity("Suprema SFM", "51A00001", "V330")


def test_it_is_of_enrolment_grade(scanner):
    assert (scanner.capabilities.enrolment_grade, scanner.capabilities.native_dpi) == (True, 500)


def test_the_image_of_a_finger_that_waits_is_exact(stage, scanner):
    stage.do("place", finger=7)
    assert scan(scanner) == image(7)


def test_the_image_of_a_finger_that_comes_later_is_exact(stage, scanner):
    threading.Timer(0.1, stage.do, ["place"], {"finger": 2, "impression": 3}).start()
    assert scan(scanner) == image(2, impression=3)


def test_two_fingers_in_turn(stage, scanner):
    stage.do("identity", seed=9)
    stage.do("place", finger=1, impression=1)
    first = scan(scanner)
    stage.do("lift")
    stage.do("place", finger=10, impression=2)
    assert (first, scan(scanner)) == (image(1, seed=9), image(10, 2, seed=9))


def test_no_finger_in_time_asks_for_another_try(scanner):
    with pytest.raises(CaptureRetry) as caught:
        scan(scanner, timeout_s=0.2)
    assert caught.value.reason == "no-finger"


def test_after_a_vain_wait_the_next_scan_works(stage, scanner):
    with pytest.raises(CaptureRetry):
        scan(scanner, timeout_s=0.1)
    stage.do("place", finger=5)
    assert scan(scanner) == image(5)


def test_cancel_ends_the_wait_at_once(stage, scanner):
    cancel = threading.Event()
    threading.Timer(0.1, cancel.set).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        scan(scanner, timeout_s=20, cancel=cancel)
    assert time.monotonic() - began < 1
    assert stage.do("state")["waiting"] is False


def test_a_badly_laid_finger_asks_for_another_try(stage, scanner):
    stage.do("place", finger=7, quality=0.05)
    with pytest.raises(CaptureRetry) as caught:
        scan(scanner)
    assert caught.value.reason == "low-quality"


def test_a_suspected_fake_asks_for_another_try(stage, scanner):
    stage.do("refuse", answer="fake-finger")
    with pytest.raises(CaptureRetry) as caught:
        scan(scanner)
    assert caught.value.reason == "fake-suspected"


def test_a_module_that_says_it_is_broken_is_a_fault(stage, scanner):
    stage.do("refuse", answer="bad-firmware")
    with pytest.raises(DeviceFault) as caught:
        scan(scanner)
    assert (caught.value.reason, caught.value.uri) == ("bad-firmware", stage.uri)


def test_a_greasy_glass_takes_the_contrast(stage, scanner):
    stage.do("dirty")
    stage.do("place", finger=7)
    hazy = scan(scanner)
    assert hazy.pixels == image(7).pixels.translate(HAZE)
    assert max(hazy.pixels) - min(hazy.pixels) < 80


@pytest.mark.usefixtures("impatient")
def test_a_silent_module_times_out_and_comes_back(stage, scanner):
    stage.do("silence")
    with pytest.raises(Timeout):
        scan(scanner)
    stage.do("speak")
    stage.do("place", finger=3)
    assert scan(scanner) == image(3)


def test_noise_before_answers_does_no_harm(stage, scanner):
    stage.do("place", finger=4)
    stage.do("noise", bytes=40, times=3)
    assert scan(scanner) == image(4)
    assert scanner.stats.skipped == 120


@pytest.mark.usefixtures("impatient")
def test_a_wrong_checksum_is_named_and_the_next_scan_works(stage, scanner):
    stage.do("place", finger=6)
    stage.do("checksum", times=1)
    with pytest.raises(Checksum):
        scan(scanner)
    assert scan(scanner) == image(6)


def test_unplugged_while_waiting(stage, scanner):
    threading.Timer(0.1, stage.do, ["unplug"]).start()
    with pytest.raises(Disconnected) as caught:
        scan(scanner)
    assert caught.value.uri == stage.uri


def test_unplugged_in_the_middle_of_an_image_and_opened_again(stage, scanner):
    stage.do("place", finger=8)
    stage.do("unplug", after_bytes=40_000)
    with pytest.raises(Disconnected):
        scan(scanner)
    with pytest.raises(NotFound):
        open_sfm(DeviceUri.parse(stage.uri))
    stage.do("replug")
    again = open_sfm(DeviceUri.parse(stage.uri))
    assert scan(again) == image(8)
    again.close()


def test_closed_and_opened_again(stage, scanner):
    scanner.close()
    scanner.close()
    stage.do("place", finger=9)
    again = open_sfm(DeviceUri.parse(stage.uri))
    assert scan(again) == image(9)
    again.close()


def test_a_second_program_does_not_get_the_scanner(stage, scanner):
    scanner.identify()
    with pytest.raises((Busy, Disconnected)), closing(open_sfm(DeviceUri.parse(stage.uri))) as second:
        second.identify()
    assert scanner.identify().serial == "51A00001"


@pytest.mark.skipif("pty" not in WIRES, reason="there is no pty on Windows")
@pytest.mark.usefixtures("impatient")
def test_a_wrong_line_speed_is_noticed(tmp_path):
    with staged(FINGER, "pty", tmp_path) as stage:
        slow = open_sfm(DeviceUri.parse(stage.uri.replace("115200", "9600")))
        with pytest.raises(LinkError) as caught:
            slow.identify()
        assert isinstance(caught.value, Framing | Timeout)
        slow.close()


def test_a_visitor_who_knows_the_order_gives_every_finger(stage, scanner):
    stage.do("auto", order=[6, 7, 1], reach_s=0)
    taken = [scan(scanner) for _ in range(6)]
    mine = [image(finger, impression) for impression, finger in enumerate([6, 7, 1, 7, 2], start=1)]
    assert taken == [*mine, image(6, 6, seed=2)]
