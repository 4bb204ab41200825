"""The virtual environment: made once from the lock, by hash, and left alone while its stamp holds."""

import shutil
from collections.abc import Callable
from pathlib import Path

from launch.causes import why
from launch.progress import run_logged
from launch.stamp import FILE, Stamp, is_ready, python_of, read_stamp, write_stamp
from launch.start import child_env
from launch.words import SetupError, say

LOG = "loket-setup.log"


def make_venv(python: str, venv: Path) -> None:
    """`python -m venv`. Raises SetupError with the end of its output."""
    log = venv.with_name(venv.name + ".log")
    log.write_bytes(b"")
    if not run_logged("virtual environment", [python, "-m", "venv", str(venv)], log, child_env()):
        raise SetupError(f"Could not make {venv}; on Debian the package python3-venv is needed. It said:\n{_tail(log)}")
    log.replace(venv / LOG)


def install_lock(venv: Path, root: Path, *, uv: str | None = None) -> None:
    """Install what the lock names, by hash, then Loket itself as an editable.

    `uv` is one to use when PATH has none. Raises SetupError with the cause.
    """
    log, python = venv / LOG, python_of(venv)
    log.write_bytes(b"")
    for name, install in installers(python, shutil.which("uv") or uv):
        locked = [*install, "--require-hashes", "-r", str(root / "requirements.lock")]
        itself = [*install, "--no-build-isolation", "--no-deps", "-e", str(root)]
        env = child_env(python)
        if run_logged(f"{name}: packages", locked, log, env) and run_logged(f"{name}: loket", itself, log, env):
            return
    raise SetupError(f"{why(log.read_text('utf-8', 'replace'))}\nThe whole story is in {log}; its end:\n{_tail(log)}")


def installers(python: Path, uv: str | None) -> list[tuple[str, list[str]]]:
    """The install commands to try: uv where it is at hand, for speed, and pip after it.

    pip all the same, because an office may have a mirror that only pip's configuration knows.
    """
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-input", "--retries", "2"]
    if uv is None:
        return [("pip", pip)]
    # uv leaves byte code out unless told, and without it every start costs a second more.
    return [("uv", [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(python)]), ("pip", pip)]


def ensure(
    venv: Path,
    stamp: Stamp,
    python: str,
    *,
    make: Callable[[str, Path], None] = make_venv,
    install: Callable[[Path, Path], None] = install_lock,
) -> Path:
    """Make `venv` what `stamp` says, with as little work as is safe, and return its Python.

    A finished one of the same Python and folder is brought up to date; anything else is made afresh.
    Raises SetupError, leaving the environment without a stamp, so that the next start begins again.
    """
    if is_ready(venv, stamp):
        return python_of(venv)
    version, root, _ = stamp
    old = read_stamp(venv)
    kept = old is not None and old[:2] == stamp[:2] and python_of(venv).exists()
    say(f"{'Bringing up to date' if kept else 'Making'} {venv.name} for Python {version} (a minute or two)")
    if kept:
        (venv / FILE).unlink()  # half-made from here on
    else:
        _remove(venv)
        make(python, venv)
    install(venv, Path(root))
    write_stamp(venv, stamp)
    return python_of(venv)


def _remove(venv: Path) -> None:
    try:
        if venv.is_symlink() or venv.is_file():
            venv.unlink()
        elif venv.exists():
            shutil.rmtree(venv)
    except OSError as error:
        raise SetupError(
            f"Could not remove the old {venv}: {error.strerror}. Close Loket, delete it, start again."
        ) from error


def _tail(log: Path, lines: int = 12) -> str:
    return "\n".join(f"    {line}" for line in log.read_text("utf-8", "replace").splitlines()[-lines:])
