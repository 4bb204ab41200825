"""Taking the story of the families up after a kill: Rina signs in again and opens the family of the case in hand."""

from __future__ import annotations

from collections.abc import Callable

from station.walkthrough.family_steps import STEPS, FamilyScene, come_to_family
from station.walkthrough.scene import enter

Named = tuple[str, Callable[[FamilyScene], None]]
KINDS = {"birth": "lahir", "split": "pisah", "element": "elemen"}  # how the name of a step begins
BY_THEMSELVES = ("come_in", "verify", "come_back")  # these sign in on their own
AT_FAMILY = ("add", "off", "change", "hand_in")  # how the name of a step ends that begins at Keluarga


def still_to_do(through: set[str]) -> list[Named]:
    """The steps after the last one done. A step that a kill cut after its work was kept sees so and does nothing."""
    done = [place for place, (name, _) in enumerate(STEPS) if name in through]
    return list(STEPS[done[-1] + 1 :] if done else STEPS)


def take_up_family(scene: FamilyScene, steps: list[Named]) -> None:
    """Bring the window to where the first of the steps begins."""
    name = steps[0][0] if steps else ""
    if name in BY_THEMSELVES:
        return
    enter(scene, scene.a, "Rina")
    if name.endswith(AT_FAMILY):
        come_to_family(scene, KINDS[name.split("_")[0]])
