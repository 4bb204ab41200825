import subprocess
import sys

import numpy
import pytest

from biometrics.errors import BadImage, WorkerGone
from biometrics.fingers import gate
from biometrics.images import decode_wsq, encode_wsq
from biometrics.match import Verdict, judge
from biometrics.synthetic.fingers import FingerBank
from biometrics.worker import BiometricsWorker

SIZE = (288, 320)  # what the enrolment scanner sees of a tip, never scaled


def capture(seed, finger, impression, quality, cache):
    whole = FingerBank(seed, cache).impression(finger, impression, quality)
    return whole[100:420, 56:344].tobytes()


def test_good_captures_pass_the_gate_and_poor_ones_do_not(worker, cache):
    for finger in (2, 7, 10):
        good, _ = worker.analyse(*SIZE, capture(1, finger, 0, 0.9, cache))
        poor, _ = worker.analyse(*SIZE, capture(1, finger, 0, 0.3, cache))
        assert good.nfiq2 >= gate(finger), finger
        assert good.cause == ""
        assert poor.nfiq2 < gate(finger), finger
        assert poor.cause != ""


def test_the_same_finger_matches_and_another_does_not(worker, cache):
    _, first = worker.analyse(*SIZE, capture(1, 2, 1, 0.9, cache))
    _, again = worker.analyse(*SIZE, capture(1, 2, 2, 0.9, cache))
    _, other = worker.analyse(*SIZE, capture(1, 7, 1, 0.9, cache))
    _, person = worker.analyse(*SIZE, capture(2, 2, 1, 0.9, cache))
    assert judge(worker.compare(again, first)) is Verdict.MATCH
    assert judge(worker.compare(other, first)) is not Verdict.MATCH
    assert judge(worker.compare(person, first)) is not Verdict.MATCH


def test_blank_glass_and_noise_are_no_finger(worker):
    blank, template = worker.analyse(*SIZE, bytes([236]) * (288 * 320))
    assert (blank.nfiq2, blank.cause, template) == (0, "blank", b"")


def test_bytes_that_are_no_template_are_refused(worker):
    with pytest.raises(BadImage):
        worker.compare(b"not a template", b"")


def test_a_killed_worker_is_named_and_the_next_request_works(cache):
    engine = BiometricsWorker()
    engine.warm_up()
    engine._process.kill()
    with pytest.raises(WorkerGone):
        engine.analyse(*SIZE, bytes(288 * 320))
    assert engine.analyse(*SIZE, bytes([236]) * (288 * 320))[0].cause == "blank"
    engine.close()


def test_a_worker_ends_with_its_parent():
    child = subprocess.Popen([sys.executable, "-m", "biometrics.worker"], stdin=subprocess.PIPE)
    child.stdin.close()
    assert child.wait(timeout=20) == 0


def test_wsq_keeps_the_ridges_within_its_rate(cache):
    pixels = capture(1, 2, 0, 0.9, cache)
    packed = encode_wsq(*SIZE, pixels)
    width, height, again = decode_wsq(packed)
    assert (width, height) == SIZE
    assert len(packed) < len(pixels) / 6
    error = numpy.frombuffer(pixels, numpy.uint8).astype(float) - numpy.frombuffer(again, numpy.uint8)
    assert 10 * numpy.log10(255**2 / (error**2).mean()) > 24
