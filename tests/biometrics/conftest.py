import pytest

from biometrics.worker import BiometricsWorker


@pytest.fixture(scope="session")
def worker():
    """One worker for the whole room: loading the engine takes a second."""
    engine = BiometricsWorker()
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    """Where masters are kept while the tests run: each takes a second to grow."""
    return tmp_path_factory.mktemp("masters")
