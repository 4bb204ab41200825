"""The least a PySide6 program can do: one empty window, painted once. The limit of bench/start.py.

Prints the same line as `python -m station run --measure-start` and exits.
"""

import json
import time
from pathlib import Path

STARTED = time.perf_counter()

from PySide6.QtCore import QTimer  # noqa: E402  (the clock starts before Qt loads)
from PySide6.QtGui import QPaintEvent  # noqa: E402  (as above)
from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: E402  (as above)


class Bare(QMainWindow):
    """Says when it was painted for the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            tell()
            QTimer.singleShot(0, QApplication.quit)


def tell() -> None:
    """Print when the first paint came, in ms since this file began, and the memory in use."""
    painted = (time.perf_counter() - STARTED) * 1000
    print(json.dumps({"painted_ms": painted, "rss_mb": resident_mb()}), flush=True)


def resident_mb() -> float:
    """Resident memory of this process in MB; 0 where /proc is absent."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    application = QApplication([])
    window = Bare()
    window.resize(1280, 800)
    window.show()
    application.exec()
