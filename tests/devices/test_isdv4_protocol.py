"""The ISDV4 driver against the protocol's page, byte for byte."""

import itertools
import threading

import pytest

from devices.errors import DeviceFault, Framing, Timeout
from devices.health import Identity
from devices.signature.isdv4 import Isdv4Pad
from devices.signature.port import Capabilities, PenPoint
from tests.devices.kit import expected_exchange

# x max 21136, y max 15900, pressure max 1023, version 291: what the stock debugger shows for the same bytes.
TABLET_PC = bytes.fromhex("c0 29 24 1f 07 7f 07 00 00 02 23")
ASKED = [(b"0", b""), (b"*", TABLET_PC)]

# x 1001, y 2003, pressure 100, pen in range with the tip down.
DOWN = bytes.fromhex("a1 01 7a 03 74 64 38 00 00")
HOVER = bytes.fromhex("a0 01 7a 03 74 00 38 00 00")
AWAY = bytes.fromhex("80 01 7a 03 74 00 38 00 00")
TOUCH = bytes.fromhex("91 01 02 03 04 05 06")


def pad(link):
    return Isdv4Pad(link, clock=link.clock)


def take(link, count=99, seconds=0.5):
    """Points until `count` came or nothing more does."""
    cancel = threading.Event()
    tablet = pad(link)
    link.clock.later(0.25 + seconds, cancel.set)
    return list(itertools.islice(tablet.points(cancel), count))


def test_the_query_gives_size_and_levels():
    with expected_exchange(ASKED) as link:
        assert pad(link).capabilities == Capabilities(211.36, 159.0, 100, 1024, 133.0, "kernel")


def test_identify_gives_the_firmware_version():
    with expected_exchange(ASKED * 2) as link:
        assert pad(link).identify() == Identity("Wacom ISDV4", firmware="291")


def test_the_pad_gets_its_quarter_second_after_stop():
    with expected_exchange(ASKED) as link:
        pad(link)
        assert link.clock.now == pytest.approx(1000.25)


POINTS = [
    (DOWN, PenPoint(0, 10.01, 20.03, 100 / 1023, True)),
    (HOVER, PenPoint(0, 10.01, 20.03, 0.0, False)),
    (bytes.fromhex("a1 29 24 1f 07 7f 07 00 00"), PenPoint(0, 211.36, 159.0, 1.0, True)),
    (bytes.fromhex("a5 00 00 00 00 01 60 00 00"), PenPoint(0, 0.03, 0.0, 1 / 1023, True)),
]


@pytest.mark.parametrize(("packet", "point"), POINTS)
@pytest.mark.parametrize("chunk", [1, 4, 1024])
def test_each_packet_is_one_point(packet, point, chunk):
    with expected_exchange([*ASKED, (b"1", packet), (b"0", b"")], chunk) as link:
        assert take(link) == [point]


def test_time_rises_with_every_point_and_the_leaving_pen_ends_the_stroke():
    with expected_exchange([*ASKED, (b"1", DOWN + DOWN + AWAY + AWAY), (b"0", b"")]) as link:
        points = take(link)
    assert [(point.t_ms, point.down) for point in points] == [(0, True), (1, True), (2, False)]


def test_a_byte_with_bit_seven_always_starts_a_new_packet():
    with expected_exchange([*ASKED, (b"1", b"\x05" + DOWN[:5] + HOVER + TOUCH + DOWN), (b"0", b"")]) as link:
        assert [point.down for point in take(link)] == [False, True]


def test_a_point_beyond_the_edge_is_noise():
    with expected_exchange([*ASKED, (b"1", bytes.fromhex("a1 7f 7f 03 74 64 38 00 00") + DOWN), (b"0", b"")]) as link:
        assert len(take(link)) == 1


def test_leaving_the_loop_stops_the_pad():
    with expected_exchange([*ASKED, (b"1", DOWN), (b"0", b"")]) as link:
        points = pad(link).points(threading.Event())
        next(points)
        points.close()


def test_a_pen_that_falls_silent_on_the_surface_is_a_fault():
    with expected_exchange([*ASKED, (b"1", DOWN), (b"0", b"")]) as link:
        with pytest.raises(Timeout) as caught:
            take(link, seconds=10)
        assert caught.value.reason == "pen-silent"


def test_no_pen_near_is_no_fault():
    with expected_exchange([*ASKED, (b"1", HOVER + AWAY), (b"0", b"")]) as link:
        assert len(take(link, seconds=60)) == 2


def test_old_samples_before_the_answer_are_let_pass():
    with expected_exchange([(b"0", DOWN + DOWN[:4]), (b"*", TABLET_PC)]) as link:
        assert pad(link).capabilities.pressure_levels == 1024


@pytest.mark.parametrize(("answer", "error"), [(b"", Timeout), (b"\x12\x34\x56", Framing), (TABLET_PC[:8], Timeout)])
def test_no_answer_to_the_query_says_why(answer, error):
    with expected_exchange([(b"0", b""), (b"*", answer)]) as link, pytest.raises(error):
        pad(link)


def test_a_pad_without_an_area_has_no_pen_sensor():
    with expected_exchange([(b"0", b""), (b"*", b"\xc0" + bytes(10))]) as link, pytest.raises(DeviceFault) as caught:
        pad(link)
    assert caught.value.reason == "no-pen-sensor"
