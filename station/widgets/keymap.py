"""Which key does what now: the page's acts before the rail's before the window's; none while something lies above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

LAYERS = ("page", "rail", "window")


@dataclass(frozen=True, slots=True)
class Binding:
    """A key, what it does in words, and how; a disabled one still hides the key from the layers below."""

    key: str
    words: str
    do: Callable[[], None]
    enabled: bool = True


class Keymap:
    """The shortcuts of one window. Each key has one QShortcut that asks at the press what it means."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._layers: dict[str, dict[str, Binding]] = {layer: {} for layer in LAYERS}
        self._shortcuts: dict[str, QShortcut] = {}
        self._silent = False

    def bind(self, layer: str, bindings: Sequence[Binding]) -> None:
        """Replace the keys of a layer: page, rail or window."""
        self._layers[layer] = {_name(each.key): each for each in bindings if each.key}
        self._settle()

    def silence(self, silent: bool) -> None:
        """While a sheet or the lock lies over the window no key of ours works."""
        self._silent = silent
        self._settle()

    def listed(self, layer: str) -> list[tuple[str, str]]:
        """Keys and words of a layer, for F1."""
        return [(each.key, each.words) for each in self._layers[layer].values() if each.words]

    def _meaning(self, key: str) -> Binding | None:
        return next((self._layers[layer][key] for layer in LAYERS if key in self._layers[layer]), None)

    def _settle(self) -> None:
        wanted = {key for layer in self._layers.values() for key in layer}
        for key in wanted - self._shortcuts.keys():
            self._shortcuts[key] = self._listen(key)
        for key, shortcut in self._shortcuts.items():
            found = self._meaning(key)
            shortcut.setEnabled(not self._silent and found is not None and found.enabled)

    def _listen(self, key: str) -> QShortcut:
        shortcut = QShortcut(self._window)
        sequences = [_keys(key)]
        if key.endswith("Return"):
            sequences.append(_keys(key.removesuffix("Return") + "Enter"))  # the keypad's
        shortcut.setKeys(sequences)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: self._press(key))
        return shortcut

    def _press(self, key: str) -> None:
        found = self._meaning(key)
        if found is not None and found.enabled and not self._silent:
            found.do()


def _name(key: str) -> str:
    return _keys(key).toString(QKeySequence.SequenceFormat.PortableText)


def _keys(name: str) -> QKeySequence:
    """Keys by the names in the code: read as native ones, `Return` and `Enter` are both `Enter` in Indonesian."""
    return QKeySequence.fromString(name, QKeySequence.SequenceFormat.PortableText)
