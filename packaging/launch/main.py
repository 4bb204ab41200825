"""The order of things: read the command, see to the system's libraries and the environment, start the program."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from launch.progress import SetupError, say, speak_utf8
from launch.stamp import Stamp, is_ready
from launch.system import Machine, require_package, require_qt, this_machine
from launch.venv import child_env, ensure, own_python

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Command:
    """One word after ./loket."""

    says: str
    starts: tuple[str, ...]
    """What follows `python -m`; nothing for the test plan, which the launcher runs itself."""


COMMANDS: Mapping[str, Command] = {
    "run": Command("open the counter", ("station", "run")),
    "demo": Command("the counter with a centre, simulated devices and residents", ("station", "demo")),
    "test": Command("every check and test: [--long] [--fast] [pytest's arguments]", ()),
    "doctor": Command("look at this machine, its devices and its files, and say what is wrong", ("station", "doctor")),
    "central": Command("the centre", ("central",)),
    "sim": Command("simulated devices on ports of their own", ("devices.simulate",)),
    "sync": Command("send and fetch once", ("station", "sync")),
    "backup": Command("write a verified backup", ("station", "backup")),
    "restore": Command("bring a backup back", ("station", "restore")),
    "walkthrough": Command("a resident's way from the door to the card, by itself", ("station", "walkthrough")),
}


def main(arguments: Sequence[str]) -> int:
    """Run `./loket ARGUMENTS`; returns the exit code (2 for a word it does not know)."""
    speak_utf8()
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        say(usage())
        return 0
    command = COMMANDS.get(arguments[0])
    if command is None:
        say(f"./loket does not know '{arguments[0]}'.\n\n{usage()}")
        return 2
    try:
        python = set_up(ROOT, this_machine())
        if command.starts:
            return start(python, [*command.starts, *arguments[1:]])
        return _test(python, arguments[1:])
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def usage() -> str:
    """The help text."""
    width = max(map(len, COMMANDS))
    rows = "\n".join(f"  {name:{width}}  {command.says}" for name, command in COMMANDS.items())
    return (
        "usage: ./loket COMMAND [its own arguments]\n\n"
        f"{rows}\n\n"
        "The first start sets everything up in .venv; ./loket COMMAND --help tells more."
    )


def set_up(root: Path, machine: Machine, *, can_make: bool | None = None) -> Path:
    """See to libraries and environment; returns the environment's Python.

    `can_make` says whether this Python can make environments (asked of it when None). Raises SetupError.
    """
    require_qt(machine)
    stamp, venv = Stamp.of(root, sys.version_info[:3]), root / ".venv"
    if not is_ready(venv, stamp) and not (has_ensurepip() if can_make is None else can_make):
        require_package(machine, "python3-venv", "ensurepip (python3-venv)")
    return ensure(venv, stamp, own_python())


def has_ensurepip() -> bool:
    """Debian leaves ensurepip out of python3 until python3-venv is there, and `python -m venv` fails without it."""
    return importlib.util.find_spec("ensurepip") is not None


def start(python: Path, module: Sequence[str]) -> int:
    """Become `python -m MODULE ...` where the system can, else run it and hand its exit code on."""
    # -P: the program comes from the environment, whatever lies in the folder we were started from.
    words, env = [str(python), "-P", "-m", *module], child_env(python)
    if sys.platform == "win32":  # its exec returns to the prompt while the program still runs
        return subprocess.run(words, env=env, check=False).returncode
    sys.stdout.flush()
    os.execve(python, words, env)


def _test(python: Path, arguments: Sequence[str]) -> int:
    from launch.plan import test  # loads XML and more, which no other command needs

    return test(ROOT, python, arguments)
