"""A station's store in memory, each call one transaction, as station.store does it."""

from __future__ import annotations

from dataclasses import replace

from registry.actions import GENESIS, link
from sync.ports import CaseBundle, ChainSince
from tests.sync.making import action


class MemorySide:
    """Implements sync.ports.StationSide. `gate` is called before and after every write: there a test may cut it off."""

    def __init__(self, gate=lambda step: None):
        self.gate = gate
        self.actions = {}  # id -> action, in the order of the journal
        self.packet = {}  # action id -> packet that carries it
        self.numbers = {}
        self.refused = {}
        self.blobs = {}  # case -> blobs
        self.packets = {}
        self.taken = []  # texts of the feed, in the order of their effect
        self.at = 0
        self.acknowledged = 0
        self.contact = []
        self.tell_head = False

    def write(self, case, blobs=None):
        """One more action of a case."""
        one = action(len(self.actions), case=case)
        self.actions[one.header.id] = one
        self.blobs.setdefault(case, {}).update(blobs or {})
        return one.header.id

    def reseal(self, packet):
        """Forget a packet whose file is gone."""
        self.gate("reseal")
        self.packets.pop(packet)
        for one in [key for key, value in self.packet.items() if value == packet]:
            del self.packet[one]
        self.gate("resealed")

    # the protocol --------------------------------------------------------------------------------------------------
    def unsealed(self, limit):
        cases = {}
        for key, one in self.actions.items():
            if key not in self.packet and key not in self.numbers:
                cases.setdefault(one.header.case, []).append(one)
        return tuple(CaseBundle(case, tuple(ones), self.blobs[case]) for case, ones in list(cases.items())[:limit])

    def add_packets(self, sealed):
        self.gate("add_packets")
        for info, actions in sealed:
            self.packets[info.id] = info
            self.packet.update(dict.fromkeys(actions, info.id))
        self.gate("packets added")

    def waiting(self):
        return tuple(sorted(self.packets.values(), key=lambda info: (info.size, info.id)))

    def waiting_count(self):
        return len(self.packets)

    def tried(self, packet, reason, next_at):
        self.gate("tried")
        if packet in self.packets:
            info = self.packets[packet]
            self.packets[packet] = replace(info, tries=info.tries + 1, reason=reason, next_at=next_at)
        self.gate("try counted")

    def take_receipt(self, receipt):
        self.gate("take_receipt")
        self.packets.pop(receipt.packet, None)
        for key, number in receipt.numbers.items():
            assert self.numbers.setdefault(key, number) == number
        self.refused.update(receipt.refused)
        if receipt.state == "refused":
            self.refused[receipt.packet] = receipt.reason
        self.acknowledged = receipt.chain_count
        self.gate("receipt taken")

    def chain(self):
        hashes = tuple(one.hash for one in self.actions.values())
        head = GENESIS
        for item in hashes:
            head = link(head, item)
        return ChainSince(self.acknowledged, hashes[self.acknowledged :], head if self.tell_head else b"")

    def cursor(self):
        return self.at

    def apply(self, page):
        self.gate("apply")
        if page.start == self.at:
            self.taken += [item.record["text"] for item in page.items]
            self.at = page.end
        self.gate("applied")

    def note_contact(self, at, skew_s):
        self.contact.append((at, skew_s))

    def note_proof(self, at):
        self.contact.append((at, None))
