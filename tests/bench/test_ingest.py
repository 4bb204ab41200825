"""bench/ingest.py: what pgbench sends is what the books send, and each of its works books what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.ingest import CAPTURES, SMALL, books, pgbench, polls, postgres_place, statements, whole
from registry.actions import Kind
from registry.officers import Role
from tests.station.store.making import act, person, recording

pytestmark = [pytest.mark.tools, pytest.mark.timeout(180)]


def test_pgbench_sends_the_statements_of_a_packet(tmp_path: Path) -> None:
    with postgres_place(tmp_path) as (server, place):
        centre = place.open()
        text = statements(centre, SMALL)
        script = server.folder / "packet.sql"
        script.write_text(text)
        assert pgbench(server, "ingest", script, 4, 1) > 0  # each of its transactions was committed
        tables = set(re.findall(r"INSERT INTO (\w+)", text))
        assert tables == {"actions", "payloads", "blobs", "cases", "inbox", "feed", "console_marks", "console_acts"}
        assert len(statements(centre, CAPTURES)) > len(text) + 2 * (CAPTURES - SMALL) - 1000  # ids differ in length
        first = act(Kind.SUBMITTED, "rina", Role.OPERATOR, payload=recording(person(1)).submission.to_bytes())
        for work in (books(centre, first, b"x" * SMALL), whole(centre, 1), polls(centre)):
            work(0, 0)
        with centre.ledger.writing() as book:
            assert book.count_by_status()["submitted"] >= 2
        centre.ledger.close()
