"""What the set-up does about system packages, on machines of every kind."""

import pytest

from launch.libraries import QT_LIBRARIES
from launch.system import (
    TEST_PROGRAMS,
    apt_line,
    offer_test_programs,
    require_package,
    require_qt,
    this_machine,
)
from launch.words import SetupError
from tests.ground.machines import Debian

ALL = set(QT_LIBRARIES.values())


def test_a_machine_that_has_everything_is_left_alone() -> None:
    debian = Debian(packages=set(ALL))
    require_qt(debian.machine())
    assert debian.ran == []


def test_root_on_debian_installs_only_what_is_missing() -> None:
    debian = Debian(packages=ALL - {"libegl1", "libxcb-cursor0"})
    require_qt(debian.machine())
    assert debian.ran == [("apt-get", "install", "-y", "--no-install-recommends", "libegl1", "libxcb-cursor0")]


def test_empty_lists_are_fetched_first() -> None:
    debian = Debian(lists=False)
    require_qt(debian.machine())
    assert [command[1] for command in debian.ran] == ["update", "install"]
    assert debian.packages == ALL


def test_old_lists_are_fetched_again_after_a_failure() -> None:
    debian = Debian()
    debian.works = lambda command: command[1] == "update" or len(debian.ran) > 2
    require_qt(debian.machine())
    assert [command[1] for command in debian.ran] == ["install", "update", "install"]


def test_without_root_the_one_line_is_told() -> None:
    debian = Debian(packages=ALL - {"libegl1"}, root=False)
    with pytest.raises(SetupError) as stopped:
        require_qt(debian.machine())
    assert str(stopped.value).splitlines()[1:] == [
        "  sudo apt-get install -y --no-install-recommends libegl1",
    ]
    assert debian.ran == []


def test_the_line_fetches_lists_where_there_are_none() -> None:
    assert apt_line(["age", "xauth"], lists=False) == (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends age xauth"
    )


def test_without_apt_the_libraries_are_named() -> None:
    with pytest.raises(SetupError, match=r"libxcb-shape\.so\.0"):
        require_qt(Debian(packages=ALL - {"libxcb-shape0"}, apt=False).machine())


def test_windows_is_not_asked_for_linux_libraries() -> None:
    require_qt(Debian(linux=False, apt=False).machine())


def test_apt_that_fails_is_named_with_the_line_to_run() -> None:
    debian = Debian(works=lambda command: False)
    with pytest.raises(SetupError, match=r"(?s)network.*sudo apt-get install -y"):
        require_qt(debian.machine())


def test_a_library_that_stays_missing_after_installing_is_told() -> None:
    with pytest.raises(SetupError, match="still cannot load what libegl1"):
        require_qt(Debian(packages=ALL - {"libegl1"}, brings=False).machine())


def test_a_needed_package_names_itself() -> None:
    with pytest.raises(SetupError, match="python3-venv"):
        require_package(Debian(root=False).machine(), "python3-venv", "ensurepip")
    with pytest.raises(SetupError, match="python3-venv"):
        require_package(Debian(apt=False).machine(), "python3-venv", "ensurepip")
    debian = Debian()
    require_package(debian.machine(), "python3-venv", "ensurepip")
    assert debian.packages == {"python3-venv"}


def test_test_programs_are_installed_by_root(capsys: pytest.CaptureFixture[str]) -> None:
    debian = Debian(packages=set(TEST_PROGRAMS.values()) - {"age"})
    assert offer_test_programs(debian.machine()) == []
    assert debian.ran[0][-1] == "age"


@pytest.mark.parametrize("debian", [Debian(root=False), Debian(works=lambda command: False)])
def test_test_programs_are_offered_and_the_tests_go_on(debian: Debian, capsys: pytest.CaptureFixture[str]) -> None:
    debian.packages = set(TEST_PROGRAMS.values()) - {"age"}
    assert offer_test_programs(debian.machine()) == ["age"]
    assert "  sudo apt-get install -y --no-install-recommends age\n" in capsys.readouterr().out


def test_this_machine_answers() -> None:
    machine = this_machine()
    assert not machine.loads("libno-such-thing.so.99")
    assert not machine.finds("no-such-program-of-ours")
