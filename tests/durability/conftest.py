"""One recorded life for the tests of a file, in memory where there is any: thousands of stations are opened."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability.cuts import Story, quick_place, record_lives
from tests.durability.tracing import NoTracer, require_tracer


@pytest.fixture(scope="session")
def tracer() -> str:
    """Skips, and names what is missing."""
    try:
        return require_tracer()
    except NoTracer as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def place() -> Iterator[Path]:
    """A folder for one session."""
    folder = Path(tempfile.mkdtemp(prefix="loket-power-", dir=quick_place()))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def story(tracer: str, place: Path) -> Story:
    """Two lives of a station: the first was killed while it printed, the second ended in order."""
    return record_lives(place / "story", [1, 1], kills=["pwrite64:signal=KILL:when=800"])
