import pytest

from tests.sync.stage import Stage


@pytest.fixture
def stage(tmp_path):
    return Stage(tmp_path / "outbox")
