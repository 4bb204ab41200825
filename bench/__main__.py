"""`./loket bench NAME [its own arguments]`: run one bench; without a name, tell which there are.

As a module and not as a script: a script's own folder comes first, and there `forms` is bench/forms.py.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path


def benches() -> list[str]:
    """The names of the benches: modules of this folder that have a `main`."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return [file.stem for file in files if "\ndef main(" in file.read_text(encoding="utf-8") and file != Path(__file__)]


def main(arguments: Sequence[str]) -> int:
    """Run the bench of this name; returns its exit code, or 2 for a name there is none of."""
    name, *rest = [*arguments, ""]
    if name not in benches():
        sys.stdout.write(f"usage: ./loket bench NAME [its own arguments]\n\n  {' '.join(benches())}\n")
        return 0 if name in ("", "-h", "--help") else 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.argv = [f"bench {name}", *rest[:-1]]
    return int(import_module(f"bench.{name}").main())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
