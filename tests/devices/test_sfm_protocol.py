"""The SFM driver against the manual's pages, byte for byte."""

import threading

import pytest

from devices.errors import Cancelled, CaptureRetry, Checksum, DeviceFault, Framing, Timeout, Unexpected
from devices.fingerprint.port import FingerprintImage
from devices.fingerprint.sfm import SfmScanner
from devices.health import Identity
from tests.devices.kit import expected_exchange


def packet(text: str) -> bytes:
    """Bytes from hex, with the checksum put where `..` stands."""
    before, _, after = text.partition("..")
    head = bytes.fromhex(before)
    return head + bytes([sum(head) % 256]) + bytes.fromhex(after) if after else head


WRITE_TIMEOUT_10 = packet("40 01 00000000 3a000000 62 .. 0a")
TIMEOUT_WRITTEN = packet("40 01 00000000 3a000000 61 .. 0a")
WRITE_GREY = packet("40 01 00000000 30000000 6c .. 0a")
GREY_WRITTEN = packet("40 01 00000000 30000000 61 .. 0a")
SCAN = bytes.fromhex("40 15 00000000 00000000 00 55 0a")
SCAN_SUCCESS = packet("40 15 00000000 00000000 62 .. 0a")
SCAN_TIMED_OUT = packet("40 15 00000000 00000000 6c .. 0a")
SCAN_CANCELLED = packet("40 15 00000000 00000000 81 .. 0a")
CANCEL = bytes.fromhex("40 60 00000000 00000000 00 a0 0a")
CANCEL_DONE = packet("40 60 00000000 00000000 61 .. 0a")

PIXELS = bytes((0x40, 0x0A, 0x41, 0x80, 0xFF, 0x15))
HEADER = bytes.fromhex("03000000 02000000 00000000 00000000 30000000 06000000 00000000")
IMAGE = packet("40 15 00000000 22000000 61 .. 0a") + HEADER + PIXELS + b"\x0a"

PREPARED = [(WRITE_TIMEOUT_10, TIMEOUT_WRITTEN), (WRITE_GREY, GREY_WRITTEN)]


def scan(link, timeout_s=10.0, cancel=None):
    return SfmScanner(link, clock=link.clock).scan(timeout_s=timeout_s, cancel=cancel or threading.Event())


def test_scan_answers_twice_and_then_sends_the_image():
    with expected_exchange([*PREPARED, (SCAN, SCAN_SUCCESS + IMAGE)]) as link:
        assert scan(link) == FingerprintImage(width=3, height=2, dpi=500, pixels=PIXELS)


@pytest.mark.parametrize("chunk", [1, 2, 7, 13])
def test_scan_does_not_mind_how_the_line_cuts_the_bytes(chunk):
    with expected_exchange([*PREPARED, (SCAN, SCAN_SUCCESS + IMAGE)], chunk) as link:
        assert scan(link).pixels == PIXELS


def test_scan_works_when_the_intermediate_answer_is_switched_off():
    with expected_exchange([*PREPARED, (SCAN, IMAGE)]) as link:
        assert scan(link).pixels == PIXELS


def test_noise_before_an_answer_is_skipped_and_counted():
    noise = bytes.fromhex("00 40 15 ff 0a 41")
    with expected_exchange([*PREPARED, (SCAN, noise + SCAN_SUCCESS + noise + IMAGE)]) as link:
        scanner = SfmScanner(link, clock=link.clock)
        assert scanner.scan(timeout_s=10, cancel=threading.Event()).pixels == PIXELS
        assert scanner.stats.skipped == 2 * len(noise)


def test_what_lies_on_the_line_before_the_first_request_passes_by():
    with expected_exchange([(None, SCAN_CANCELLED + IMAGE[:20]), *PREPARED, (SCAN, IMAGE)]) as link:
        assert scan(link).pixels == PIXELS


def test_identify_reads_firmware_and_serial():
    read_firmware = packet("40 03 00000000 00000000 6e .. 0a")
    firmware = packet("40 03 00000000 46333341 61 .. 0a")
    read_serial = packet("40 03 00000000 00000000 6f .. 0a")
    serial = packet("40 03 00000000 0100a051 61 .. 0a")
    with expected_exchange([(read_firmware, firmware), (read_serial, serial)]) as link:
        assert SfmScanner(link, clock=link.clock).identify() == Identity("Suprema SFM", "51A00001", "F33A")


def test_status_is_alive():
    ask = packet("40 04 00000000 00000000 00 .. 0a")
    with expected_exchange([(ask, packet("40 04 30000000 00000000 61 .. 0a"))]) as link:
        assert SfmScanner(link, clock=link.clock).status() == 0x30


def test_calibrate_takes_success_for_an_answer():
    ask = packet("40 1a 00000000 00000000 00 .. 0a")
    with expected_exchange([(ask, packet("40 1a 00000000 00000000 61 .. 0a"))]) as link:
        SfmScanner(link, clock=link.clock).calibrate()


