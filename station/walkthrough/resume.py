"""Taking a story up after a kill: whoever was at the counter signs in again and opens what is open."""

from __future__ import annotations

from collections.abc import Callable

from station.walkthrough.scene import Scene, enter, part_named
from station.walkthrough.story import STEPS
from station.widgets.lists import Lines

RECORDING = ("find", "papers", "biodata", "photo", "signature", "fingers", "iris", "again", "review")
TITLES = {
    "Berkas": "papers", "Biodata F-1.02": "biodata", "Foto": "photo", "Tanda tangan": "signature",
    "Sidik jari": "fingers", "Iris": "iris", "Ulang telunjuk": "again", "Periksa": "review",
}  # fmt: skip
SIGNED_IN = {"unique": "Hendra", "print_card": "Yulianti", "ship": "Yulianti", "hand_over": "Fajar"}
OPEN_S = 5.0

Step = Callable[[Scene], None]


def after_last(through: set[str]) -> list[Step]:
    """The steps after the last one done. A step that a kill cut after its work was kept is not done again, nor written
    down as done: the ones after it tell that it was."""
    done = [place for place, step in enumerate(STEPS) if step.__name__ in through]
    return list(STEPS[done[-1] + 1 :] if done else STEPS)


def take_up(scene: Scene, steps: list[Step]) -> list[Step]:
    """The steps still to do, with the windows brought to where the first of them begins."""
    first = steps[0].__name__
    if first in RECORDING:
        return _recording(scene, steps)
    if first in SIGNED_IN:
        hands = scene.b if first in ("print_card", "ship") else scene.a
        enter(scene, hands, SIGNED_IN[first])
    return steps


def _recording(scene: Scene, steps: list[Step]) -> list[Step]:
    """Rina opens the draft from Beranda; it opens at the step where it stood. Without one, it was submitted or never
    begun."""
    enter(scene, scene.a, "Rina")
    a = scene.a
    a.until(lambda: a.can("Permohonan baru"), "Beranda")
    work = part_named(a, Lines, "Pekerjaan saya")
    a.until(lambda: a.window.page is not None and a.window.page.context, "the work that waits")
    names = [step.__name__ for step in steps]
    if not any(line.startswith("draft:") for line in work.ids()):
        return steps if "find" in names and not work.ids() else steps[names.index("review") + 1 :]
    a.reach(work)
    a.press("Home")
    a.press("Return")
    a.until(lambda: a.title() in TITLES, "the open case", OPEN_S)
    if a.window.page is not None:
        a.until(lambda: a.window.page is not None and a.window.page.context, "its number")
        scene.number = a.window.page.context.split(" ")[0]
    return (
        steps[names.index(TITLES[a.title()]) :] if TITLES[a.title()] in names else _all_from(TITLES[a.title()], steps)
    )


def _all_from(name: str, steps: list[Step]) -> list[Step]:
    """A draft stands at an earlier step than the story had come to: it walks forward from there."""

    every = [step.__name__ for step in STEPS]
    return [*STEPS[every.index(name) : every.index(steps[0].__name__)], *steps]
