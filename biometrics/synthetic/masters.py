"""Master prints kept as PNG, so that a hand is grown once; and a whole hand grown by two processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import numpy
from numpy.typing import NDArray

from biometrics.cv import cv2
from biometrics.errors import BiometricsError
from biometrics.synthetic.ridges import HEIGHT, WIDTH, Field, grow

FINGERS = tuple(range(1, 11))  # ISO/IEC 19794-4: 1 right thumb .. 10 left little finger


def key_of(seed: int, finger: int) -> int:
    """The number a finger's ridges grow from; no two fingers of any two hands share one."""
    return seed * 16 + finger


def load(key: int, cache_dir: Path | None) -> Field:
    """The master of `key`, the same bit for bit with and without a cache; grown if the cache has none."""
    file = cache_dir / f"{key}.png" if cache_dir else None
    levels = _kept(file) if file is not None else None
    if levels is None:
        levels = numpy.round(grow(key) * 127.5 + 127.5).astype(numpy.uint8)
        if file is not None:
            _keep(file, levels)
    return (levels.astype(numpy.float32) - 127.5) / 127.5


def grow_hand(seed: int, cache_dir: Path, workers: int = 2) -> None:
    """Put the ten masters of `seed` into `cache_dir`, by `workers` spawned processes: about 3 s on two free cores.

    Blocks until done; the processes end with this one. Raises BiometricsError("masters") if one of them failed.
    """
    missing = [finger for finger in FINGERS if not (cache_dir / f"{key_of(seed, finger)}.png").exists()]
    shares = [missing[first::workers] for first in range(workers) if missing[first::workers]]
    children = [_spawn(seed, cache_dir, share) for share in shares]
    ends = [child.wait() for child in children]
    for child in children:
        if child.stdin is not None:
            child.stdin.close()
    if any(ends):
        raise BiometricsError("masters")


def _spawn(seed: int, cache_dir: Path, fingers: list[int]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "biometrics.synthetic.masters", str(cache_dir), str(seed), *map(str, fingers)]
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: no console beside the counter
    return subprocess.Popen(command, stdin=subprocess.PIPE, creationflags=hidden)


def _kept(file: Path) -> NDArray[numpy.uint8] | None:
    """What the file holds; None if it is absent or damaged."""
    if not file.exists():
        return None
    found = cv2.imdecode(numpy.frombuffer(file.read_bytes() or b"\0", numpy.uint8), cv2.IMREAD_GRAYSCALE)
    return None if found is None or found.shape != (HEIGHT, WIDTH) else numpy.asarray(found, numpy.uint8)


def _keep(file: Path, levels: NDArray[numpy.uint8]) -> None:
    """Write beside and rename: another process may read the same cache, or this one be killed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    _, data = cv2.imencode(".png", levels)
    number, beside = tempfile.mkstemp(dir=file.parent, suffix=".part")
    with os.fdopen(number, "wb") as part:
        part.write(data.tobytes())
    os.replace(beside, file)


def _end_with_parent() -> None:
    while os.read(0, 1):  # past sys.stdin, whose lock a waiting thread would hold at exit; b"" when the parent has gone
        continue
    os._exit(1)


def _main(cache_dir: str, seed: str, *fingers: str) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    cv2.setNumThreads(1)  # the processes are the threads
    for finger in fingers:
        load(key_of(int(seed), int(finger)), Path(cache_dir))


if __name__ == "__main__":
    _main(*sys.argv[1:])
