import pytest
from hypothesis import given
from hypothesis import strategies as st

from biometrics.gates import FLOOR, TRIES, Standing, best, gate, standing
from biometrics.match import Verdict, judge


def test_ring_and_little_finger_have_the_lower_gate():
    assert [finger for finger in range(1, 11) if gate(finger) == 30] == [4, 5, 9, 10]
    assert {gate(finger) for finger in (1, 2, 3, 6, 7, 8)} == {40}


@pytest.mark.parametrize(
    ("finger", "scores", "expected"),
    [
        (2, [], Standing.AGAIN),
        (2, [40], Standing.GOOD),
        (2, [39], Standing.AGAIN),
        (4, [30], Standing.GOOD),
        (4, [29, 29], Standing.AGAIN),
        (2, [39, 20, 1], Standing.KEPT),
        (2, [19, 20, 19], Standing.KEPT),
        (2, [19, 19, 19], Standing.POOR),
        (2, [0, 0, 0, 44], Standing.GOOD),
    ],
)
def test_where_a_finger_stands(finger, scores, expected):
    assert standing(finger, scores) is expected


@given(st.integers(1, 10), st.lists(st.integers(0, 100), min_size=1, max_size=5))
def test_the_best_try_decides_and_never_an_average(finger, scores):
    top = max(scores)
    assert scores[best(scores)] == top
    assert (standing(finger, scores) is Standing.GOOD) == (top >= gate(finger))
    if len(scores) >= TRIES and top < gate(finger):
        assert standing(finger, scores) is (Standing.KEPT if top >= FLOOR else Standing.POOR)


def test_verdicts_change_at_25_and_at_40():
    assert [judge(score) for score in (24, 25, 39, 40)] == [
        Verdict.DIFFERENT,
        Verdict.REPEAT,
        Verdict.REPEAT,
        Verdict.MATCH,
    ]
