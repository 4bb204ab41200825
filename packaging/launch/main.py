"""The order of things: read the command, see that all is ready, start the program.

On a machine that is ready this takes some 30 ms, so what only the set-up or the test plan needs is loaded there.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from launch.libraries import all_load
from launch.stamp import is_ready, python_of, stamp_of
from launch.start import start
from launch.words import SetupError, say, speak_utf8

ROOT = Path(__file__).resolve().parents[2]

COMMANDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "run": ("open the counter", ("station", "run")),
    "demo": ("the counter with a centre, simulated devices and residents", ("station", "demo")),
    "test": ("every check and test: [--long] [--fast] [pytest's arguments]", ()),
    "doctor": ("look at this machine, its devices and files, and say what is wrong", ("station", "doctor")),
    "central": ("the centre", ("central",)),
    "sim": ("simulated devices on ports of their own", ("devices.simulate",)),
    "sync": ("send and fetch once", ("station", "sync")),
    "backup": ("write a verified backup", ("station", "backup")),
    "restore": ("bring a backup back", ("station", "restore")),
    "import": ("take in a file of residents, signed by two officers", ("station", "import")),
    "bench": ("measure one thing against its limit: NAME", ("bench",)),
    "walkthrough": ("a resident's way from the door to the card, by itself", ("station", "walkthrough")),
}
"""Word after ./loket -> what it is for, and what follows `python -m` (nothing: the launcher's own test plan)."""


def main(arguments: Sequence[str]) -> int:
    """Run `./loket ARGUMENTS`; returns the exit code (2 for a word it does not know)."""
    speak_utf8()
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        say(usage())
        return 0
    if arguments[0] not in COMMANDS:
        say(f"./loket does not know '{arguments[0]}'.\n\n{usage()}")
        return 2
    _, module = COMMANDS[arguments[0]]
    try:
        python = set_up(ROOT)
        return start(python, [*module, *arguments[1:]]) if module else _test(python, arguments[1:])
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"\nNot allowed to write {error.filename}. Start Loket as the one who owns {ROOT}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def usage() -> str:
    """The help text."""
    width = max(map(len, COMMANDS))
    rows = "\n".join(f"  {name:{width}}  {says}" for name, (says, _) in COMMANDS.items())
    return (
        "usage: ./loket COMMAND [its own arguments]\n\n"
        f"{rows}\n\n"
        "The first start sets everything up in .venv; ./loket COMMAND --help tells more."
    )


def set_up(root: Path) -> Path:
    """Make sure of libraries and environment; returns the environment's Python. Raises SetupError."""
    stamp, venv = stamp_of(root, sys.version_info[:3]), root / ".venv"
    if is_ready(venv, stamp) and all_load():
        return python_of(venv)
    from launch.ground import lay

    return lay(venv, stamp)


def _test(python: Path, arguments: Sequence[str]) -> int:
    from launch.plan import test

    return test(ROOT, python, arguments)
