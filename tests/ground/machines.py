"""A machine of pretence for the set-up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from launch.libraries import QT_LIBRARIES
from launch.system import TEST_PROGRAMS, Machine


@dataclass
class Debian:
    """Remembers what was run; `apt-get install` puts the packages there unless told to fail."""

    packages: set[str] = field(default_factory=set)
    root: bool = True
    apt: bool = True
    linux: bool = True
    lists: bool = True
    brings: bool = True
    """An install that works brings its packages."""
    works: Callable[[Sequence[str]], bool] = lambda command: True
    ran: list[tuple[str, ...]] = field(default_factory=list)

    def machine(self) -> Machine:
        return Machine(
            linux=self.linux,
            root=self.root,
            apt=self.apt,
            lists=lambda: self.lists,
            loads=lambda library: QT_LIBRARIES[library] in self.packages,
            finds=lambda program: TEST_PROGRAMS[program] in self.packages,
            run=self._run,
        )

    def _run(self, command: Sequence[str]) -> bool:
        self.ran.append(tuple(command))
        if not self.works(command):
            return False
        if command[1] == "update":
            self.lists = True
        elif self.brings:
            self.packages |= {word for word in command[2:] if not word.startswith("-")}
        return True
