"""Cuts of the power in a recorded life, and what is wrong with the station that comes back from each."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from station.store.backup import read_backup
from station.store.cipher import faults_in
from station.store.errors import NotFound, StoreError
from station.store.machine import SecretMissing, machine_secret
from station.store.slots import Slots
from station.store.store import FILE, OUTBOX, SPENT, Store
from tests.durability.disk import Cut, Disk, File
from tests.durability.tracing import Event, record
from tests.durability.witness import digest, line_of
from tests.durability.workload import BACKUPS, CHEAP, live
from tests.station.store.making import KEY

HOME = "kecamatan"
SLOTS = "slots.json"


@dataclass(frozen=True, slots=True)
class Told:
    """What had been promised at one moment: `store` and `slots` were last kept (None: nothing yet), `lines` are in the
    log of prints, `backups` made; the `next` ones were begun since and may be there."""

    store: str | None = None
    next_store: frozenset[str] = frozenset()
    slots: str | None = None
    next_slots: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    backups: frozenset[str] = frozenset()
    kept: int = 0

    def hear(self, line: bytes) -> Told:
        """One more line of the witness."""
        word, what, value = json.loads(line)
        if word == "kept":
            heard = replace(self, kept=self.kept + 1)
            if what == "store":
                return replace(heard, store=value, next_store=frozenset())
            if what == "line":
                return replace(heard, lines=self.lines | {value})
            if what == "backup":
                return replace(heard, backups=self.backups | {value})
            return replace(heard, slots=value, next_slots=frozenset())
        if what == "store":
            return replace(self, next_store=self.next_store | {value})
        return replace(self, next_slots=self.next_slots | {value}) if what == "file" else self


@dataclass(slots=True)
class Story:
    """The events of one or more lives of one station, one after the other, and where each life begins."""

    events: list[Event] = field(default_factory=list)
    lives: list[int] = field(default_factory=list)

    @property
    def kept(self) -> int:
        """How many promises were made."""
        return sum(event.call == "told" and event.data.startswith(b'["kept"') for event in self.events)


def record_lives(place: Path, laps: Sequence[int], *, careless: str = "", kills: Sequence[str] = ()) -> Story:
    """Record the workload in `place`, started anew for each of `laps`; `kills` end the first lives (strace inject)."""
    root = (place / "disk").resolve()
    root.mkdir(parents=True)
    story = Story()
    for number, count in enumerate(laps):
        command = [
            sys.executable,
            "-m",
            "tests.durability.workload",
            str(root / HOME),
            str(count),
            str(number),
            careless,
        ]
        kill = kills[number] if number < len(kills) else ""
        story.lives.append(len(story.events))
        story.events += record(command, root, place / "strace.log", kill=kill)
    return story


def cuts(
    story: Story, count: int, chance: random.Random, within: tuple[int, int] | None = None
) -> Iterator[tuple[int, Cut, dict[str, bytes], Told]]:
    """`count` cuts, in order of time, at random moments: the kind, the files that are left, and what had been told."""
    moments = sorted(chance.randint(*(within or (0, len(story.events)))) for _ in range(count))
    disk, told, at = Disk(), Told(), 0
    for moment in moments:
        while at < moment:
            told = happen(disk, story.events[at], told)
            at += 1
        cut = chance.choice(tuple(Cut))
        yield moment, cut, disk.after(cut, chance), told


@dataclass(slots=True)
class Survey:
    """What came of many cuts: how many there were, how many left a disk of their own, and every promise broken."""

    cuts: int = 0
    different: int = 0
    wrong: list[str] = field(default_factory=list)


def survey(
    story: Story,
    count: int,
    seed: int,
    place: Path,
    *,
    every: int = 0,
    within: tuple[int, int] | None = None,
    judge: Callable[[Path, Told], list[str]] | None = None,
) -> Survey:
    """Cut a story `count` times, anywhere or `within` two events, and look at each station that comes back.

    Two cuts that leave the same files after the same promises are looked at once.
    """
    found, chance = Survey(), random.Random(seed)
    seen: set[tuple[int, Told]] = set()
    for moment, cut, files, told in cuts(story, count, chance, within):
        found.cuts += 1
        key = hash(frozenset(files.items())), told
        if key in seen:
            continue
        seen.add(key)
        found.different += 1
        home = lay(files, place / "cut", chance)
        found.wrong += [f"{cut.value} after event {moment}: {what}" for what in (judge or wrong_with)(home, told)]
        if every and found.different % every == 0 and told.slots is not None:
            shutil.copy(place / "disk" / f"{HOME}.centre", place / "cut")
            live(home, 1, seed)
    return found


def happen(disk: Disk, event: Event, told: Told) -> Told:
    """One event on the disk, or one more promise."""
    if event.call == "told":
        return told.hear(event.data)
    if event.path.startswith(f"{HOME}.centre"):  # another machine
        return told
    if event.call == "made":
        disk.make_folder(event.path)
    elif event.call == "moved":
        disk.move(event.path, event.other)
    elif event.call == "removed":
        disk.remove(event.path)
    else:
        node = disk.open(event.path, create=event.create, empty=event.empty)
        if event.call == "synced":
            node.sync()
        elif isinstance(node, File) and event.call == "wrote":
            node.write(event.offset, event.data)
        elif isinstance(node, File) and event.call == "resized":
            node.resize(event.offset)
    return told


def lay(files: dict[str, bytes], root: Path, chance: random.Random) -> Path:
    """Put files below a new folder; the index of the log holds anything, for it lived in memory."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    made = {root}
    for name, data in files.items():
        path = root / name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(chance.randbytes(len(data)) if name.endswith("-shm") else data)
    return root / HOME


