"""Finding another Python on this machine."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from launch.stamp import Version


def find_python(wanted: tuple[int, int], path: str | None = None) -> tuple[str, Version] | None:
    """A Python of that minor version which really runs, with its full version; None when there is none."""
    for candidate in _candidates(wanted, os.environ.get("PATH", "") if path is None else path):
        version = version_of(candidate)
        if version is not None and version[:2] == wanted:
            return str(candidate), version
    return None


def version_of(python: Path) -> Version | None:
    """What a Python says it is, or None when it does not run."""
    ask = "import sys; print(*sys.version_info[:3])"
    try:
        done = subprocess.run([python, "-I", "-c", ask], capture_output=True, text=True, timeout=20, check=True)
        major, minor, micro = map(int, done.stdout.split())
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return major, minor, micro


def _candidates(wanted: tuple[int, int], path: str) -> Iterator[Path]:
    name = "python{}.{}".format(*wanted)
    folders = [Path(folder) for folder in path.split(os.pathsep) if folder]
    for folder in folders:
        for file in (folder / name, folder / f"{name}.exe"):
            if file.is_file():
                yield file
    # A pyenv shim exists for every installed version but runs only the chosen ones; the real one lies beside it.
    for folder in folders:
        if folder.name == "shims":
            yield from sorted(folder.parent.glob("versions/{}.{}.*/bin/python".format(*wanted)), reverse=True)
