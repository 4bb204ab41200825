import numpy
import pytest

from biometrics.photo import frame_box
from biometrics.synthetic.faces import LOOP, MOODS, FaceScene

SMALL = (640, 360)


def differences(one, other):
    return numpy.abs(one.astype(int) - other).mean()


def test_frames_repeat_after_the_loop():
    scene = FaceScene(3, SMALL)
    assert scene.jpeg(0) == scene.jpeg(LOOP)
    assert (scene.frame(5) == scene.frame(5 + LOOP)).all()
    assert (scene.frame(5) == FaceScene(3, SMALL).frame(5)).all()


def test_the_person_moves_gently():
    scene = FaceScene(3, SMALL)
    steps = [differences(scene.frame(n), scene.frame(n + 1)) for n in range(LOOP)]
    assert min(steps) > 0.5
    assert max(steps) < 12


def test_another_seed_is_another_look():
    frames = [FaceScene(seed, SMALL).frame(0) for seed in range(6)]
    apart = [differences(a, b) for n, a in enumerate(frames) for b in frames[:n]]
    assert min(apart) > 2


@pytest.mark.parametrize("mood", MOODS)
def test_every_frame_and_the_photo_cut_from_it_say_simulasi(mood):
    """White letters over the chest, in the 3:4 part, in every mood."""
    frame = FaceScene(1).frame(0, mood)
    left, _, wide, _ = frame_box(1280, 720)
    chest = frame[540:590, left : left + wide]
    assert (chest.min(axis=2) > 240).sum() > 500


def test_moods_are_what_they_say():
    scene = FaceScene(1, SMALL)
    good, dark, nobody = (scene.frame(0, mood) for mood in ("good", "dark", "nobody"))
    assert dark[:250].mean() < good[:250].mean() / 4
    assert differences(nobody[50:300, 250:400], good[50:300, 250:400]) > 30
    assert nobody[:250].std(axis=(0, 1)).max() < 4
