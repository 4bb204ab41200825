"""Settings and environment: no name of theirs adds a root or takes the word away, in the program as it is composed."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from launch.start import child_env
from station.settings import BadSettings, Settings, read_settings
from tests.attacks.making import scene
from tests.attacks.test_invented_people import PASSPHRASE, slot_for
from tests.station.store.making import key_of

ROOT = Path(__file__).resolve().parents[2]
WORDS = (
    "OPERATIONAL_ROOTS", "OPERATIONAL_ROOT", "ROOTS", "ROOT", "ROOT_KEY", "TRAINING_ROOT", "AUTHORITY", "CERTIFICATE",
    "TRAINING", "SPESIMEN", "SPECIMEN", "MARKING", "MARK", "WATERMARK", "KIND", "RELEASE_KIND", "MODE", "PRODUCTION",
    "DEBUG", "TEST", "UNMARKED", "NO_SPESIMEN", "SK", "DECREE",
)  # fmt: skip
READERS = {
    "station/settings.py",
    "biometrics/cv.py",
    "devices/camera/opencv.py",
    "central/options.py",  # where the books lie
    "central/keeping.py",  # hands it on to the programs of PostgreSQL
}


def values(root):
    """Each word with what might be believed."""
    return {word: value for word in WORDS for value in (root.hex(),)} | {
        "TRAINING": "0", "SPESIMEN": "0", "SPECIMEN": "", "MARKING": "", "MARK": "", "KIND": "operational",
        "RELEASE_KIND": "operational", "MODE": "operational", "PRODUCTION": "1", "DEBUG": "1", "UNMARKED": "1",
        "NO_SPESIMEN": "1", "SK": "SK-1/2026", "DECREE": "SK-1/2026",
    }  # fmt: skip


def composed(found, env):
    """What the program's own composition does with the folder, in a process of its own."""
    command = [sys.executable, "-m", "tests.attacks.composed_child", str(found.folder), "yulianti", PASSPHRASE]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def hostile(root):
    said = values(root)
    names = {f"{prefix}{word}": value for prefix in ("", "LOKET_", "loket_", "SIAK_") for word, value in said.items()}
    return {**os.environ, **names}


def hostile_settings(found):
    said = {f"{word.lower()}": value for word, value in values(found.maker.root_key).items()}
    lines = [f"{name} = {json.dumps(value)}" for name, value in said.items()]
    lines += [f'operational_roots_list = ["{found.maker.root_key.hex()}"]', "[office]", 'kind = "operational"']
    (found.folder / "settings.toml").write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize("operational", [False, True])
def test_no_setting_and_no_variable_lifts_the_word(tmp_path, operational):
    found = scene(tmp_path / "uptd", operational=operational)
    slot_for(found, "yulianti", key_of("yulianti"))
    hostile_settings(found)
    told = composed(found, hostile(found.maker.root_key))
    if operational:
        assert told == {"card": False, "marked": False, "fault": "Rilis tidak sah: tanda tangan Dinas tidak cocok."}
    else:
        assert told == {"card": True, "marked": True, "fault": ""}


def test_settings_hold_nothing_about_authority(tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text('operational_roots = "00"\ntraining = 0\nlanguage = "en"\n')
    assert read_settings(file) == Settings(language="en")
    file.write_text('language = "operational"\n')
    with pytest.raises(BadSettings):
        read_settings(file)
    assert not {name for name in Settings.__slots__ if name.upper() in WORDS}


def test_the_launcher_hands_no_other_python_on():
    """PYTHONPATH would put another program in our place; so would being started in a folder of modules (-P)."""
    hostile = {"PYTHONPATH": "/tmp/other", "PYTHONHOME": "/tmp/other", "PYTHONSTARTUP": "/tmp/x.py", "PATH": "/bin"}
    env = child_env(base=hostile)
    assert not {"PYTHONPATH", "PYTHONHOME"} & set(env)


def test_the_environment_is_read_in_few_places_and_nowhere_near_a_release():
    """So that a new reader is seen by whoever adds it."""
    readers = set()
    for package in ("registry", "biometrics", "forms", "sync", "devices", "central", "station"):
        for file in (ROOT / package).rglob("*.py"):
            if _reads_environment(ast.parse(file.read_text("utf-8"))):
                readers.add(file.relative_to(ROOT).as_posix())
    assert readers == READERS


def _reads_environment(tree):
    names = {"environ", "environb", "getenv"}
    return any(
        (isinstance(node, ast.Attribute) and node.attr in names)
        or (isinstance(node, ast.ImportFrom) and node.module == "os" and names & {alias.name for alias in node.names})
        for node in ast.walk(tree)
    )


def test_the_roots_of_the_build_have_one_door():
    """Only compose names them, and only as a constructor argument."""
    named = [
        file.relative_to(ROOT).as_posix()
        for package in ("registry", "forms", "sync", "devices", "central", "station")
        for file in (ROOT / package).rglob("*.py")
        if "OPERATIONAL_ROOTS" in file.read_text("utf-8")
    ]
    assert named == ["station/compose/station.py"]
