"""What the simulated sensor sees of a synthetic finger."""

import sys
from types import ModuleType

import numpy as np

from devices.fingerprint.hands import synthetic_hands
from devices.fingerprint.sfm_simulator import HEIGHT, WIDTH

WHOLE = np.arange(520 * 400, dtype=np.uint32).astype(np.uint8).reshape(520, 400)


class Bank:
    """A bank whose fingers are all the same ramp."""

    asked: list[tuple] = []  # noqa: RUF012 - one list for the one test

    def __init__(self, seed, cache_dir):
        self.asked.append((seed, cache_dir))

    def impression(self, finger, impression, quality):
        self.asked.append((finger, impression, quality))
        return WHOLE


def test_the_sensor_sees_the_middle_of_the_finger(monkeypatch, tmp_path):
    module = ModuleType("biometrics.synthetic.fingers")
    module.FingerBank = Bank
    monkeypatch.setitem(sys.modules, "biometrics.synthetic", ModuleType("biometrics.synthetic"))
    monkeypatch.setitem(sys.modules, "biometrics.synthetic.fingers", module)
    seen = synthetic_hands(tmp_path)(1234)(7, 3, 0.8)
    assert Bank.asked == [(1234, tmp_path), (7, 3, 0.8)]
    assert seen.quality == 0.8
    pixels = np.frombuffer(seen.pixels, np.uint8).reshape(HEIGHT, WIDTH)
    assert (pixels == WHOLE[100:420, 56:344]).all()
