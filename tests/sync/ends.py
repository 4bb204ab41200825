"""Both real ends with nothing replaced between them but the wire: the station's encrypted store and its client, the
centre's application and its books. The wire loses, doubles, delays and reorders; either end dies at any of its writes.
"""

from __future__ import annotations

import shutil
import threading
from collections import deque
from contextlib import contextmanager

import httpx2
from starlette.testclient import TestClient

from central.office import Office
from registry.canonical import canonical
from station.desk.session import Clock
from station.store import taking
from station.store.announcements import take_announcement
from station.store.facts import read_count, write_count
from station.store.store import Store
from sync import outbox
from sync.cycle import Cycle, Keys
from sync.http import Centre
from sync.line import Line
from tests.invariants.acts import record
from tests.invariants.world import HERE, Cut, Fuse, Hall, Time, World
from tests.station.store.making import key_of
from tests.sync.courier import OnTheSpot


class Down(Exception):
    """The centre is gone in the middle of an answer."""


class CentreFuse(Fuse):
    """Cuts a transaction of the centre before it, inside it once its work is done, or after it is durable."""

    def burn(self) -> None:
        try:
            super().burn()
        except Cut:
            raise Down from None

    def inside(self, plain):
        @contextmanager
        def writing(ledger):
            self.burn()
            with plain(ledger) as book:
                yield book
                self.burn()
            self.burn()

        return writing


class Ends(World):
    """A station and the centre; `weather` is what becomes of the next requests, in turn."""

    def __init__(self, home, patch):
        super().__init__(home, Time())
        self.weather, self.late, self.seen = deque(), [], []
        self.fuse, self.centre_fuse = Fuse(), CentreFuse()
        self.cases, self.written, self.said = [], [], []
        patch.setattr(outbox, "write_whole", self.fuse.around(outbox.write_whole))
        patch.setattr(type(self.store._cipher), "writing", self.fuse.inside(type(self.store._cipher).writing))
        patch.setattr(type(self.hall.ledger), "writing", self.centre_fuse.inside(type(self.hall.ledger).writing))
        patch.setattr(taking, "take_announcement", _count_and_take)
        patch.setattr(Office, "accepted", _counting(Office.accepted))

    @property
    def store(self) -> Store:
        return self.places[HERE].store

    # what happens -----------------------------------------------------------------------------------------------------
    def act(self):
        """A resident is recorded."""
        self.time.pass_by(seconds=7)
        case = record(self, HERE, "rina", len(self.written) + 1)
        self.cases.append(case)
        self.written.append(self.store.cases.get(case).actions[0].header.id)

    def say(self):
        """The centre has something for the station."""
        self.said.append(f"a-{len(self.said)}")
        body = canonical({"v": 1, "id": self.said[-1], "at": "2026-11-24T03:42:07Z", "title": "x", "text": ""})
        with self.hall.ledger.writing() as book:
            book.add_feed(HERE, "announcement", body)

    def round(self):
        """One round of the real client over the wire as it is."""
        self.time.pass_by(seconds=20)
        who = self.store.identity
        keys = Keys(HERE, who.epoch, key_of(HERE), who.age_identity, who.centre_key, who.recipients)
        line = Line("http://centre", HERE, key_of(HERE), transport=Wire(self), centre_key=who.centre_key)
        cycle = Cycle(
            self.store.side, Centre("", line=line), keys, self.store.folder / "outbox", self.time.ids.next,
            Clock(self.time.read).stamp, self.store.side.reseal, courier=OnTheSpot(),
        )  # fmt: skip
        try:
            return cycle.run(threading.Event())
        finally:
            line.close()

    def restart_centre(self):
        """What was committed is there, what was not is not."""
        self.centre_fuse.left = -1
        self.hall.close()
        self.hall = Hall(self.home / "centre", self.time)

    def deliver(self, method, target, headers, body):
        """A request as it comes to the centre, fresh or for the second time."""
        transport = TestClient(self.hall.app)._transport
        request = httpx2.Request(method, f"http://centre{target}", headers=headers, content=body)
        try:
            reply = transport.handle_request(request)
            return reply.status_code, dict(reply.headers), reply.read()
        except Down as error:
            self.restart_centre()
            raise httpx2.ReadError("the centre is gone") from error

    # what must be true ------------------------------------------------------------------------------------------------
    def booked(self):
        """Number by act at the centre."""
        with self.hall.ledger.writing() as book:
            found = [pair for case in self.cases for pair in book.case_actions(case)]
        return {action.header.id: number for action, number in found if action.header.station == HERE}

    def follow_ups(self):
        """How often the office went on with each act, as the books have it."""
        with self.hall.ledger.writing() as book:
            return {name: len(book.fact(f"followed.{name}") or b"") for name in self.written}

    def believed(self):
        """Number by act as the station has it, from receipts."""
        with self.store._cipher.reading() as db:
            asked = "SELECT id, number FROM actions WHERE own = 1 AND number > 0"
            return {str(name): int(number) for name, number in db.exec_driver_sql(asked)}

    def taken(self):
        """How often the station took in each thing the centre said."""
        with self.store._cipher.reading() as db:
            return {name: read_count(db, f"taken.{name}") for name in self.said}


class Wire(httpx2.BaseTransport):
    """From the station to the centre, by the weather."""

    def __init__(self, ends: Ends) -> None:
        self.ends = ends

    def handle_request(self, request):
        ends = self.ends
        one = (request.method, request.url.raw_path.decode(), dict(request.headers), request.read())
        ends.seen.append(one)
        kind = ends.weather.popleft() if ends.weather else "fine"
        if kind == "no connection":
            raise httpx2.ConnectError(kind)
        if kind == "lost":
            raise httpx2.ReadTimeout(kind)
        if kind == "late":  # comes to the centre after others that were sent later
            ends.late.append(one)
            raise httpx2.ReadTimeout(kind)
        answer = ends.deliver(*one)
        if kind == "doubled":
            answer = ends.deliver(*one)
        if kind == "answer lost":
            raise httpx2.ReadTimeout(kind)
        status, headers, content = answer
        return httpx2.Response(status, headers=headers, stream=httpx2.ByteStream(content))


def _count_and_take(db, record):
    """The announcement, and a count in the same transaction: what was taken twice shows."""
    take_announcement(db, record)
    write_count(db, f"taken.{record['id']}", read_count(db, f"taken.{record['id']}") + 1)


def _counting(plain):
    """The office's work, and a count in the same transaction: what was done twice shows."""

    def accepted(office, book, case, fresh, station):
        plain(office, book, case, fresh, station)
        for action in fresh:
            name = f"followed.{action.header.id}"
            book.put_fact(name, (book.fact(name) or b"") + b"+")

    return accepted


def copied(made, target):
    """The founded homes, for one story."""
    shutil.copytree(made, target)
    return target
