"""Synthetic hands for the simulated scanner: what it sees when finger 7 of hand 1234 is laid on the glass."""

from collections.abc import Callable
from pathlib import Path

from devices.fingerprint.sfm_simulator import Print

# The sensor sees the middle of the fingertip. Scaling the whole tip down instead would ruin the minutiae.
ROWS = slice(100, 420)
COLUMNS = slice(56, 344)

Hand = Callable[[int, int, float], Print]
Hands = Callable[[int], Hand]


def synthetic_hands(cache_dir: Path | None) -> Hands:
    """Hands by seed, their fingers numbered as in ISO/IEC 19794-4; the first print of a finger takes about a second."""

    def hand(seed: int) -> Hand:
        # Loads numpy and OpenCV: a simulated module answers its first questions before that.
        from biometrics.synthetic.fingers import FingerBank

        bank = FingerBank(seed, cache_dir)

        def lay(finger: int, impression: int, quality: float) -> Print:
            return Print(bank.impression(finger, impression, quality)[ROWS, COLUMNS].tobytes(), quality)

        return lay

    return hand
