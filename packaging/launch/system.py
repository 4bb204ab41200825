"""The system packages: what Qt loads, what the tests run, and how they come onto a Debian."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from launch.libraries import QT_LIBRARIES, loads
from launch.words import SetupError, say

TEST_PROGRAMS: Mapping[str, str] = {
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "age": "age",
    "pdftotext": "poppler-utils",
    "ippeveprinter": "cups-ipp-utils",
    "avahi-daemon": "avahi-daemon",
    "dbus-daemon": "dbus",
    "openssl": "openssl",
    "sqlite3": "sqlite3",
    "strace": "strace",
    "pg_ctlcluster": "postgresql",
    "chromium": "chromium",
    "chromedriver": "chromium-driver",
}
"""Program a test runs -> the Debian package that brings it."""

APT_INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")


@dataclass(frozen=True, slots=True)
class Machine:
    """What the set-up asks of the computer it runs on; tests hand in answers of their own."""

    linux: bool
    root: bool
    apt: bool
    """apt-get is there: Debian or a relative."""
    lists: Callable[[], bool]
    """Does apt hold package lists already?"""
    loads: Callable[[str], bool]
    """Can the loader open this shared library?"""
    finds: Callable[[str], bool]
    """Is this program installed?"""
    run: Callable[[Sequence[str]], bool]
    """Run a command in the open; did it exit with 0?"""


def this_machine() -> Machine:
    """The computer we are on."""
    linux = sys.platform.startswith("linux")
    return Machine(
        linux=linux,
        root=linux and os.geteuid() == 0,
        apt=linux and shutil.which("apt-get") is not None,
        lists=lambda: any(Path("/var/lib/apt/lists").glob("*_Packages*")),
        loads=loads,
        finds=_finds,
        run=_run,
    )


def require_qt(machine: Machine) -> None:
    """See to the libraries Qt loads. Raises SetupError, naming the one line to run, when they cannot be had."""
    missing = _missing(QT_LIBRARIES, machine.loads) if machine.linux else []
    if not missing:
        return
    if not machine.apt:
        libraries = ", ".join(name for name in QT_LIBRARIES if not machine.loads(name))
        raise SetupError(f"Qt cannot load {libraries}.\nInstall your system's packages that hold them and start again.")
    _require(machine, missing, "Qt's system libraries")
    if still := _missing(QT_LIBRARIES, machine.loads):
        raise SetupError(f"Installed, but Qt still cannot load what {', '.join(still)} should bring.")


def require_package(machine: Machine, package: str, what: str) -> None:
    """Install one Debian package that the set-up cannot do without, or raise SetupError saying how."""
    if not machine.apt:
        raise SetupError(f"{what} is missing from this Python. Install it ({package} on Debian) and start again.")
    _require(machine, [package], what)


def offer_test_programs(machine: Machine) -> list[str]:
    """Install the programs that some tests run; where we may not, print the line and go on.

    Returns the packages still missing: the tests that need them skip and name them.
    """
    missing = _missing(TEST_PROGRAMS, machine.finds)
    if missing and machine.apt and machine.root:
        say(f"Installing programs the tests run: {' '.join(missing)}")
        if _install(machine, missing):
            return []
    if missing:
        how = apt_line(missing, lists=machine.lists()) if machine.apt else f"install {' '.join(missing)}"
        say(f"Some tests will be skipped; to run them too:\n  {how}")
    return missing


def apt_line(packages: Sequence[str], *, lists: bool) -> str:
    """The one line a person types to install `packages`.

    >>> apt_line(["libegl1"], lists=True)
    'sudo apt-get install -y --no-install-recommends libegl1'
    """
    update = "" if lists else "sudo apt-get update && "
    return update + " ".join(("sudo", *APT_INSTALL, *packages))


def _require(machine: Machine, packages: Sequence[str], what: str) -> None:
    line = apt_line(packages, lists=machine.lists())
    if not machine.root:
        raise SetupError(f"Not installed yet: {what}. Run this one line and start again:\n  {line}")
    say(f"Installing {what}: {' '.join(packages)}")
    if not _install(machine, packages):
        raise SetupError(
            f"apt could not install {what}; its own words are above. Is there a network?\n"
            f"When it is mended, start again or run:\n  {line}"
        )


def _install(machine: Machine, packages: Sequence[str]) -> bool:
    update, install = ("apt-get", "update"), (*APT_INSTALL, *packages)
    if machine.lists() and machine.run(install):
        return True
    # No lists, or old ones that name files the mirror no longer has.
    return machine.run(update) and machine.run(install)


def _missing(table: Mapping[str, str], there: Callable[[str], bool]) -> list[str]:
    return list(dict.fromkeys(package for name, package in table.items() if not there(name)))


def _finds(program: str) -> bool:
    # Daemons live in sbin, which a plain user's PATH leaves out.
    return shutil.which(program, path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))) is not None


def _run(command: Sequence[str]) -> bool:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=env, check=False, stdin=subprocess.DEVNULL).returncode == 0
