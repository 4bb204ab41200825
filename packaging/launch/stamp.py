"""How a finished environment is known again: a stamp inside it, written last."""

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from launch.progress import SetupError

FILE = "loket.stamp"
SOURCES = ("requirements.lock", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an environment was made of. One that says otherwise, or nothing, is not used."""

    python: str
    """Three numbers only: Debian rebuilds a Python without changing them."""
    root: str
    """Scripts and the editable install name this folder, so a moved clone needs a new environment."""
    sources: str
    """SHA-256 over the lock and pyproject.toml."""

    @classmethod
    def of(cls, root: Path, version: tuple[int, int, int]) -> "Stamp":
        """The stamp an environment for `root` should carry. Raises SetupError when a source is missing."""
        digest = hashlib.sha256()
        for name in SOURCES:
            try:
                content = (root / name).read_bytes()
            except FileNotFoundError:
                raise SetupError(f"{name} is missing from {root}: the clone is not whole. Clone again.") from None
            digest.update(len(content).to_bytes(8, "big") + content)
        return cls(".".join(map(str, version)), str(root), digest.hexdigest())

    @classmethod
    def read(cls, venv: Path) -> "Stamp | None":
        """The stamp of a finished environment; None for one that is half-made or gone."""
        try:
            python, root, sources = (venv / FILE).read_text("utf-8").splitlines()
        except (OSError, ValueError):
            return None
        return cls(python, root, sources)

    def write(self, venv: Path) -> None:
        """Declare `venv` finished."""
        (venv / FILE).write_text(f"{self.python}\n{self.root}\n{self.sources}\n", "utf-8")


def python_of(venv: Path) -> Path:
    """The environment's own Python."""
    return venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def is_ready(venv: Path, stamp: Stamp) -> bool:
    """Is the environment whole, and made of exactly this?"""
    return Stamp.read(venv) == stamp and python_of(venv).exists()
