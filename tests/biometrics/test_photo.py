from biometrics.images import decode_colour
from biometrics.photo import HEIGHT, LARGEST, WIDTH, inspect, portrait
from biometrics.synthetic.faces import FaceScene


def judged(mood):
    return {check.name: check.good for check in inspect(FaceScene(1).frame(0, mood))}


def test_a_good_frame_passes_and_each_fault_is_named():
    assert all(judged("good").values())
    assert not judged("dark")["terang"]
    assert not judged("blurred")["tajam"]


def test_the_portrait_is_600_by_800_and_small():
    data = portrait(FaceScene(2).frame(0))
    assert len(data) <= LARGEST
    assert decode_colour(data).shape == (HEIGHT, WIDTH, 3)


def test_frames_repeat_and_seeds_differ():
    scene = FaceScene(3, (320, 180))
    assert scene.jpeg(0) == scene.jpeg(24)
    assert scene.jpeg(0) != FaceScene(4, (320, 180)).jpeg(0)
