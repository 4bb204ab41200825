"""A centre beside the cycle, without a wire: it takes every packet, numbers its acts, and has a feed of its own."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from registry.actions import Kind
from registry.officers import Role
from sync import age
from sync.keys import CENTRE
from sync.seal import Manifest, seal, unseal
from sync.wire import Announce, AnnounceAnswer, FeedItem, FeedPage, Receipt, action_record, actions_from
from tests.station.store.making import AT, act, key_of, person, signed_grant

STATION = "DAYUN"
CAST = {"rina": Role.OPERATOR, "hendra": Role.VERIFIER, "yusuf": Role.PRINTING}


@dataclass
class NearCentre:
    """Stands for sync.http.Centre. It keeps what it knows in `file`: no cut of the station reaches it.

    `identity` opens what is sealed for it, `recipient` is the station's, `taken` are the acts it has a number for.
    """

    file: Path
    identity: str
    station_identity: str
    items: list[FeedItem] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)
    asked: dict[str, Announce] = field(default_factory=dict)
    receipts: dict[str, bytes] = field(default_factory=dict)

    def furnish(self) -> None:
        """Grants and residents, as the feed of a new station begins."""
        for handle, role in CAST.items():
            raw, signature = signed_grant(handle, role)
            self.items.append(FeedItem("grant", {"grant": raw.hex(), "signature": signature.hex()}))
        self.items.append(FeedItem("residents", {"residents": [person(number).to_record() for number in range(20)]}))

    def announce(self, announce: Announce) -> AnnounceAnswer:
        """The receipt of a packet that came before."""
        if announce.packet in self.receipts:
            body = self.receipts[announce.packet]
            return AnnounceAnswer(receipt=(body, key_of(CENTRE).sign(body)))
        self.asked[announce.packet] = announce
        return AnnounceAnswer(offset=0)

    def parts(self, packet: str, path: Path, offset: int | None = None) -> Generator[None, None, tuple[bytes, bytes]]:
        """Open the file as the real one does, and give a receipt; then tell by the feed that the case was routed."""
        announced, data = self.asked[packet], path.read_bytes()
        assert hashlib.sha256(data).hexdigest() == announced.sha256
        opened = unseal(data, self.identity, key_of(STATION).public)
        for action, _ in actions_from(opened.members["actions.json"]):
            self.taken.setdefault(action.header.id, len(self.taken) + 1)
        last = action.header
        if last.kind is Kind.VERIFIED:
            routed = act(
                Kind.ROUTED, CENTRE, Role.CENTRE, case=last.case, variant=STATION, after=last.id, station=CENTRE
            )
            self.items.append(FeedItem("action", {"action": action_record(routed, len(self.taken) + 1)}))
            self.taken[routed.header.id] = len(self.taken) + 1
        count = announced.chain_from + len(announced.chain)
        numbers = {name: self.taken[name] for name in _names(opened.members["actions.json"])}
        body = Receipt(packet, announced.sha256, "accepted", "", numbers, {}, count, AT, announced.head).to_bytes()
        self.receipts[packet] = body
        self.keep()
        yield
        return body, key_of(CENTRE).sign(body)

    def feed(self, cursor: int) -> bytes:
        """Pages of two items, so that one round takes several."""
        items = tuple(self.items[cursor : cursor + 2])
        end = cursor + len(items)
        page = FeedPage(STATION, cursor, end, end < len(self.items), AT, items)
        manifest = Manifest(f"feed-{cursor}", CENTRE, 1, "feed", "", AT)
        return seal(manifest, page.members(), key_of(CENTRE), [age.recipient_of(self.station_identity)])

    def keep(self) -> None:
        """Whole or not at all, for the process may be killed here too."""
        part = self.file.with_name(f"{self.file.name}.part")
        part.write_bytes(pickle.dumps(self))
        part.replace(self.file)


def near_centre(file: Path) -> NearCentre:
    """The one kept in a file, or a new one with its own key and a station's."""
    if file.exists():
        centre: NearCentre = pickle.loads(file.read_bytes())
        return centre
    centre = NearCentre(file, age.generate_identity(), age.generate_identity())
    centre.furnish()
    centre.keep()
    return centre


def _names(member: bytes) -> Iterator[str]:
    return (action.header.id for action, _ in actions_from(member))
