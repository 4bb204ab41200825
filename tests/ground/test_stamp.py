"""The stamp holds exactly as long as what the environment was made of."""

from pathlib import Path

import pytest

from launch.stamp import FILE, is_ready, python_of, read_stamp, stamp_of, write_stamp
from launch.words import SetupError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "requirements.lock").write_text("six==1 --hash=sha256:00\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return tmp_path


@pytest.fixture
def venv(root: Path) -> Path:
    venv = root / ".venv"
    python_of(venv).parent.mkdir(parents=True)
    python_of(venv).write_text("")
    write_stamp(venv, stamp_of(root, (3, 11, 7)))
    return venv


def test_it_holds_while_nothing_changed(root: Path, venv: Path) -> None:
    assert is_ready(venv, stamp_of(root, (3, 11, 7)))


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_source_breaks_it(root: Path, venv: Path, name: str) -> None:
    (root / name).write_text((root / name).read_text() + "# changed\n")
    assert not is_ready(venv, stamp_of(root, (3, 11, 7)))


def test_bytes_moved_from_one_source_to_the_other_break_it(root: Path, venv: Path) -> None:
    lock = (root / "requirements.lock").read_text()
    (root / "requirements.lock").write_text("")
    (root / "pyproject.toml").write_text(lock + "[project]\n")
    assert not is_ready(venv, stamp_of(root, (3, 11, 7)))


def test_another_python_breaks_it(root: Path, venv: Path) -> None:
    assert not is_ready(venv, stamp_of(root, (3, 11, 8)))
    assert not is_ready(venv, stamp_of(root, (3, 13, 0)))


def test_a_moved_clone_breaks_it(root: Path, venv: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    moved = tmp_path_factory.mktemp("moved") / "clone"
    root.rename(moved)
    assert not is_ready(moved / ".venv", stamp_of(moved, (3, 11, 7)))


def test_a_half_made_environment_has_none(root: Path, venv: Path) -> None:
    (venv / FILE).unlink()
    assert not is_ready(venv, stamp_of(root, (3, 11, 7)))


@pytest.mark.parametrize("text", ["", "3.11.7\n", "\xff\n", "a\nb\nc\nd\n"])
def test_a_damaged_stamp_is_none(venv: Path, text: str) -> None:
    (venv / FILE).write_bytes(text.encode("latin-1"))
    assert read_stamp(venv) is None


def test_a_python_that_went_away_breaks_it(root: Path, venv: Path) -> None:
    python_of(venv).unlink()
    python_of(venv).symlink_to(root / "gone")
    assert not is_ready(venv, stamp_of(root, (3, 11, 7)))


def test_a_clone_without_its_lock_is_told(root: Path) -> None:
    (root / "requirements.lock").unlink()
    with pytest.raises(SetupError, match=r"requirements\.lock is missing"):
        stamp_of(root, (3, 11, 7))
