"""The one base of what this room refuses, and `Problem`: a failed rule as a value, worded elsewhere."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import StrEnum


class RegistryError(Exception):
    """Something the register does not allow or cannot read."""


class Severity(StrEnum):
    """An error stops the step; a warning asks to look again."""

    ERROR = "error"
    WARNING = "warning"


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """A rule that does not hold: at which field, which rule (`code`), and the facts for its words."""

    field: str
    code: str
    severity: Severity = Severity.ERROR
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def stops(self) -> bool:
        """Whether the step may not go on."""
        return self.severity is Severity.ERROR
