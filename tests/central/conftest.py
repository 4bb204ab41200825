"""Books of both kinds: one test is run on the encrypted file and on a PostgreSQL of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from central.ledger.ledger import Ledger
from tests.central.postgres import Cluster, cluster

KEY = bytes(range(32))
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A server for all tests of a run."""
    with cluster() as found:
        yield found


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.tools)])
def address(request: pytest.FixtureRequest) -> str:
    """The database's URL; "" for the embedded file."""
    if request.param == "sqlite":
        return ""
    found: Cluster = request.getfixturevalue("postgres")
    return found.database(f"test{next(_NUMBERS)}")


@pytest.fixture
def open_books(address: str, tmp_path: Path) -> Iterator[Callable[[], Ledger]]:
    """Opens the same books again and again."""
    opened: list[Ledger] = []

    def open_again() -> Ledger:
        opened.append(Ledger(tmp_path / "centre.db", KEY, url=address))
        return opened[-1]

    yield open_again
    for ledger in opened:
        ledger.close()


@pytest.fixture
def ledger(open_books: Callable[[], Ledger]) -> Ledger:
    """Empty books."""
    return open_books()


@pytest.fixture
def server(postgres: Cluster, tmp_path: Path) -> Iterator[Ledger]:
    """Empty books on PostgreSQL, for what only several writers can show."""
    made = Ledger(tmp_path / "none.db", KEY, url=postgres.database(f"test{next(_NUMBERS)}"))
    yield made
    made.close()
