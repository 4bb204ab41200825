import pytest

from biometrics.worker import BiometricsWorker


@pytest.fixture(scope="session")
def worker():
    engine = BiometricsWorker()
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("masters")
