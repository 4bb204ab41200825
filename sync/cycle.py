"""One round of sync: seal what is new, send what waits, take what came. Each step can be cut off and done again.

Sending and taking do not wait for each other: a refused packet does not stop the feed, nor a bad feed the packets.
"""

from __future__ import annotations

import hashlib
import os
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sync.errors import BadPacket, ClockWrong, Refused, SyncError, Unreachable
from sync.http import Centre, check_receipt
from sync.keys import SigningKey
from sync.ports import CaseBundle, PacketInfo, StationSide
from sync.seal import Manifest, seal, unseal
from sync.wire import Announce, FeedPage, Receipt, actions_member

AT_ONCE = 50
FIRST_WAIT_S, LONGEST_WAIT_S = 5.0, 900.0


@dataclass(frozen=True, slots=True)
class Keys:
    """What a station seals, signs and opens with."""

    station: str
    epoch: int
    signing: SigningKey
    identity: str
    centre_key: str
    recipients: tuple[str, ...]  # the centre and the offline recovery key


@dataclass(frozen=True, slots=True)
class CycleReport:
    """What a round did; `problem` is the first thing that went wrong."""

    sealed: int
    sent: int
    refused: int
    received: int
    waiting: int
    problem: SyncError | None


class Cycle:
    """Runs rounds for one station. `new_id` makes packet ids, `stamp` the UTC time."""

    def __init__(
        self,
        side: StationSide,
        centre: Centre,
        keys: Keys,
        folder: Path,
        new_id: Callable[[], str],
        stamp: Callable[[], str],
    ) -> None:
        self._side = side
        self._centre = centre
        self._keys = keys
        self._folder = folder
        self._new_id = new_id
        self._stamp = stamp

    def run(self, cancel: threading.Event | None = None) -> CycleReport:
        """One round; `cancel` ends it after the step in hand."""
        stop = cancel or threading.Event()
        sealed = self._seal_new()
        sent, refused, problem = self._send_waiting(stop)
        received = 0
        if not stop.is_set() and not isinstance(problem, Unreachable | ClockWrong):
            received, trouble = self._take_feed(stop)
            problem = problem or trouble
        return CycleReport(sealed, sent, refused, received, len(self._side.waiting()), problem)

    # seal -------------------------------------------------------------------------------------------------------------
    def _seal_new(self) -> int:
        self._folder.mkdir(parents=True, exist_ok=True)
        known = {info.path.name for info in self._side.waiting()}
        for orphan in self._folder.glob("*.age*"):
            if orphan.name not in known:
                orphan.unlink()  # sealed before a cut and never announced: it is sealed again
        bundles = self._side.unsealed(AT_ONCE)
        for bundle in bundles:
            self._seal_one(bundle)
        return len(bundles)

    def _seal_one(self, bundle: CaseBundle) -> None:
        packet = self._new_id()
        kind = "case" if bundle.blobs else "status"
        manifest = Manifest(packet, self._keys.station, self._keys.epoch, kind, bundle.case, self._stamp())
        members = {
            "actions.json": actions_member((action, 0) for action in bundle.actions),
            **{f"blobs/{name}": data for name, data in bundle.blobs.items()},
        }
        data = seal(manifest, members, self._keys.signing, self._keys.recipients)
        path = self._folder / f"{packet}.age"
        write_durably(path, data)
        sha = hashlib.sha256(data).hexdigest()
        info = PacketInfo(packet, bundle.case, kind, len(data), sha, path, manifest.created, 0, "")
        self._side.add_packet(info, tuple(action.header.id for action in bundle.actions))

    # send -------------------------------------------------------------------------------------------------------------
    def _send_waiting(self, stop: threading.Event) -> tuple[int, int, SyncError | None]:
        sent = refused = 0
        problem: SyncError | None = None
        for info in self._side.waiting():
            if stop.is_set():
                break
            try:
                receipt = self._send_one(info)
            except (Unreachable, ClockWrong) as error:
                self._side.tried(info.id, error.code)
                return sent, refused, error
            except (Refused, BadPacket) as error:
                self._side.tried(info.id, error.code)
                problem = problem or error
                continue
            self._side.take_receipt(receipt)
            info.path.unlink(missing_ok=True)
            sent += receipt.state == "accepted"
            refused += receipt.state != "accepted"
        return sent, refused, problem

    def _send_one(self, info: PacketInfo) -> Receipt:
        since = self._side.chain()
        announce = Announce(
            info.id, info.case, info.kind, info.size, info.sha256, since.count, tuple(h.hex() for h in since.hashes)
        )
        known = self._centre.announce(announce)
        signed = known or self._centre.upload(info.id, info.path)
        receipt = Receipt.from_bytes(check_receipt(signed, self._keys.centre_key))
        if (receipt.packet, receipt.sha256) != (info.id, info.sha256):
            raise BadPacket("other-receipt")
        return receipt

    # take -------------------------------------------------------------------------------------------------------------
    def _take_feed(self, stop: threading.Event) -> tuple[int, SyncError | None]:
        received, more = 0, True
        while more and not stop.is_set():
            try:
                page = self._page()
            except SyncError as error:
                return received, error
            self._side.apply(page)
            received += len(page.items)
            more = page.more
        return received, None

    def _page(self) -> FeedPage:
        cursor = self._side.cursor()
        opened = unseal(self._centre.feed(cursor), self._keys.identity, self._keys.centre_key)
        page = FeedPage.from_members(opened.members)
        if page.station != self._keys.station or page.start != cursor:
            raise BadPacket("not-our-feed")
        self._side.note_contact(page.at, self._centre.correction.total_seconds())
        return page


def write_durably(path: Path, data: bytes) -> None:
    """Write, fsync, rename, fsync the folder: after it the file survives a power cut, before it no part shows."""
    part = path.with_suffix(path.suffix + ".part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def next_try(tries: int, chance: random.Random) -> timedelta:
    """How long to wait after so many failures: doubling, at most 15 minutes, with full jitter above half.

    >>> next_try(0, random.Random(1)) <= timedelta(seconds=5)
    True
    """
    limit = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**tries)
    return timedelta(seconds=limit * (0.5 + chance.random() / 2))
