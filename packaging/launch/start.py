"""Starting a program of the environment."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


def start(python: Path, module: Sequence[str]) -> int:
    """Become `python -m MODULE ...` where the system can, else run it and hand its exit code on."""
    # -P: the program comes from the environment, whatever lies in the folder we were started from.
    words, env = [str(python), "-P", "-m", *module], child_env(python)
    if sys.platform == "win32":  # its exec returns to the prompt while the program still runs
        import subprocess

        return subprocess.run(words, env=env, check=False).returncode
    sys.stdout.flush()
    os.execve(python, words, env)


def child_env(python: Path | None = None, base: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for a child: UTF-8 whatever the locale, byte code allowed, no other Python's home.

    `python` puts that interpreter's environment first on PATH, as `activate` would.
    """
    # Without byte code the counter starts in 1.3 s in place of 0.5; many containers forbid it wholesale.
    dropped = {"PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"}
    env = {name: value for name, value in (os.environ if base is None else base).items() if name not in dropped}
    env["PYTHONUTF8"] = "1"
    if python is not None:
        env["VIRTUAL_ENV"] = str(python.parent.parent)
        env["PATH"] = os.pathsep.join(filter(None, (str(python.parent), env.get("PATH"))))
    return env
