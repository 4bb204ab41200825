"""durable: seal and commit of one full enrolment packet against a bare write and fsync of the same bytes.
crash: 10,000 promises over at least 150 kills, and 10,000 cuts of the power: how many were not kept.

What a promise is, where the kills fall and what a cut may leave stands in tests/durability, which this drives at full
length (docs/decisions/0010). `crash` needs strace; the disk of `durable` is the one that holds --place.
"""

import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from bench.durability_stage import Stage
from bench.report import Row, at_most, finish, interleaved, options, within
from tests.durability.cuts import HOME, Told, quick_place, record_lives, survey, wrong_with
from tests.durability.kills import Nursery, Place, heard

ACKNOWLEDGED, KILLS, CUTS = 10_000, 150, 10_000
TOGETHER = 16  # packets of one round: a kecamatan records some fifteen people a day
LIVES = 10  # of one station, before another is founded: so that telling all rows stays quick
LAPS, WRITES = 5, 2500  # the longest life, and the latest of its writes to be killed at
CUTS_OF_ONE = 1000  # so many cuts of one recorded story, then another is recorded


def durable(place: Path, rounds: int) -> tuple[Row, float]:
    """A packet of a round of several, from its bundle in memory to its row in the store; and the ratio of one alone.

    In turns with the bare write, so that a busy moment falls on all.
    """
    with tempfile.TemporaryDirectory(prefix="loket-durable-", dir=place) as folder:
        stage = Stage(Path(folder))
        try:
            found = interleaved(
                rounds,
                alone=lambda: sealed(stage, 1),
                several=lambda: sealed(stage, TOGETHER),
                bare=lambda: bare(stage, Path(folder)),
            )
        finally:
            stage.close()
    limit = found["bare"]["ms"]
    return at_most("durable", found["several"]["ms"], "ms", times=2.5, limit=limit), found["alone"]["ms"] / limit


def sealed(stage: Stage, count: int) -> Mapping[str, float]:
    """Milliseconds a packet, `count` of them in one round."""
    stage.enrol(count)
    begun = time.perf_counter()
    stage.seal()
    return {"ms": (time.perf_counter() - begun) * 1000 / count}


def bare(stage: Stage, folder: Path) -> Mapping[str, float]:
    """The packets of the last round once more into new files, each synced, without a care for their names."""
    packets = stage.take()[-TOGETHER:]  # as many as were sealed together
    begun = time.perf_counter()
    for number, data in enumerate(packets):
        with (folder / f"bare-{number}").open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    took = time.perf_counter() - begun
    for number in range(len(packets)):
        (folder / f"bare-{number}").unlink()
    return {"ms": took * 1000 / len(packets)}


def kill(place: Path, acknowledged: int, kills: int, chance: random.Random) -> tuple[int, int, list[str]]:
    """Lives that end at a random write until there were enough; how many kills and promises, and what was broken."""
    killed = kept = 0
    wrong: list[str] = []
    with Nursery() as nursery:
        while killed < kills or kept < acknowledged:
            folder = place / "killed"
            folder.mkdir()
            told = Told()
            for life in range(LIVES):
                spot = Place("pwrite64", chance.randint(1, WRITES))
                killed += nursery.life(folder / HOME, folder / "told", LAPS, life, spot) == -9
                told = heard(folder / "told") if (folder / "told").exists() else Told()
                wrong += [f"{spot}: {what}" for what in wrong_with(folder / HOME, told)]
            kept += told.kept
            shutil.rmtree(folder)
    return killed, kept, wrong


def cut(place: Path, cuts: int, chance: random.Random) -> tuple[int, int, list[str]]:
    """Cuts of recorded lives with two kills in each story; how many, how many different disks, and what was broken."""
    done = different = 0
    wrong: list[str] = []
    while done < cuts:
        folder = place / f"story-{done}"
        ends = [f"pwrite64:signal=KILL:when={chance.randint(100, 800)}" for _ in range(2)]
        found = survey(record_lives(folder, [1, 1, 2], kills=ends), min(CUTS_OF_ONE, cuts - done), done, folder)
        done, different, wrong = done + found.cuts, different + found.different, wrong + found.wrong
        shutil.rmtree(folder)
    return done, different, wrong


def crash(acknowledged: int, kills: int, cuts: int, seed: int) -> Row:
    """Both, and what was lost in either."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="loket-crash-", dir=quick_place()) as folder:
        killed, kept, lost = kill(Path(folder), acknowledged, kills, chance)
        print(f"{killed} kills: {kept} promises kept, {len(lost)} broken")
        done, different, broken = cut(Path(folder), cuts, chance)
        print(f"{done} power cuts, {different} different disks: {len(broken)} promises broken")
    for what in (*lost, *broken)[:20]:
        print(f"  {what}")
    return within("crash", float(len(lost) + len(broken)), "lost", most=0)


def main() -> int:
    """Measure and report."""
    parser = options("Promises kept through kills and power cuts, and what they cost.", rounds=40)
    parser.add_argument("--acknowledged", type=int, default=ACKNOWLEDGED, help="promises before kills (%(default)s)")
    parser.add_argument("--kills", type=int, default=KILLS, help="at least so many (%(default)s)")
    parser.add_argument("--cuts", type=int, default=CUTS, help="simulated power cuts (%(default)s)")
    parser.add_argument("--place", type=Path, help="a folder on the disk to be measured (default: the temporary one)")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    row, alone = durable(chosen.place or Path(tempfile.gettempdir()), chosen.rounds)
    print(
        f"sealed and committed: {row.ratio:.2f} times the bare write in a round of {TOGETHER}, {alone:.2f} times alone"
    )
    rows = [row]
    rows.append(crash(chosen.acknowledged, chosen.kills, chosen.cuts, chosen.seed))
    return finish(rows, chosen.json)


if __name__ == "__main__":
    sys.exit(main())