def test_the_module_gives_up_first_and_is_asked_again_until_our_time_is_over():
    again = [(SCAN, SCAN_TIMED_OUT), (SCAN, b""), (CANCEL, SCAN_CANCELLED + CANCEL_DONE)]
    with expected_exchange([*PREPARED, *again]) as link:
        with pytest.raises(CaptureRetry) as caught:
            scan(link)
        assert caught.value.reason == "no-finger"
        assert link.clock.now == pytest.approx(1010, abs=0.2)


@pytest.mark.parametrize("answers", [SCAN_CANCELLED + CANCEL_DONE, CANCEL_DONE + SCAN_CANCELLED])
def test_cancel_may_be_answered_in_either_order(answers):
    cancel = threading.Event()
    with expected_exchange([*PREPARED, (SCAN, b""), (CANCEL, answers)]) as link:
        link.clock.later(3, cancel.set)
        scanner = SfmScanner(link, clock=link.clock)
        with pytest.raises(Cancelled):
            scanner.scan(timeout_s=10, cancel=cancel)
        assert link.clock.now < 1003.2
        scanner._line._drain()


def test_a_finger_laid_down_at_the_last_moment_is_not_thrown_away():
    with expected_exchange([*PREPARED, (SCAN, b""), (CANCEL, SCAN_SUCCESS + IMAGE + CANCEL_DONE)]) as link:
        assert scan(link).pixels == PIXELS


def test_a_cancelled_caller_sends_nothing():
    cancel = threading.Event()
    cancel.set()
    with expected_exchange([]) as link, pytest.raises(Cancelled):
        scan(link, cancel=cancel)


REFUSALS = [
    (0x60, DeviceFault, "command-failed"),
    (0x63, CaptureRetry, "low-quality"),
    (0x6B, CaptureRetry, "try-again"),
    (0x75, DeviceFault, "unsupported"),
    (0x7C, DeviceFault, "bad-firmware"),
    (0x80, DeviceFault, "busy"),
    (0x82, DeviceFault, "data-error"),
    (0xA1, DeviceFault, "locked"),
    (0xB0, CaptureRetry, "fake-suspected"),
    (0x55, Unexpected, "unexpected-reply"),
]


@pytest.mark.parametrize(("flag", "error", "reason"), REFUSALS)
def test_each_refusal_has_its_error_and_keyword(flag, error, reason):
    answer = packet(f"40 15 00000000 00000000 {flag:02x} .. 0a")
    with expected_exchange([*PREPARED, (SCAN, answer)]) as link:
        with pytest.raises(error) as caught:
            scan(link)
        assert (caught.value.reason, caught.value.uri) == (reason, "script://")


def test_a_module_in_network_mode_is_refused_by_name():
    answer = packet("41 0100 01 00000000 3a000000 61 .. 0a")
    with expected_exchange([(WRITE_TIMEOUT_10, answer)]) as link, pytest.raises(DeviceFault) as caught:
        scan(link)
    assert caught.value.reason == "network-mode"


SILENCES = [
    (b"", Timeout, "timeout"),
    (TIMEOUT_WRITTEN[:-2] + bytes([TIMEOUT_WRITTEN[-2] ^ 1, 0x0A]), Checksum, "checksum"),
    (b"\xff" * 40, Framing, "framing"),
    (TIMEOUT_WRITTEN[:9], Framing, "framing"),
]


@pytest.mark.parametrize(("answer", "error", "reason"), SILENCES)
def test_no_answer_says_why(answer, error, reason):
    with expected_exchange([(WRITE_TIMEOUT_10, answer)]) as link:
        with pytest.raises(error) as caught:
            scan(link)
        assert caught.value.reason == reason
        assert link.clock.now < 1002.5


def test_an_image_that_stops_in_the_middle_is_a_timeout():
    with expected_exchange([*PREPARED, (SCAN, SCAN_SUCCESS + IMAGE[:-3])]) as link:
        with pytest.raises(Timeout) as caught:
            scan(link)
        assert caught.value.reason == "cut-short"


@pytest.mark.parametrize("header", [HEADER.replace(b"\x06", b"\x07"), HEADER[:8] + b"\x01" + HEADER[9:]])
def test_a_header_that_does_not_fit_the_pixels_is_no_image(header):
    block = packet("40 15 00000000 22000000 61 .. 0a") + header + PIXELS + b"\x0a"
    with expected_exchange([*PREPARED, (SCAN, block)]) as link:
        with pytest.raises(Unexpected) as caught:
            scan(link)
        assert caught.value.reason == "bad-image"


def test_a_silent_module_is_noticed_when_the_wait_ends():
    with expected_exchange([*PREPARED, (SCAN, b""), (CANCEL, b"")]) as link, pytest.raises(Timeout):
        scan(link)
