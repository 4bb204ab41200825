"""Taking a story up after a kill: whoever was at the counter signs in again and opens what is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from station.walkthrough.hands import StepFailed
from station.walkthrough.scene import Scene, enter

RECORDING = ("papers", "biodata", "photo", "signature", "fingers", "iris", "again", "review")
TITLES = {
    "Berkas": "papers", "Biodata F-1.02": "biodata", "Foto": "photo", "Tanda tangan": "signature",
    "Sidik jari": "fingers", "Iris": "iris", "Ulang telunjuk": "again", "Periksa": "review",
}  # fmt: skip
SIGNED_IN = {"find": "Rina", "unique": "Hendra", "print_card": "Yulianti", "ship": "Yulianti", "hand_over": "Fajar"}

Step = Callable[[Scene], None]


def take_up(scene: Scene, _done: list[dict[str, Any]], steps: list[Step]) -> list[Step]:
    """The steps still to do, with the windows brought to where the first of them begins."""
    first = steps[0].__name__
    if first in RECORDING:
        return _recording(scene, steps)
    if first in SIGNED_IN:
        hands = scene.b if first in ("print_card", "ship") else scene.a
        enter(scene, hands, SIGNED_IN[first])
    return steps


def _recording(scene: Scene, steps: list[Step]) -> list[Step]:
    """Rina opens the draft from Beranda; it opens at the step where it stood."""
    enter(scene, scene.a, "Rina")
    a = scene.a
    a.until(lambda: a.can("Permohonan baru"), "Beranda")
    if not any("Draf" in text or "tertunda" in text for text in a.texts()) and not scene.number:
        raise StepFailed("no draft to go on with")
    a.press("Down")
    a.press("Return")
    a.until(lambda: a.title() in TITLES, "the open case", 5)
    begin = TITLES[a.title()]
    names = [step.__name__ for step in steps]
    return steps[names.index(begin) :] if begin in names else steps
