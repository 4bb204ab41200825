"""A centre in memory that keeps the rules of the protocol and counts what it did: what the client is tried against."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx2

from registry.officers import BadSignature
from sync.clock import TimeTold
from sync.errors import BadPacket, BadWire
from sync.onetime import OneTimeCode
from sync.seal import Manifest, seal, unseal
from sync.signing import Message, verify_request
from sync.wire import Announce, EnrolAnswer, EnrolRequest, FeedItem, FeedPage, Receipt, actions_from, code_proof
from tests.sync.making import AT, STATION, identity, key, recipient

PAGE = 2
CODE = OneTimeCode("http://centre", key("centre").public, recipient("centre"), "c0dec0de", b"s" * 16)


class ModelCentre:
    """Answers requests; `booked` are the numbers it gave, `effects` how often each action was booked."""

    def __init__(self, station=STATION):
        self.station = station
        self.announced = {}
        self.parts = {}
        self.receipts = {}
        self.booked = {}
        self.effects = Counter()
        self.chain = b""
        self.items = []
        self.locked = False
        self.tell_offset = False
        self.at = AT
        self.clock = lambda: datetime.now(UTC)

    def answer(self, method, target, headers, body):
        """Status, headers and body for a request."""
        path, query = urlsplit(target).path, parse_qs(urlsplit(target).query)
        if path == "/v1/enrol":
            return self._enrol(headers, body)
        if path == "/v1/time":
            return self._tell_time(query)
        try:
            verify_request(
                Message(method, f"http://centre{target}", dict(headers)),
                body,
                look_up={self.station: key(self.station).public}.get,
            )
        except BadSignature:
            return 401, {"Loket-Code": "bad-signature"}, b""
        try:
            return self._known(method, path, query, headers, body)
        except BadWire:
            return 400, {"Loket-Code": "malformed"}, b""

    def _known(self, method, path, query, headers, body):
        if path == "/v1/feed":
            return 200, {}, self.page(int(query["cursor"][0]))
        if self.locked:
            return 403, {"Loket-Code": "locked"}, b""
        if path == "/v1/announce":
            return self._announce(Announce.from_bytes(body))
        packet = path.removeprefix("/v1/packets/")
        if packet not in self.announced:
            return 404, {"Loket-Code": "not-announced"}, b""
        if method == "HEAD":
            return 200, {"Upload-Offset": str(len(self.parts.get(packet, b"")))}, b""
        return self._part(packet, int(headers["upload-offset"]), body)

    def page(self, cursor):
        """The sealed page after a cursor."""
        items = tuple(self.items[cursor : cursor + PAGE])
        end = cursor + len(items)
        page = FeedPage(self.station, cursor, end, end < len(self.items), self.at, items)
        head = Manifest(f"feed-{cursor}-{end}", "DINAS", 1, "feed", "", self.at)
        return seal(head, page.members(), key("centre"), [recipient(self.station)])

    def say(self, text):
        """One more entry in the feed."""
        self.items.append(FeedItem("announcement", {"text": text}))

    def _announce(self, announce):
        if self.announced.setdefault(announce.packet, announce.sha256) != announce.sha256:
            return 409, {"Loket-Code": "other-content"}, b""
        if announce.packet in self.receipts:
            return self._marked(self.receipts[announce.packet])
        whole = self.chain[: announce.chain_from * 32] + bytes.fromhex("".join(announce.chain))
        if announce.chain_from * 32 > len(self.chain) or not whole.startswith(self.chain):
            return 409, {"Loket-Code": "chain-forked"}, b""
        self.chain = whole
        offset = {"Upload-Offset": str(len(self.parts.get(announce.packet, b"")))} if self.tell_offset else {}
        return 202, offset, b""

    def _part(self, packet, offset, body):
        if packet in self.receipts:
            return self._marked(self.receipts[packet])
        part = self.parts.setdefault(packet, bytearray())
        if offset != len(part):
            return 409, {"Loket-Code": "offset"}, b""
        part += body
        if hashlib.sha256(part).hexdigest() != self.announced[packet]:
            return 204, {}, b""
        self.receipts[packet] = self._book(packet, bytes(part)).to_bytes()
        return self._marked(self.receipts[packet])

    def _book(self, packet, data):
        sha = self.announced[packet]
        try:
            opened = unseal(data, identity("centre"), key(self.station).public)
            actions = [action for action, _ in actions_from(opened.members["actions.json"])]
            known = {self.chain[start : start + 32] for start in range(0, len(self.chain), 32)}
            if any(action.hash not in known for action in actions):
                raise BadPacket("not-in-journal")
        except BadPacket as error:
            return Receipt(packet, sha, "refused", error.code, {}, {}, len(self.chain) // 32, self.at)
        for action in actions:
            self._enter(action.header.id)
        numbers = {action.header.id: self.booked[action.header.id] for action in actions}
        return Receipt(packet, sha, "accepted", "", numbers, {}, len(self.chain) // 32, self.at)

    def _enter(self, action):
        if action not in self.booked:
            self.booked[action] = len(self.booked) + 1
            self.effects[action] += 1

    def _marked(self, receipt):
        return 200, {"Loket-Signature": key("centre").sign(receipt).hex()}, receipt

    def _tell_time(self, query):
        if "nonce" not in query:  # one of an older version
            return 200, {}, b"{}"
        told = TimeTold(query["nonce"][0], f"{self.clock():%Y-%m-%dT%H:%M:%S}.000Z").to_bytes()
        return 200, {"Loket-Signature": key("centre").sign(told).hex()}, told

    def _enrol(self, headers, body):
        secret = CODE.secret
        if headers.get("loket-proof") != code_proof(secret, body):
            return 403, {"Loket-Code": "bad-code"}, b""
        asked = EnrolRequest.from_bytes(body)
        answer = self.enrol_answer(asked).to_bytes()
        return 200, {"Loket-Proof": code_proof(secret, answer), **self._marked(answer)[1]}, answer

    def enrol_answer(self, asked):
        """What a new station is told."""
        keys = (key("centre").public, recipient("centre"), "ab", "ab")
        rest = ("D", asked.administrator, asked.administrator_name, AT, "2027-11-24", "ab", "cd", "ef")
        return EnrolAnswer(self.station, asked.code, "14.08.06", 1, *keys, *rest)


class Way(httpx2.BaseTransport):
    """The network to a model. `spoil(request, ask)` may drop, repeat, delay; `ask` gets the true response."""

    def __init__(self, model, spoil=None):
        self.model = model
        self.spoil = spoil or (lambda request, ask: ask())
        self.seen = []

    def handle_request(self, request):
        body = request.read()
        self.seen.append((request.method, request.url.raw_path.decode(), dict(request.headers), body))
        return self.spoil(request, lambda: self.ask(*self.seen[-1]))

    def ask(self, method, target, headers, body):
        """The model's answer to a request, also to an old one."""
        status, fields, content = self.model.answer(method, target, headers, body)
        return response(status, fields, content if method != "HEAD" else b"")


def response(status, headers=(), content=b""):
    """A response that is still to be read, as from a network."""
    return httpx2.Response(status, headers=headers, stream=httpx2.ByteStream(content))
