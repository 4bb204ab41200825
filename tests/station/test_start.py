"""What the first page does not wait for (docs/decisions/0009)."""

import os
import subprocess
import sys

WATCHED = """
import enum, sys
from station import cli

made = []
make = enum.EnumType.__call__

def watch(cls, *given, **named):
    made.append(str(given[:1]))
    return make(cls, *given, **named)

enum.EnumType.__call__ = watch
tell = print

def painted(*words, **named):
    tell("painted with", len(made), "and Qt" if any("GlobalColor" in name for name in made) else "and no Qt")
    tell(*words, **named)

cli.builtins.print = painted
cli.main(["run", "--measure-start"])
"""


def test_the_first_page_is_painted_without_the_namespace_of_all_enums(tmp_path):
    env = {**os.environ, "LOKET_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", WATCHED], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    first = done.stdout.splitlines()[0]
    assert first.startswith("painted with")
    assert int(first.split()[2]) > 10, "the watch saw nothing"
    assert first.endswith("and no Qt")
