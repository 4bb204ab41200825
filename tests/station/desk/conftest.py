"""A station folder with one officer, a recording, a print begun and settings."""

from dataclasses import replace
from pathlib import Path

import pytest

from station.store.machine import machine_secret
from station.store.slots import Cost, Slots, Unlocked
from station.store.store import Store
from sync import age
from tests.station.store.making import KEY, append_recording, identity, key_of, person

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
SANDI = "loket-latihan"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "kecamatan"
    folder.mkdir()
    secret = machine_secret(folder, "kecamatan", use_keyring=False)
    who = replace(identity(), recipients=(age.recipient_of(age.generate_identity()),))
    store = Store.create(folder, KEY, who)
    append_recording(store, "case-1", person(1), "D-2611-0001")
    store.releases.begin("R-1", "t")
    store.close()
    Slots(folder / "slots.json", secret.value, CHEAP).add("rina", SANDI, Unlocked(KEY, key_of("rina").to_bytes()))
    (folder / "settings.toml").write_text('theme = "gelap"\n')
    return folder
