"""True scores of invented fingers as a small scanner sees them."""

import pytest

from biometrics.errors import BadImage
from biometrics.gates import gate
from biometrics.match import Verdict, judge
from tests.biometrics.glass import SIZE, blank, capture, noise, text, third

HANDS = ((1, 2), (1, 7), (2, 2), (3, 10))  # seed and finger


def test_good_captures_pass_the_gate_and_poor_ones_do_not(worker, cache):
    for seed, finger in HANDS:
        good, _ = worker.analyse(*SIZE, capture(cache, seed, finger, 0, 0.85))
        assert good.nfiq2 >= gate(finger), (seed, finger)
        assert good.cause is None
        assert good.area > 0.9
        assert good.minutiae > 30
        poor, _ = worker.analyse(*SIZE, capture(cache, seed, finger, 0, 0.3))
        assert poor.nfiq2 < gate(finger), (seed, finger)


def test_quality_falls_with_the_condition_of_the_finger(worker, cache):
    scores = [worker.score(*SIZE, capture(cache, 1, 2, 0, quality)).nfiq2 for quality in (0.95, 0.7, 0.4)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] - scores[2] > 20


def test_the_same_finger_matches_and_no_other_does(worker, cache):
    first = {who: worker.analyse(*SIZE, capture(cache, *who, 1, 0.9))[1] for who in HANDS}
    again = {who: worker.template(*SIZE, capture(cache, *who, 2, 0.8)) for who in HANDS}
    scores = {(a, b): worker.compare(first[a], again[b]) for a in HANDS for b in HANDS}
    genuine = [score for (a, b), score in scores.items() if a == b]
    strangers = [score for (a, b), score in scores.items() if a != b]
    assert min(genuine) >= 60
    assert max(strangers) < 40
    assert {judge(score) for score in genuine} == {Verdict.MATCH}
    assert Verdict.MATCH not in {judge(score) for score in strangers}


def test_the_palest_print_is_too_dry_and_the_darkest_too_wet(worker, cache):
    pale_to_dark = sorted((capture(cache, 1, 2, n, 0.4) for n in range(6)), key=sum, reverse=True)
    causes = [worker.score(*SIZE, pixels).cause for pixels in (pale_to_dark[0], pale_to_dark[-1])]
    assert causes == ["too-dry", "too-wet"]


def test_a_third_of_a_print_is_partial(worker, cache):
    part = worker.score(*SIZE, third(capture(cache, 1, 2, 0, 0.9)))
    assert part.cause == "partial"
    assert 0.25 < part.area < 0.4
    assert part.nfiq2 < 40


@pytest.mark.parametrize("pixels", [noise(0), noise(1), noise(2.2), noise(4), text()], ids=list("01245"))
def test_what_is_no_finger_is_said_to_be_none(worker, pixels):
    score, template = worker.analyse(*SIZE, pixels)
    assert (score.nfiq2, score.minutiae, score.cause, template) == (0, 0, "not-a-finger", b"")
    with pytest.raises(BadImage, match="not-a-finger"):
        worker.template(*SIZE, pixels)


def test_an_empty_glass_is_blank(worker):
    score, template = worker.analyse(*SIZE, blank())
    assert (score.nfiq2, score.area, score.cause, template) == (0, 0.0, "blank", b"")


def test_a_usable_print_is_read_although_sivv_refuses_it(worker, cache):
    """NIST's spectrum test takes one poor capture in six for no print; the ridges say otherwise."""
    from biometrics.nbis_engine import Engine

    strict = Engine(sivv=True)
    refused = [pixels for pixels in (capture(cache, 1, 2, n, 0.4) for n in range(8)) if _refuses(strict, pixels)]
    assert refused, "the sample no longer shows the case"
    for pixels in refused[:2]:
        score, template = worker.analyse(*SIZE, pixels)
        assert score.minutiae > 20
        assert worker.compare(template, worker.template(*SIZE, capture(cache, 1, 2, 9, 0.9))) >= 40


def _refuses(engine, pixels):
    try:
        engine.read(*SIZE, pixels)
    except BadImage:
        return True
    return False


@pytest.mark.parametrize(
    ("width", "height", "pixels", "dpi", "code"),
    [
        (288, 320, b"short", 500, "size"),
        (0, 0, b"", 500, "size"),
        (63, 64, bytes(63 * 64), 500, "size"),
        (288, 320, bytes(288 * 320), 1000, "resolution"),
    ],
)
def test_an_image_that_cannot_be_is_refused(worker, width, height, pixels, dpi, code):
    with pytest.raises(BadImage) as refused:
        worker.score(width, height, pixels, dpi)
    assert refused.value.code == code
