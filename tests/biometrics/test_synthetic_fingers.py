"""Invented hands: deterministic, distinct, kept safely, grown by processes that leave nothing behind."""

import subprocess
import sys

import pytest

from biometrics.errors import BiometricsError
from biometrics.synthetic.fingers import FingerBank
from biometrics.synthetic.masters import FINGERS, grow_hand, key_of


def test_an_impression_is_the_same_with_and_without_a_cache(cache, tmp_path):
    kept = FingerBank(1, cache).impression(2, 0, 0.9)
    assert kept.shape == (520, 400)
    assert (FingerBank(1, cache).impression(2, 0, 0.9) == kept).all()
    assert (FingerBank(1, tmp_path).impression(2, 0, 0.9) == kept).all()
    assert (FingerBank(1).impression(2, 1, 0.9) != kept).any()


def test_no_two_fingers_of_any_two_hands_share_a_master():
    keys = [key_of(seed, finger) for seed in range(200) for finger in FINGERS]
    assert len(set(keys)) == len(keys)


def test_a_damaged_master_is_grown_again(cache, tmp_path):
    good = FingerBank(1, cache).master(2)
    for damage in (b"", b"\x89PNG\r\n\x1a\nhalf"):
        (tmp_path / f"{key_of(1, 2)}.png").write_bytes(damage)
        assert (FingerBank(1, tmp_path).master(2) == good).all()


def test_a_hand_is_grown_by_two_processes_and_only_once(tmp_path):
    grow_hand(7, tmp_path)
    files = {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
    assert set(files) == {f"{key_of(7, finger)}.png" for finger in FINGERS}
    grow_hand(7, tmp_path)
    assert files == {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
    assert (FingerBank(7, tmp_path).master(3) == FingerBank(7).master(3)).all()


def test_masters_that_cannot_be_kept_are_an_error(tmp_path, capfd):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BiometricsError, match="masters"):
        grow_hand(7, tmp_path / "file", workers=1)
    assert "Error" in capfd.readouterr().err


def test_a_growing_process_ends_with_its_parent(tmp_path):
    command = [sys.executable, "-m", "biometrics.synthetic.masters", str(tmp_path), "7", *map(str, range(1, 200))]
    child = subprocess.Popen(command, stdin=subprocess.PIPE)
    child.stdin.close()
    assert child.wait(timeout=20) == 1
