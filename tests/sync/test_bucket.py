"""The cap on the line: in no stretch of time goes more than the rate and what had gathered, by a clock of the test."""

import threading

from hypothesis import given
from hypothesis import strategies as st

from sync.bucket import BURST_S, PIECE, Bucket


class Time:
    """Goes on only when somebody waits or lets it."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now

    def wait(self, seconds):
        assert seconds > 0
        self.now += seconds


def bucket(rate, time):
    return Bucket(rate, timer=time, wait=time.wait)


@given(
    rate=st.floats(1000, 10**7),
    steps=st.lists(st.tuples(st.integers(0, 65536), st.floats(0, 30)), min_size=1, max_size=60),
)
def test_no_stretch_carries_more_than_the_rate(rate, steps):
    time = Time()
    tap, gone = bucket(rate, time), []
    for count, idle in steps:
        tap.take(count)
        gone.append((time.now, count))
        time.now += idle
    for first in range(len(gone)):
        for last in range(first, len(gone)):
            span = gone[last][0] - gone[first][0]
            sent = sum(count for _, count in gone[first + 1 : last + 1])
            assert sent <= rate * (span + BURST_S) * (1 + 1e-9) + 1


def test_a_long_upload_takes_as_long_as_the_rate_says():
    time = Time()
    body = bytes(1_000_000)
    assert b"".join(bucket(32_000, time).pieces(body)) == body
    assert abs(time.now - 100 - 1_000_000 / 32_000) < 0.5


def test_without_a_cap_nobody_waits():
    time = Time()
    tap = bucket(0.0, time)
    for _ in range(1000):
        tap.take(10**6)
    assert time.now == 100.0


def test_another_cap_holds_from_the_next_piece():
    time = Time()
    tap = bucket(0.0, time)
    pieces = tap.pieces(bytes(PIECE * 4))
    next(pieces)
    tap.rate = float(PIECE)
    next(pieces)
    assert time.now == 101.0
    next(pieces)
    assert time.now == 102.0
    tap.rate = 0.0
    next(pieces)
    assert time.now == 102.0


def test_idle_hours_gather_no_more_than_a_burst():
    time = Time()
    tap = bucket(1000.0, time)
    time.now += 86400
    before = time.now
    tap.take(2000)
    assert time.now - before == 2.0 - BURST_S


def test_both_ways_share_one_cap():
    """Two threads at once: their waits add up, whichever comes first."""
    waited, lock = [], threading.Lock()

    def wait(seconds):
        with lock:
            waited.append(seconds)

    tap = Bucket(1000.0, timer=lambda: 0.0, wait=wait)
    threads = [threading.Thread(target=tap.take, args=(500,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waited) == [0.5 * n for n in range(1, 9)]
