"""What scrolls inside its card: as tall as its words need in the width it has."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget


class Tall(QWidget):
    """The inside of a scroll area: Qt asks its height without saying the width, and would cut wrapped words."""

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        inside = self.layout()
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize) and inside is not None:
            need = inside.totalHeightForWidth(self.width()) if inside.hasHeightForWidth() else -1
            if need >= 0 and need != self.minimumHeight():
                self.setMinimumHeight(need)
        return done
