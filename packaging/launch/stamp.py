"""How a finished environment is known again: a stamp inside it, written last."""

import hashlib
import sys
from pathlib import Path

from launch.words import SetupError

FILE = "loket.stamp"
SOURCES = ("requirements.lock", "pyproject.toml")

Version = tuple[int, int, int]
Stamp = tuple[str, str, str]
"""What an environment was made of:

the Python's three numbers (Debian rebuilds a Python without changing them); the clone's folder (scripts and the
editable install name it); the SHA-256 over the lock and pyproject.toml.
"""


def stamp_of(root: Path, version: Version) -> Stamp:
    """The stamp an environment for `root` should carry. Raises SetupError when a source is missing."""
    digest = hashlib.sha256()
    for name in SOURCES:
        try:
            content = (root / name).read_bytes()
        except FileNotFoundError:
            raise SetupError(f"{name} is missing from {root}: the clone is not whole. Clone again.") from None
        digest.update(len(content).to_bytes(8, "big") + content)
    return ".".join(map(str, version)), str(root), digest.hexdigest()


def read_stamp(venv: Path) -> Stamp | None:
    """The stamp of a finished environment; None for one that is half-made or gone."""
    try:
        python, root, sources = (venv / FILE).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return None
    return python, root, sources


def write_stamp(venv: Path, stamp: Stamp) -> None:
    """Declare `venv` finished."""
    (venv / FILE).write_text("\n".join(stamp) + "\n", "utf-8")


def python_of(venv: Path) -> Path:
    """The environment's own Python."""
    return venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def is_ready(venv: Path, stamp: Stamp) -> bool:
    """Is the environment whole, and made of exactly this?"""
    return read_stamp(venv) == stamp and python_of(venv).exists()
