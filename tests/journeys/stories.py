"""A walkthrough from its first step to its last, in a process of its own."""

import json
import os
import subprocess
import sys


def told_by(folder, story):
    """Its evidence, its home, its summary."""
    out, home = folder / "out", folder / "home"
    command = [sys.executable, "-m", "station", "walkthrough", "--story", story, "--out", str(out)]
    environment = {**os.environ, "LOKET_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    with (folder / "log.txt").open("wb") as log:
        done = subprocess.run(command, env=environment, stdout=log, stderr=log, timeout=450, check=False)
    assert done.returncode == 0, (folder / "log.txt").read_text()[-3000:]
    return out, home, json.loads((out / "summary.json").read_text())
