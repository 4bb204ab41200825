from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.central.console.making import Console, console


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Console]:
    with console(tmp_path) as made:
        yield made
