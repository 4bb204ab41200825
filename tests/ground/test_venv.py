"""When the environment is made, brought up to date, or left alone."""

import os
import sys
from pathlib import Path

import pytest

from launch.causes import why
from launch.stamp import Stamp, is_ready, python_of
from launch.start import child_env
from launch.venv import ensure, install_lock, installers, make_venv
from launch.words import SetupError

STAMP: Stamp = ("3.11.7", "/srv/loket", "aa")
NEW_LOCK: Stamp = ("3.11.7", "/srv/loket", "bb")


class Maker:
    """Makes environments of nothing and remembers what it was asked."""

    def __init__(self, *, breaks: bool = False) -> None:
        self.asked: list[str] = []
        self.breaks = breaks

    def make(self, python: str, venv: Path) -> None:
        self.asked.append(f"make {python}")
        python_of(venv).parent.mkdir(parents=True)
        python_of(venv).write_text("")

    def install(self, venv: Path, root: Path) -> None:
        self.asked.append(f"install {root.as_posix()}")
        if self.breaks:
            raise SetupError("no network")

    def ensure(self, venv: Path, stamp: Stamp = STAMP) -> Path:
        return ensure(venv, stamp, "python3", make=self.make, install=self.install)


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    return tmp_path / ".venv"


def test_it_is_made_once(venv: Path) -> None:
    maker = Maker()
    assert maker.ensure(venv) == maker.ensure(venv) == python_of(venv)
    assert maker.asked == ["make python3", "install /srv/loket"]


def test_a_new_lock_is_installed_into_it(venv: Path) -> None:
    maker = Maker()
    maker.ensure(venv)
    maker.ensure(venv, NEW_LOCK)
    assert maker.asked[2:] == ["install /srv/loket"]
    assert is_ready(venv, NEW_LOCK)


@pytest.mark.parametrize("stamp", [("3.12.1", "/srv/loket", "aa"), ("3.11.7", "/srv/moved", "aa")])
def test_another_python_or_folder_makes_it_afresh(venv: Path, stamp: Stamp) -> None:
    maker = Maker()
    maker.ensure(venv)
    (venv / "left-over").write_text("")
    maker.ensure(venv, stamp)
    assert maker.asked[2] == "make python3"
    assert not (venv / "left-over").exists()


def test_a_half_made_one_is_made_afresh(venv: Path) -> None:
    with pytest.raises(SetupError):
        Maker(breaks=True).ensure(venv)
    assert venv.exists()
    maker = Maker()
    maker.ensure(venv)
    assert maker.asked == ["make python3", "install /srv/loket"]


def test_an_update_that_broke_is_made_afresh(venv: Path) -> None:
    Maker().ensure(venv)
    with pytest.raises(SetupError):
        Maker(breaks=True).ensure(venv, NEW_LOCK)
    maker = Maker()
    maker.ensure(venv)
    assert maker.asked[0] == "make python3"


def test_a_file_in_its_place_gives_way(venv: Path) -> None:
    venv.write_text("not a folder")
    Maker().ensure(venv)
    assert is_ready(venv, STAMP)


def test_uv_comes_first_and_pip_after_it() -> None:
    python = Path("/v/bin/python")
    assert [name for name, _ in installers(python, "/usr/bin/uv")] == ["uv", "pip"]
    assert [name for name, _ in installers(python, None)] == ["pip"]
    assert all(str(python) in command for _, command in installers(python, "/usr/bin/uv"))


def test_a_child_speaks_utf8_and_keeps_byte_code() -> None:
    base = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHOME": "/x", "PATH": "/bin", "LC_ALL": "C"}
    env = child_env(Path("/v/bin/python"), base)
    assert env == {"PYTHONUTF8": "1", "LC_ALL": "C", "VIRTUAL_ENV": "/v", "PATH": f"/v/bin{os.pathsep}/bin"}


@pytest.mark.skipif(sys.platform == "win32", reason="stands in a shell script for a Python")
def test_an_installer_that_fails_names_the_cause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements.lock").write_text("loket-no-such-package==1 --hash=sha256:" + "0" * 64)
    venv = tmp_path / ".venv"
    python_of(venv).parent.mkdir(parents=True)
    python_of(venv).write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python_of(venv).chmod(0o755)
    refused = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_NO_INDEX": "0", "PIP_CONFIG_FILE": os.devnull}
    for name, value in refused.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SetupError, match="no network, or no way to the package index"):
        install_lock(venv, tmp_path)


def test_a_python_that_cannot_make_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="Could not start"):
        make_venv(str(tmp_path / "no-python"), tmp_path / ".venv")


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "its hash differs"),
        ("error: Hash mismatch for `six==1.16.0`", "its hash differs"),
        ("[Errno -3] Temporary failure in name resolution", "no network"),
        ("  Caused by: dns error: failed to lookup address information", "no network"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("something else", "could not be installed"),
    ],
)
def test_causes(said: str, cause: str) -> None:
    assert cause in why(said)
