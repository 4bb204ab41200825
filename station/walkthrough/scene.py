"""What a story has to hand: two windows, the strings of the devices, and the eyes to read what a window shows."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget

from devices.printer.ipp_simulator import IppSimulator
from devices.simulate.actor import BadCommand
from devices.simulate.child import Remote
from registry.submission import RECORDING_ORDER
from station.compose.station import Station
from station.desk.cast import PASSPHRASE
from station.walkthrough.hands import Hands, StepFailed
from station.widgets.hands import finger_name

QUALITY = 0.92
SETTLE_S = 6.0  # sync brings what is under way within this


W = TypeVar("W", bound=QWidget)


@dataclass
class Scene:
    """Two windows, the devices' strings, and what the story has learnt."""

    a: Hands
    b: Hands
    station_a: Station
    station_b: Station
    finger: Remote
    pen: Remote
    camera: Remote
    printer: IppSimulator
    rng: random.Random
    picture: Callable[[Hands, str], None]
    told: Callable[[str], None]
    remember: Callable[[], None]
    phone: str  # the same in each life of a story, so that what is kept can be told from what is not
    resumed: bool = False
    fault: str = ""
    name: str = ""
    number: str = ""
    impression: int = 0
    centre: Any = None


class AtCounter(Protocol):
    """What signing in and the devices need of any story."""

    @property
    def a(self) -> Hands: ...

    @property
    def picture(self) -> Callable[[Hands, str], None]: ...


# signing in and out ---------------------------------------------------------------------------------------------------
def enter(scene: AtCounter, hands: Hands, who: str) -> None:
    """Sign an officer in: choose the name by its letter, type the passphrase."""
    hands.look_here()
    if hands.title() != "Masuk":
        hands.press("Ctrl+Shift+L")
        hands.until(lambda: hands.title() == "Masuk", "sign-in page")
    choice = hands.combo("Petugas")
    hands.reach(choice)
    for _ in range(choice.count()):
        if choice.currentText().startswith(who):
            break
        hands.write(who[0])
    if not choice.currentText().startswith(who):
        raise StepFailed(f"{who} is not offered")
    hands.press("Tab")
    hands.write(PASSPHRASE)
    scene.picture(hands, f"masuk-{who.split()[0].lower()}")
    hands.press("Return")
    hands.until(lambda: hands.title() != "Masuk" and hands.title() != "", "signed in")


def shown(hands: Hands, name: str, born: str) -> bool:
    """Whether the detail is that of this resident."""
    texts = hands.texts()
    return name in texts and any(text.endswith(born) for text in texts)


def scored(hands: Hands, done: int, position: int) -> bool:
    return recorded(hands) > done or asked_finger(hands) != position or tried(hands)


def compared(hands: Hands, position: int) -> bool:
    word = f"Tempelkan telunjuk {'kiri' if position == 7 else 'kanan'}"
    return not hands.sees(word) or hands.sees("Tidak cocok")


def moved_on(hands: Hands, before: str) -> bool:
    return progress(hands) != before or hands.can("Setujui")


def settled(scene: Scene, hands: Hands, ready: Callable[[], object], done: str, what: str) -> bool:
    """Whether a step begins; False when, taken up after a kill, the window shows that it was done before."""
    if scene.resumed:
        hands.until(lambda: ready() or hands.sees(done), what, 90)
        if not ready():
            try:
                hands.until(ready, what, SETTLE_S)
            except StepFailed:
                return False
        return True
    hands.until(ready, what, 90)
    return True


def have(scene: AtCounter, remote: Remote, what: str, **facts: Any) -> None:
    """Have a device do something while the windows go on: some acts end only when the host has asked for them."""
    answers: list[object] = []

    def ask() -> None:
        try:
            answers.append(remote.do(what, **facts))
        except (BadCommand, OSError) as error:
            answers.append(error)

    threading.Thread(target=ask, name="simulator", daemon=True).start()
    scene.a.until(lambda: answers, f"the simulated device to {what}", 90)
    if isinstance(answers[0], Exception):
        raise StepFailed(f"{what}: {answers[0]}")


# reading --------------------------------------------------------------------------------------------------------------
def line_named(hands: Hands, name: str) -> QLineEdit:
    found = next(
        (w for w in hands.window.findChildren(QLineEdit) if w.accessibleName() == name and w.isVisible()), None
    )
    if found is None:
        raise StepFailed(f"no field {name!r}")
    return found


def part_named(hands: Hands, kind: type[W], name: str) -> W:
    found = next((w for w in hands.window.findChildren(kind) if w.accessibleName() == name), None)
    if found is None:
        raise StepFailed(f"no list {name!r}")
    return found


def walk_to(hands: Hands, rows: QAbstractItemView, number: int) -> tuple[str, str]:
    """Go to a row by the arrow keys; its name and birth date, which two of one name do not share."""
    while rows.currentIndex().row() != number:
        hands.press("Down" if rows.currentIndex().row() < number else "Up")
    name, below, *_ = str(rows.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)).split(", ")
    return name, below.split(" · ")[0]


def figure(hands: Hands, name: str) -> int:
    texts = hands.texts()
    at = texts.index(name) if name in texts else -1
    digits = "".join(sign for sign in texts[at + 1] if sign.isdigit()) if at >= 0 else ""
    return int(digits or 0)


def devices_ready(hands: Hands) -> int:
    model = part_named(hands, QAbstractItemView, "Perangkat").model()
    said = [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]
    return sum(1 for words in said if words.endswith("Siap"))


def age_shown(hands: Hands) -> int:
    return figure(hands, "Umur")


def recorded(hands: Hands) -> int:
    found = next((text for text in hands.texts() if text.endswith("dari 10 terekam")), "0 ")
    return int(found.split(" ")[0])


def tried(hands: Hands) -> bool:
    return hands.sees("Percobaan 1:")


def progress(hands: Hands) -> str:
    return next((text for text in hands.texts() if text.endswith("diperiksa")), "")


def asked_finger(hands: Hands) -> int:
    for position in RECORDING_ORDER:
        if f"Tempelkan {finger_name(position)}" in hands.texts():
            return position
    return 0
