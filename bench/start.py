"""start: from nothing to the sign-in page on the screen, against a bare PySide6 window; and click, by bench/click.py.

Both starts are fresh processes, in turns. The time is taken from outside, from the start of the interpreter to the line
the program prints at its first paint, so it counts everything a person waits for and trusts neither program's clock.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.report import Row, at_most, finish, interleaved, options, within

BARE = [sys.executable, str(Path(__file__).with_name("bare_window.py"))]
STATION = [sys.executable, "-P", "-m", "station", "run", "--measure-start"]
CLICK = [sys.executable, "-m", "bench.click"]
ROOT = Path(__file__).resolve().parents[1]
TIMES, MOST_MB = 1.5, 300.0
PATIENCE = 60.0


def measure(command: list[str], env: dict[str, str]) -> dict[str, float]:
    """Start a program and wait for its first paint: wall time in ms, its own count, resident memory in MB.

    Raises CalledProcessError with what it said when it ends without the line.
    """
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        wall = (time.perf_counter() - started) * 1000
        rest, errors = process.communicate(timeout=PATIENCE)
    if process.returncode or not line.startswith("{"):
        raise subprocess.CalledProcessError(process.returncode, command, line + rest, errors)
    told = json.loads(line)
    return {"wall_ms": wall, "painted_ms": float(told["painted_ms"]), "rss_mb": float(told["rss_mb"])}


def environment(home: str) -> dict[str, str]:
    """A screen of none and an empty home, with byte code cached as on any counter."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"QT_QPA_PLATFORM": "offscreen", **env, "PYTHONUTF8": "1", "LOKET_HOME": home}


def click(env: dict[str, str]) -> Row:
    """The row of bench/click.py, run in a process of its own; its table goes to the screen.

    Raises CalledProcessError when it ends without a row.
    """
    with tempfile.TemporaryDirectory(prefix="loket-bench-") as folder:
        file = Path(folder) / "click.json"
        done = subprocess.run([*CLICK, "--json", str(file)], env=env, cwd=ROOT, check=False)
        if not file.exists():
            raise subprocess.CalledProcessError(done.returncode, CLICK, "", "it wrote no row")
        return Row(**json.loads(file.read_text("utf-8"))[0])


def main() -> int:
    """Measure and report."""
    parser = options("Cold start to sign-in against a bare PySide6 window, and clicks to their answer.", rounds=15)
    parser.add_argument("--no-click", action="store_true", help="only the start")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="loket-bench-") as home:
        env = environment(home)
        try:
            for command in (BARE, STATION):
                measure(command, env)  # the first of each writes byte code and warms the disk
            seen = interleaved(chosen.rounds, bare=lambda: measure(BARE, env), station=lambda: measure(STATION, env))
            clicks = [] if chosen.no_click else [click(env)]
        except subprocess.CalledProcessError as error:
            sys.stderr.write(f"{' '.join(error.cmd)} ended with {error.returncode}:\n{error.output}{error.stderr}\n")
            return 2
    bare, station = seen["bare"], seen["station"]
    rows = [
        at_most("start", station["wall_ms"], "ms", times=TIMES, limit=bare["wall_ms"]),
        within("start-memory", station["rss_mb"], "MB", most=MOST_MB),
        *clicks,
    ]
    return finish(rows, chosen.json)


if __name__ == "__main__":
    sys.exit(main())
