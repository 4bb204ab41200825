"""The slow road: whatever is missing of libraries and environment is made."""

import importlib.util
import sys
from pathlib import Path

from launch.stamp import Stamp, is_ready
from launch.system import Machine, require_package, require_qt, this_machine
from launch.venv import ensure


def lay(venv: Path, stamp: Stamp, machine: Machine | None = None, *, can_make: bool | None = None) -> Path:
    """See to Qt's libraries and make `venv` what `stamp` says; returns its Python.

    `can_make` says whether this Python can make environments (it is asked when None).
    Raises SetupError with the cause and the next step.
    """
    machine = this_machine() if machine is None else machine
    require_qt(machine)
    if not is_ready(venv, stamp) and not (has_ensurepip() if can_make is None else can_make):
        require_package(machine, "python3-venv", "ensurepip")
    return ensure(venv, stamp, own_python())


def has_ensurepip() -> bool:
    """Debian leaves ensurepip out of python3 until python3-venv is there, and `python -m venv` fails without it."""
    return importlib.util.find_spec("ensurepip") is not None


def own_python() -> str:
    """The Python to make environments with: the one below, when we were started by an environment's."""
    return getattr(sys, "_base_executable", "") or sys.executable