def wrong_with(home: Path, told: Told) -> list[str]:
    """Every promise that does not hold, by the store's own code and by counting; nothing when all is well."""
    try:
        store = Store.open(home, KEY)
    except NotFound:
        return [] if told.store is None else ["the store is gone"]
    except StoreError as error:
        return [f"the store does not open: {error!r}"]
    try:
        found = [*_of_rows(store, told), *_of_prints(store, told), *_of_packets(store)]
    except StoreError as error:
        found = [f"the store does not read: {error!r}"]
    finally:
        store.close()
    return [*found, *faults_in(home / FILE, KEY), *_of_slots(home, told), *_of_backups(home.with_name(BACKUPS), told)]


def _of_rows(store: Store, told: Told) -> Iterator[str]:
    value = digest(store._cipher._connection())
    if told.store is not None and value not in {told.store, *told.next_store}:
        yield "rows are neither what was kept nor what was begun"
    if store.cases.verify_journal().broken_at:
        yield "the journal is broken"


def _of_prints(store: Store, told: Told) -> Iterator[str]:
    log = store.folder / SPENT
    lines = log.read_bytes().split(b"\n") if log.exists() else []
    if not told.lines <= {line_of(line.partition(b"\t")[0]) for line in lines}:
        yield "a line of the log of prints is gone"
    if store.releases.reconcile_needed:
        yield "store and log of prints tell different histories"


def _of_packets(store: Store) -> Iterator[str]:
    for info in store.side.waiting():
        places = (info.path, store.folder / OUTBOX / "sent" / info.path.name)
        if not any(path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == info.sha256 for path in places):
            yield "a packet is gone or torn"


def _of_slots(home: Path, told: Told) -> Iterator[str]:
    if told.slots is None:
        return
    path = home / SLOTS
    if not path.exists():
        yield "the slots are gone"
        return
    value = f"{SLOTS} {hashlib.sha256(path.read_bytes()).hexdigest()}"
    if value not in {told.slots, *told.next_slots}:
        yield "the slots are neither what was kept nor what was begun"
    try:
        Slots(path, machine_secret(home, HOME, use_keyring=False).value, CHEAP).handles()
    except (SecretMissing, StoreError) as error:
        yield f"the slots do not open: {type(error).__name__}"


def _of_backups(target: Path, told: Told) -> Iterator[str]:
    """What has the name of a backup is a whole one."""
    there = {path.name for path in target.iterdir() if not path.name.startswith(".")} if target.exists() else set()
    if not told.backups <= there:
        yield "a backup is gone"
    for name in sorted(there):
        try:
            read_backup(target / name)
        except StoreError as error:
            yield f"a backup is not whole: {error!r}"


def quick_place() -> Path | None:
    """A folder in memory where there is one: thousands of stations are opened, and each syncs."""
    memory = Path("/dev/shm")
    return memory if os.access(memory, os.W_OK) else None
