"""The lock: whole, hashed, free of addresses, and installable on Windows."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ROOMS = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def pins() -> list[tuple[Requirement, str]]:
    """Every pin with the lines below it."""
    blocks = re.split(r"\n(?=[a-zA-Z0-9])", LOCK)
    return [(Requirement(block.split("\\", 1)[0].strip()), block) for block in blocks]


def declared() -> list[Requirement]:
    """What pyproject.toml asks for, tools included."""
    return [Requirement(text) for text in PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]]


def test_every_pin_is_exact_and_hashed() -> None:
    for pin, block in pins():
        assert re.fullmatch(r"==[^,*]+", str(pin.specifier)), pin
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), pin


def test_no_address_is_in_it_or_beside_it() -> None:
    for name in ("requirements.lock", "pyproject.toml", "loket", ".ci/run", ".pre-commit-config.yaml"):
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r"://|index-url|find-links|\bpypi\.|pythonhosted", text), name


def test_it_answers_everything_the_project_asks() -> None:
    for wanted in declared():
        found = [pin for pin, _ in pins() if canonicalize_name(pin.name) == canonicalize_name(wanted.name)]
        assert found, f"{wanted.name} is not in requirements.lock: compile it again (CONTRIBUTING.md)"
        for pin in found:
            version = str(pin.specifier).removeprefix("==")
            assert wanted.specifier.contains(version, prereleases=True), f"{wanted} has {pin} in the lock"


def test_the_rooms_import_only_what_is_declared() -> None:
    distributions = packages_distributions()
    ours = {canonicalize_name(Requirement(text).name) for text in PROJECT["project"]["dependencies"]}
    ours |= {"loket", "shiboken6", "starlette", "pydantic"}  # the other halves of PySide6 and of FastAPI
    for file, name in imports():
        if name in sys.stdlib_module_names or name in ROOMS or name == "_typeshed":  # only mypy sees that one
            continue
        owners = {canonicalize_name(owner) for owner in distributions.get(name, [])}
        assert owners & ours, f"{file} imports {name}, which pyproject.toml does not declare"


def imports() -> Iterator[tuple[str, str]]:
    """(file, top-level module) of every import in the rooms."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                names: list[str] = []
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                    names = [node.module]
                for name in names:
                    yield str(file.relative_to(ROOT)), name.split(".")[0]


def test_the_launcher_and_registry_need_only_the_standard_library() -> None:
    for folder, ours in (("packaging/launch", "launch"), ("registry", "registry")):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    tops = {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                    tops = {node.module.split(".")[0]}
                else:
                    continue
                assert tops <= sys.stdlib_module_names | {ours}, file


def test_one_distribution_only_brings_cv2() -> None:
    """Two OpenCV wheels overwrite each other's folder."""
    assert packages_distributions()["cv2"] == ["opencv-python"]


@pytest.mark.long
@pytest.mark.parametrize("version", ["3.11", "3.13"])
def test_windows_gets_a_wheel_for_every_pin(version: str, tmp_path: Path) -> None:
    """A dry run: nothing compiles on a Windows of a kecamatan."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    assert uv is not None, "uv is one of our development tools"
    command = [uv, "pip", "install", "--dry-run", "--only-binary", ":all:", "--require-hashes"]
    command += ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", version]
    command += ["--target", str(tmp_path / "nowhere"), "-r", str(ROOT / "requirements.lock")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Would install" in done.stderr
