"""Two processes of one centre on one PostgreSQL: any of them answers, and nothing happens twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from central.compose import open_centre
from registry.actions import Kind
from registry.canonical import parse
from registry.officers import Role
from tests.central.hands import Hand, join
from tests.central.postgres import Cluster
from tests.station.store.making import act, key_of

pytestmark = [pytest.mark.tools, pytest.mark.timeout(180)]
STATIONS = ("DAYUN", "MINAS", "TUALANG", "KANDIS")


@dataclass
class Wire:
    """Real requests, each on a connection of its own so that any process may get it."""

    url: str

    def request(self, method: str, path: str, *, content: bytes, headers: dict[str, str]) -> Any:
        fields = {**headers, "Host": "testserver"}
        return httpx2.request(method, self.url + path, content=content, headers=fields, timeout=60)


@contextmanager
def serving(home: Path, url: str) -> Iterator[str]:
    command = [sys.executable, "-m", "central", "--home", str(home), "--port", "0", "--workers", "2"]
    env = {**os.environ, "LOKET_DATABASE": url}
    child = subprocess.Popen([*command, "--upstream-delay", "0"], stdout=subprocess.PIPE, env=env, text=True)
    try:
        assert child.stdout is not None
        yield json.loads(child.stdout.readline())["ready"]
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(timeout=30)
        assert child.stdout is not None
        child.stdout.close()


def test_two_processes_are_one_centre(postgres: Cluster, tmp_path: Path) -> None:
    url = postgres.database("many")
    centre = open_centre(tmp_path, printing={}, verifying={}, upstream_delay_s=0, database=url)
    for station in STATIONS:
        join(centre, station)
    with serving(tmp_path, url) as address:
        with ThreadPoolExecutor(4) as pool:
            taken = list(pool.map(lambda name: whole_case(Hand(centre, Wire(address), name, key_of(name))), STATIONS))
        assert taken == [2] * len(STATIONS)
        until(lambda: released(centre) == len(STATIONS))
    with centre.ledger.writing() as book:
        for station in STATIONS:
            kinds = [action.header.kind for action, _ in book.case_actions(f"case-{station}")]
            assert kinds.count(Kind.UPSTREAM_ANSWERED) == 5  # each status of the way once
            assert kinds.count(Kind.RELEASED) == 1
            numbers = [row.seq for row in book.feed_after(station, 0, 999)]
            assert numbers == list(range(1, len(numbers) + 1))
        assert book.count_up("release") == len(STATIONS) + 1
    centre.ledger.close()


def whole_case(hand: Hand) -> int:
    """Record and verify, the packet sent four times at once; how many acts got a number."""
    case = f"case-{hand.station}"
    number = STATIONS.index(hand.station) + 1
    said = hand.recorded(case, number).payload
    first = act(
        Kind.SUBMITTED, "rina", Role.OPERATOR, case=case, variant="complete", payload=said, station=hand.station
    )
    second = act(Kind.VERIFIED, "hendra", Role.VERIFIER, case=case, after=first.header.id, station=hand.station)
    data = hand.sealed("p-1", first, second, number=number)
    assert hand.announce("p-1", data, first, second).status_code == 202
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: hand.upload("p-1", data), range(4)))
    bodies = {answer.content for answer in answers if answer.status_code == 200}
    assert len(bodies) == 1  # one receipt, whoever gave it
    return len(parse(bodies.pop())["numbers"])


def released(centre: Any) -> int:
    with centre.ledger.writing() as book:
        return int(book.count_by_status().get("released", 0))


def until(true: Any) -> None:
    """Ask until it is so; the test's time limit ends it."""
    while not true():
        pass
