"""Two stations that were enrolled once, before the network went away for good."""

from __future__ import annotations

import shutil

import pytest

from registry.officers import Role
from station.desk.session import Clock
from station.desk.sign_in import Door
from tests.journeys.carrying import Carrier
from tests.journeys.children import CHEAP, found_station, newcomer, start_centre


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    """The homes as they are right after it, and the identity that opens packets."""
    home = tmp_path_factory.mktemp("loket")
    centre = start_centre(home / "centre")
    officers = (newcomer("rina", "Rina Oktaviani", Role.OPERATOR), newcomer("hendra", "Hendra Saputra", Role.VERIFIER))
    found_station(home / "kecamatan", centre, "DAYUN", officers)
    officers = (newcomer("murni", "Murniati", Role.VERIFIER), newcomer("yuli", "Yuli", Role.OPERATOR, Role.PRINTING))
    found_station(home / "uptd", centre, "UPTD-SIAK", officers)
    centre.stop()
    return home, centre.identity


@pytest.fixture
def places(founded, tmp_path):
    """A copy for one test: both doors, a carrier with an empty stick, and the identity."""
    home, identity = founded
    for name in ("kecamatan", "uptd", "centre"):
        shutil.copytree(home / name, tmp_path / name)
    a, b = (Door(tmp_path / name, Clock(), cost=CHEAP, use_keyring=False) for name in ("kecamatan", "uptd"))
    return a, b, Carrier(tmp_path / "centre", tmp_path / "stick"), identity
