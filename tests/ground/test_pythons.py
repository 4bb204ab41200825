"""A Python counts only when it runs."""

import os
import sys
from pathlib import Path

import pytest

from launch.pythons import find_python, version_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stands in shell scripts for Pythons")


def stand_in(file: Path, script: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def test_one_on_the_path_is_found(tmp_path: Path) -> None:
    python = stand_in(tmp_path / "python3.13", "echo 3 13 2")
    assert find_python((3, 13), str(tmp_path)) == (str(python), (3, 13, 2))


def test_a_shim_that_fails_leads_to_the_real_one(tmp_path: Path) -> None:
    stand_in(tmp_path / "shims/python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    stand_in(tmp_path / "versions/3.13.0/bin/python", "echo 3 13 0")
    newest = stand_in(tmp_path / "versions/3.13.1/bin/python", "echo 3 13 1")
    assert find_python((3, 13), str(tmp_path / "shims")) == (str(newest), (3, 13, 1))


def test_a_liar_and_an_empty_path_are_none(tmp_path: Path) -> None:
    stand_in(tmp_path / "python3.13", "echo 3 12 1")
    assert find_python((3, 13), str(tmp_path)) is None
    assert find_python((3, 13), "") is None
    assert find_python((3, 13), os.pathsep.join(["", str(tmp_path / "nowhere")])) is None


def test_this_python_tells_its_version() -> None:
    assert version_of(Path(sys.executable)) == sys.version_info[:3]


def test_what_does_not_answer_in_numbers_is_none(tmp_path: Path) -> None:
    assert version_of(stand_in(tmp_path / "python", "echo hello")) is None
    assert version_of(tmp_path / "gone") is None
