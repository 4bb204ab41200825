"""upload: megabytes a second over loopback against nginx DAV PUT with curl. packet: one full enrolment on the wire.
resend: 512 kbit/s, 2 % loss, 300 ms there and back, ten kills of alternating sides; bytes sent against the payload.
memory: what a station's sending and the centre's receiving hold.

The centre is the real one in its own process, stations are real stores and the real client; bench/relay.py is the bad
line. What the centre does with many stations, ingest and feed polls, is measured by bench/ingest.py.
"""

import hashlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from bench.relay import Quality, Relay
from bench.report import Row, at_least, at_most, finish, interleaved, options, within
from bench.sync_stage import Station, centre, kilobytes, nginx, sender, station
from sync.http import Centre
from sync.onetime import OneTimeCode
from sync.wire import Announce, Receipt
from tests.journeys.children import CentreChild, start_centre

LINE = Quality(512_000, 0.150, 0.02)
KILLS, RESENT = 10, 20  # ten kills fall on twenty enrolments: two minutes of that line
NOISE, LARGE_WSQ = 1_507_754, 140_000  # the packet that the limit was first measured with, and prints that make it
CONNECTIONS = 4
FIRST_KILL_S, LAST_KILL_S = 4.0, 12.0


def upload(folder: Path, rounds: int, count: int = 24) -> tuple[Row, float]:
    """Megabytes a second of four connections, announce to answer; and with all that booking a packet costs.

    The files are noise, which the centre takes, hashes, syncs, fails to open and answers: the way alone, as nginx is
    the way alone. What is booked comes after it, packet by packet in one transaction each (bench/ingest.py).
    """
    with centre(folder / "centre") as running, nginx(folder) as dav:
        one = station(folder / "dayun", running, "DAYUN")
        seeds = iter(range(1, 1000))
        files = [_noise(folder / f"noise-{number}.age", number) for number in range(count)]
        found = interleaved(
            rounds,
            ours=lambda: {"mb_s": _megabytes(files) / _taken(one, files, next(seeds))},
            limit=lambda: {"mb_s": put_all(dav, files)},
            booked=lambda: {"mb_s": _booked(one, next(seeds))},
        )
        one.close()
    row = at_least("upload", found["ours"]["mb_s"], "MB/s", share=0.45, limit=found["limit"]["mb_s"])
    return row, found["booked"]["mb_s"]


def _taken(one: Station, files: list[Path], turn: int) -> float:
    """Seconds for all files over CONNECTIONS lines, each with its own share."""
    lines = [one.line() for _ in range(CONNECTIONS)]
    known = one.session.store.side.chain().count
    begun = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as hands:
        shares = [files[number::CONNECTIONS] for number in range(CONNECTIONS)]
        list(hands.map(lambda line, share: send_noise(line, share, turn, known), lines, shares))
    took = time.perf_counter() - begun
    for line in lines:
        line.close()
    return took


def send_noise(line: Centre, files: list[Path], turn: int, known: int) -> None:
    """Announce and send each; the answer to the last part says that nobody could open it."""
    for file in files:
        data, name = file.read_bytes(), f"{file.stem}-{turn}"
        said = Announce(name, name, "case", len(data), hashlib.sha256(data).hexdigest(), known, ())
        answer = line.announce(said)
        body, _ = line.upload(name, file, answer.offset)
        if Receipt.from_bytes(body).sha256 != said.sha256:
            raise RuntimeError(name)


def _booked(one: Station, seed: int) -> float:
    """Megabytes a second of real packets, from the announce to the receipt in the station's books."""
    one.enrol(8, LARGE_WSQ, seed)
    begun = time.perf_counter()
    one.desk.run(threading.Event())
    took = time.perf_counter() - begun
    if one.waiting:
        raise RuntimeError(f"{one.waiting} packets were not taken")
    return one.size / 1e6 / took


def _noise(file: Path, seed: int) -> Path:
    file.write_bytes(random.Random(seed).randbytes(NOISE))
    return file


def _megabytes(files: list[Path]) -> float:
    return sum(file.stat().st_size for file in files) / 1e6


def put_all(dav: str, files: list[Path]) -> float:
    """Megabytes a second of one curl that puts the same files one after another over one connection."""
    command = ["curl", "-s", "-S", "--fail"]
    for file in files:
        command += ["-T", str(file), f"{dav}/{file.name}"]
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return _megabytes(files) / (time.perf_counter() - begun)


