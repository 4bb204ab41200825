"""The file ./loket itself, and the words after it."""

import ast
import importlib.machinery
import importlib.util
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from launch import ground
from launch import main as door
from launch.ground import lay
from launch.stamp import python_of, stamp_of, write_stamp
from launch.words import SetupError
from tests.ground.machines import Debian

LOKET = Path(__file__).parents[2] / "loket"


def load_loket() -> None:
    loader = importlib.machinery.SourceFileLoader("loket_script", str(LOKET))
    spec = importlib.util.spec_from_loader("loket_script", loader)
    assert spec is not None
    loader.exec_module(importlib.util.module_from_spec(spec))


def run(*words: str, **env: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(LOKET), *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=env or None, check=False)


def test_it_loads_without_starting_anything() -> None:
    load_loket()


def test_an_old_python_can_read_it() -> None:
    ast.parse(LOKET.read_text(), feature_version=(3, 5))


def test_an_old_python_is_told_which_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = namedtuple("fields", "major minor micro releaselevel serial")
    monkeypatch.setattr(sys, "version_info", fields(3, 10, 13, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; .* is 3\.10"):
        load_loket()


def test_help_lists_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    listed = [line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")]
    wanted = "run demo test doctor central sim sync backup restore import bench walkthrough"
    assert listed == wanted.split()


def test_no_word_at_all_is_help() -> None:
    assert run().stdout == run("--help").stdout


def test_an_unknown_word_is_named() -> None:
    done = run("prnt")
    assert done.returncode == 2
    assert "does not know 'prnt'" in done.stdout


def test_a_strange_locale_does_not_break_a_word() -> None:
    done = run("prüfen—", PATH="", LC_ALL="C", PYTHONIOENCODING="latin-1")
    assert done.returncode == 2
    assert "'prüfen—'" in done.stdout


def test_every_command_starts_a_program_of_ours() -> None:
    for name, (_, module) in door.COMMANDS.items():
        assert (name == "test") == (module == ())
        if module[:1] == ("station",):
            assert module == ("station", name)


def test_the_program_gets_the_rest_of_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(door, "set_up", lambda root: tmp_path / "python")
    monkeypatch.setattr(door, "start", lambda python, module: started.append([str(python), *module]) or 7)
    assert door.main(["sim", "fingerprint", "--port", "0"]) == 7
    assert started == [[str(tmp_path / "python"), "devices.simulate", "fingerprint", "--port", "0"]]


def test_a_set_up_that_stops_says_why(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stop(root: Path) -> Path:
        raise SetupError("no network\nconnect")

    monkeypatch.setattr(door, "set_up", stop)
    assert door.main(["run"]) == 1
    assert capsys.readouterr().err == "\nno network\nconnect\n"


def test_a_folder_of_somebody_else_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(root: Path) -> Path:
        raise PermissionError(13, "Permission denied", "/srv/loket/.venv.log")

    monkeypatch.setattr(door, "set_up", refuse)
    assert door.main(["run"]) == 1
    assert "Not allowed to write /srv/loket/.venv.log" in capsys.readouterr().err


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    (tmp_path / "requirements.lock").write_text("")
    (tmp_path / "pyproject.toml").write_text("")
    return tmp_path


@pytest.fixture
def made(clone: Path) -> Path:
    venv = clone / ".venv"
    python_of(venv).parent.mkdir(parents=True)
    python_of(venv).write_text("")
    write_stamp(venv, stamp_of(clone, sys.version_info[:3]))
    return venv


def test_a_python_without_ensurepip_is_told_the_package(clone: Path) -> None:
    debian = Debian(linux=False, root=False)  # no Qt libraries to see to
    with pytest.raises(SetupError, match="python3-venv"):
        lay(clone / ".venv", stamp_of(clone, (3, 11, 7)), debian.machine(), can_make=False)


def test_a_ready_environment_needs_no_ensurepip(clone: Path, made: Path) -> None:
    stamp = stamp_of(clone, sys.version_info[:3])
    assert lay(made, stamp, Debian(linux=False, root=False).machine(), can_make=False) == python_of(made)


def test_what_is_ready_is_not_set_up_again(clone: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "all_load", lambda: True)
    assert door.set_up(clone) == python_of(made)


def test_libraries_that_went_away_are_seen_to(clone: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "all_load", lambda: False)
    monkeypatch.setattr(ground, "this_machine", Debian(root=False).machine)
    with pytest.raises(SetupError, match="sudo apt-get install"):
        door.set_up(clone)


def test_start_becomes_the_program(tmp_path: Path) -> None:
    code = f"import sys; sys.path.insert(0, {str(LOKET.parent / 'packaging')!r}); from launch.start import start; "
    code += "from pathlib import Path; sys.exit(start(Path(sys.executable), ['this_module_is_not_there', 'x']))"
    (tmp_path / "this_module_is_not_there.py").write_text("print('taken from the folder we stood in')")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "No module named this_module_is_not_there" in done.stderr
