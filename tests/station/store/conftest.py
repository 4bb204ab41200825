"""One open store for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.store.store import Store
from tests.station.store.making import store_in


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = store_in(tmp_path / "kecamatan")
    yield found
    found.close()