def packet(folder: Path) -> Row:
    """Everything that one full enrolment puts on the line: announce, parts, their signatures and headers."""
    with centre(folder / "centre") as running, Relay(_port(running)) as line:
        one = station(folder / "dayun", _through(running, line), "DAYUN")
        one.enrol(1)
        before = line.up.bytes
        one.desk.run(threading.Event())
        sent = line.up.bytes - before
        one.close()
    return within("packet", sent / 1000, "kB", most=350)


def resend(folder: Path, kills: int, count: int, seed: int, quality: Quality = LINE) -> tuple[Row, str]:
    """Bytes sent for `count` enrolments with so many kills, against their size; and how it went."""
    chance = random.Random(seed)
    running = start_centre(folder / "centre", residents=0)
    port = _port(running)
    with Relay(port, seed=seed) as line:
        one = station(folder / "dayun", _through(running, line), "DAYUN")
        one.enrol(count)
        size = one.size
        one.close()
        before, line.quality = line.up.bytes, quality
        begun = time.perf_counter()
        child = sender(folder / "dayun")
        for kill in range(kills):
            if _ended(child, chance.uniform(FIRST_KILL_S, LAST_KILL_S)):
                raise RuntimeError(f"all was sent before kill {kill + 1}")
            if kill % 2:
                _kill(running.process)
                running = start_centre(folder / "centre", port=port, residents=0)
            else:
                _kill(child)
                child = sender(folder / "dayun")
        child.communicate(timeout=900)
        took, sent = time.perf_counter() - begun, line.up.bytes - before
        ideal = size * 8 / quality.bits_s if quality.bits_s else 0.0
    running.stop()
    words = (
        f"{kills} kills, {count} packets, {took:.0f} s (line alone {ideal:.0f} s), TCP would resend {line.up.resent} B"
    )
    return at_most("resend", sent / 1000, "kB", times=1.05, limit=size / 1000), words


def memory(folder: Path, count: int = 40) -> list[Row]:
    """The most that a sending station and a receiving centre ever held, with a backlog of large packets."""
    with centre(folder / "centre") as running:
        one = station(folder / "dayun", running, "DAYUN")
        one.enrol(count, LARGE_WSQ)
        one.close()
        child = sender(folder / "dayun")
        most = 0
        while child.poll() is None:
            most = max(most, kilobytes(child.pid, "VmHWM"))
            _ended(child, 0.1)
        child.communicate()
        held = kilobytes(running.process.pid, "VmHWM")
    return [
        within("sync-memory-station", most / 1024, "MB", most=200),
        within("sync-memory-centre", held / 1024, "MB", most=300),
    ]


def _port(running: CentreChild) -> int:
    return int(running.url.rsplit(":", 1)[1])


def _through(running: CentreChild, line: Relay) -> CentreChild:
    """The same centre by way of the relay: that address is what the station keeps."""
    url = f"http://127.0.0.1:{line.port}"
    codes = {name: {"text": _by_way_of(code["text"], url)} for name, code in running.codes.items()}
    return CentreChild(running.process, url, codes, running.identity)


def _by_way_of(code: str, url: str) -> str:
    return replace(OneTimeCode.from_text(code), url=url).to_text()


def _ended(child: subprocess.Popen[str], seconds: float) -> bool:
    """Whether a process ended within so many seconds."""
    try:
        child.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _kill(child: subprocess.Popen[str]) -> None:
    child.send_signal(signal.SIGKILL)
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


def main() -> int:
    """Measure and report."""
    parser = options("What sending costs, on a good line and on a bad one.", rounds=3)
    parser.add_argument("--kills", type=int, default=KILLS, help="of alternating sides (%(default)s)")
    parser.add_argument("--packets", type=int, default=RESENT, help="sent over the bad line (%(default)s)")
    parser.add_argument("--only", choices=("upload", "packet", "resend", "memory"), help="one of them")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    rows: list[Row] = []
    for name in (chosen.only,) if chosen.only else ("packet", "upload", "memory", "resend"):
        with tempfile.TemporaryDirectory(prefix=f"loket-{name}-") as place:
            folder = Path(place)
            if name == "packet":
                rows.append(packet(folder))
            elif name == "upload":
                row, booked = upload(folder, chosen.rounds)
                print(f"upload: {booked:.1f} MB/s with all that booking costs, one station, one connection")
                rows.append(row)
            elif name == "memory":
                rows += memory(folder)
            else:
                row, words = resend(folder, chosen.kills, chosen.packets, chosen.seed)
                print(f"resend: {words}")
                rows.append(row)
    return finish(rows, chosen.json)


if __name__ == "__main__":
    sys.exit(main())
