"""Returned, rejected or cancelled without a written reason: refused at the desk and at the centre."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from central.clock import Clock
from central.inbox import Inbox
from central.keys import load_keys, make_keys
from central.ledger.ledger import Ledger, StationRow
from central.office import Office
from central.officers import Vouching
from central.upstream import SimulatedUpstream
from registry.actions import Kind
from registry.canonical import canonical
from registry.case import NotAllowed
from registry.officers import Role
from registry.regions import Regions
from registry.uuid7 import Uuid7Source
from station.desk.checking import CheckingDesk
from station.desk.session import Clock as StationClock
from station.desk.session import Officer, Session
from sync.keys import CENTRE, Grants
from sync.seal import Manifest, Opened
from tests.station.store.making import act, append_recording, key_of, person, recording, signed_grant, store_in

STATION = StationRow("DAYUN", "Dayun", "14.08.06", "", "", 1, 0, bytes(32), "")
GRANTS = Grants(key_of(CENTRE).public, [signed_grant("hendra", Role.VERIFIER), signed_grant("rina", Role.OPERATOR)])
NOTHING = cast("Opened", None)  # only a recording brings captures


@pytest.mark.parametrize("kind", [Kind.RETURNED, Kind.REJECTED])
@pytest.mark.parametrize(("reason", "said"), [("", "no-reason"), (" \n", "no-reason"), ("KK tidak cocok", "")])
def test_the_centre_takes_no_end_without_a_reason(tmp_path: Path, kind: Kind, reason: str, said: str) -> None:
    ledger, clock = Ledger(tmp_path / "centre.db", bytes(32)), Clock()
    with ledger.writing() as book:
        make_keys(book, clock.today())
        keys = load_keys(book)
        assert keys is not None
        office = Office(keys, SimulatedUpstream(1), Regions.load(), clock)
        inbox = Inbox(tmp_path / "in", keys, office, clock, Vouching(keys, clock))
        first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, variant="complete")
        book.add_action(first)
        ending = act(kind, "hendra", Role.VERIFIER, after=first.header.id, payload=_because(reason))
        assert inbox._refusal(book, STATION, GRANTS, ending, NOTHING) == said
    ledger.close()


@pytest.mark.parametrize("reason", ["", "  "])
def test_the_desk_signs_none(tmp_path: Path, reason: str) -> None:
    store = store_in(tmp_path / "dayun")
    store.officers.put(*signed_grant("hendra", Role.VERIFIER))
    append_recording(store)
    officer = Officer("hendra", "Hendra", frozenset({Role.VERIFIER}))
    desk = CheckingDesk(Session(officer, "DAYUN", key_of("hendra"), store, StationClock(), Uuid7Source()))
    for end in (
        lambda: desk.reject("case-1", "UU 24/2013", reason),
        lambda: desk.send_back("case-1", ("name",), reason),
    ):
        with pytest.raises(NotAllowed, match="no-reason"):
            end()
    assert len(store.cases.get("case-1").actions) == 1
    assert desk.reject("case-1", "UU 24/2013", "KK palsu").header.kind is Kind.REJECTED
    store.close()


@pytest.mark.parametrize(
    ("born", "asked", "said"),
    [
        (date(1990, 5, 2), "ktp-baru", ""),
        (date.today() - timedelta(days=15 * 365), "ktp-baru", "under-16"),
        (date.today() - timedelta(days=17 * 365 - 20), "ktp-baru", ""),  # a pemula is recorded
        (date(1990, 5, 2), "ktp-emas", "unknown-service"),
    ],
)
def test_the_centre_takes_no_recording_below_the_age(tmp_path: Path, born: date, asked: str, said: str) -> None:
    ledger, clock = Ledger(tmp_path / "centre.db", bytes(32)), Clock()
    with ledger.writing() as book:
        make_keys(book, clock.today())
        keys = load_keys(book)
        assert keys is not None
        office = Office(keys, SimulatedUpstream(1), Regions.load(), clock)
        inbox = Inbox(tmp_path / "in", keys, office, clock, Vouching(keys, clock))
        found = recording(replace(person(1), birth_date=born))
        first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, variant="complete", service=asked,
                    payload=found.submission.to_bytes())  # fmt: skip
        opened = Opened(
            cast("Manifest", None), {f"blobs/{name}": data for name, data in found.blobs.items()}
        )  # the manifest is not looked at
        assert inbox._refusal(book, STATION, GRANTS, first, opened) == said
    ledger.close()


def _because(reason: str) -> bytes:
    record: dict[str, Any] = {"v": 1, "reason": reason}
    return canonical(record)
