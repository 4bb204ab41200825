"""A hundred thousand cases for the benches: recordings at every stage of their way, as receipted.

The newest thousand go through the store's own journal and index. Older ones are lines of the index alone, copied from
those for other residents: lists read nothing else.
"""

import os
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path

from registry.actions import Action, Header, Kind, seal_payload
from registry.canonical import canonical
from registry.officers import Role
from registry.people import Resident
from registry.submission import Submission
from registry.upstream import SiakStatus
from registry.uuid7 import Uuid7Source
from station.store.store import Store
from sync import sqlcipher
from sync.keys import SigningKey

AT_ONCE, REAL = 100, 1_000
SERVICES = ("ktp-baru", "ktp-baru", "ktp-baru", "ktp-hilang", "ktp-rusak")
Step = tuple[Kind, str, str, Role, dict[str, str]]
_VERIFIED: Step = (Kind.VERIFIED, "", "hendra", Role.VERIFIER, {})
_WAYS: tuple[tuple[int, int, tuple[Step, ...]], ...] = (  # share, oldest in days, what follows the recording
    (6, 3, ()),
    (2, 8, ((Kind.RETURNED, "", "hendra", Role.VERIFIER, {"reason": "Unggah ulang akta lahir"}),)),
    (8, 5, (_VERIFIED,)),
    (10, 25, (_VERIFIED, (Kind.UPSTREAM_ANSWERED, SiakStatus.SENT_FOR_ENROLLMENT, "centre", Role.CENTRE, {}))),
    (6, 30, (_VERIFIED, (Kind.UPSTREAM_ANSWERED, SiakStatus.PRINT_READY_RECORD, "centre", Role.CENTRE, {}))),
    (68, 900, ((Kind.REJECTED, "", "hendra", Role.VERIFIER, {"law": "UU 24/2013", "reason": "Salah wilayah"}),)),
)
CAPTURE = b"gambar" * 50


class Load:
    """Cases of one station until `now`, signed with one key: nothing here checks who signed."""

    def __init__(self, station: str, now: datetime, seed: int) -> None:
        self._station, self._now = station, now
        self._chance, self._ids, self._key = random.Random(seed), Uuid7Source(), SigningKey.generate()
        self._salt = os.urandom(16)
        self._capture = sha256(CAPTURE).hexdigest()

    def put(self, store: Store, people: Sequence[Resident], count: int) -> None:
        """So many cases, the oldest first."""
        ways = self._chance.choices(_WAYS, weights=[share for share, _, _ in _WAYS], k=count)
        ages = [self._chance.uniform(0, oldest) for _, oldest, _ in ways]
        cases = (
            act
            for number, (age, (_, _, way)) in enumerate(sorted(zip(ages, ways, strict=True), reverse=True), 1)
            for act in self._case(number, people[number % len(people)], age, way)
        )
        while acts := tuple(islice(cases, AT_ONCE)):
            store.cases.append(acts, blobs={self._capture: CAPTURE})

    def _case(self, number: int, who: Resident, age: float, way: Sequence[Step]) -> Iterator[Action]:
        service, case, began = self._chance.choice(SERVICES), self._ids.next(), self._now - timedelta(days=age)
        said = self._submission(f"D-{began:%y%m}-{number:04d}", who, began).to_bytes()
        recorded: Step = (Kind.SUBMITTED, "complete", self._chance.choice(("rina", "fajar")), Role.OPERATOR, {})
        first = self._act((case, service, began), recorded, "", said)
        yield first
        after = first.header.id
        for later, step in enumerate(way, 1):
            act = self._act((case, service, began + timedelta(minutes=40 * later)), step, after)
            yield act
            after = act.header.id

    def _act(self, of: tuple[str, str, datetime], step: Step, after: str, payload: bytes = b"") -> Action:
        (case, service, at), (kind, variant, author, role, record) = of, step
        body = payload or canonical({"v": 1, **record})
        header = Header(self._ids.next(), case, service, kind, variant, author, role, self._station, after,
                        f"{at:%Y-%m-%dT%H:%M:%SZ}", seal_payload(self._salt, body))  # fmt: skip
        raw = header.to_bytes()
        return Action(header, raw, self._key.sign(raw), self._salt, body)

    def _submission(self, number: str, who: Resident, at: datetime) -> Submission:
        return Submission(
            number=number,
            resident=who,
            boxes=("KTP-A",),
            changed=(),
            papers=(),
            photo=self._capture,
            photo_approved_at=f"{at:%Y-%m-%dT%H:%M:%SZ}",
            signature=self._capture,
            fingers=(),
            matches=(),
            iris_reason="alat tidak ada",
            declaration=self._capture,
            privacy_notice="1",
        )


def multiply(path: Path, key: bytes, lines: int) -> None:
    """Lines of older cases of other residents; and every act numbered, as if the centre had receipted it."""
    connection = sqlcipher.module().connect(str(path))
    sqlcipher.unlock(connection, key)
    connection.execute("CREATE TEMP TABLE way AS SELECT row_number() OVER () - 1 AS n, * FROM cases")
    connection.execute(
        "INSERT INTO cases SELECT 'line-' || r.row, substr(w.number, 1, 7) || printf('%04d', r.row % 10000),"
        " r.name, r.id, r.birth_date, w.village, w.service, w.status, w.upstream, w.holder, w.recorder, w.approver,"
        " strftime('%Y-%m-%dT%H:%M:%SZ', w.recorded_at, '-' || (1 + r.row % 900) || ' days'),"
        " strftime('%Y-%m-%dT%H:%M:%SZ', w.last_at, '-' || (1 + r.row % 900) || ' days'), 1"
        " FROM residents r JOIN way w ON w.n = r.row % (SELECT count(*) FROM way) WHERE r.row <= ?",
        (lines,),
    )
    connection.execute("UPDATE actions SET number = row WHERE number = 0")
    connection.execute("UPDATE cases SET receipted = 1")
    connection.commit()
    connection.close()
