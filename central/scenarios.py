"""What the simulated SIAK does with the cases of a training: how long each step takes and how often which one fails.

A scenario is data and its course is fixed by the case id, so that a training can be told and a test repeated. The names
and the order are SIAK's own as far as they are public (registry.upstream); the shares are for exercise, no statistics.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from central.errors import CentreError
from registry.upstream import SiakStatus

PATH = (
    SiakStatus.BIO_CAPTURED,
    SiakStatus.PROCESSING,
    SiakStatus.SENT_FOR_ENROLLMENT,
    SiakStatus.RECEIVED_AT_CENTRAL,
)
FAILURES = (
    SiakStatus.ENROLL_FAILURE_AT_REGIONAL,
    SiakStatus.ENROLL_FAILURE_AT_CENTRAL,
    SiakStatus.SEARCH_FAILURE_AT_CENTRAL,
    SiakStatus.ADJUDICATE_RECORD,
    SiakStatus.DUPLICATE_RECORD,
)
HUNDRED = 100


class BadScenario(CentreError):
    """A scenario that names no real status, more than a hundred per cent, or no number. `code` says which."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`delays`: a step takes so many times the usual delay; `shares`: per cent of the cases that end in a failure."""

    name: str
    delays: Mapping[SiakStatus, float] = field(default_factory=dict)
    shares: Mapping[SiakStatus, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not set(self.delays) <= set(PATH) | set(FAILURES) or not set(self.shares) <= set(FAILURES):
            raise BadScenario("unknown-status")
        if sum(self.shares.values()) > HUNDRED or any(share < 0 for share in self.shares.values()):
            raise BadScenario("bad-share")
        if any(factor < 0 for factor in self.delays.values()):
            raise BadScenario("bad-delay")

    def factor(self, status: SiakStatus) -> float:
        """How many times the usual delay a case stands in a status."""
        return self.delays.get(status, 1.0)

    def course(self, case: str, facts: Mapping[str, bool]) -> tuple[SiakStatus, ...]:
        """Every answer that a case will get, in order."""
        if facts.get("unreadable"):
            return (*PATH, SiakStatus.ENROLL_FAILURE_AT_CENTRAL)
        if facts.get("duplicate"):
            return (*PATH, SiakStatus.DUPLICATE_RECORD)
        return _ending(self._failure(case), bool(facts.get("resent")))

    def _failure(self, case: str) -> SiakStatus | None:
        at = int.from_bytes(hashlib.sha256(f"{self.name}/{case}".encode()).digest()[:4], "big") % HUNDRED
        for status in FAILURES:
            at -= self.shares.get(status, 0)
            if at < 0:
                return status
        return None


def _ending(failure: SiakStatus | None, resent: bool) -> tuple[SiakStatus, ...]:
    """A failed search passes when the recording is sent again; a doubt is decided at Pusat, here for the resident."""
    ready = SiakStatus.PRINT_READY_RECORD
    if failure is None or (failure is SiakStatus.SEARCH_FAILURE_AT_CENTRAL and resent):
        return (*PATH, ready)
    if failure is SiakStatus.ENROLL_FAILURE_AT_REGIONAL:
        return (*PATH[:-1], failure)
    if failure is SiakStatus.ADJUDICATE_RECORD:
        return (*PATH, failure, ready)
    return (*PATH, failure)


SMOOTH = Scenario("lancar")
SCENARIOS: Mapping[str, Scenario] = {
    scenario.name: scenario
    for scenario in (
        SMOOTH,
        Scenario("lambat", delays={SiakStatus.SENT_FOR_ENROLLMENT: 20.0, SiakStatus.RECEIVED_AT_CENTRAL: 7.0}),
        Scenario(
            "campuran",
            delays={SiakStatus.SENT_FOR_ENROLLMENT: 3.0},
            shares={
                SiakStatus.ENROLL_FAILURE_AT_REGIONAL: 4,
                SiakStatus.ENROLL_FAILURE_AT_CENTRAL: 6,
                SiakStatus.SEARCH_FAILURE_AT_CENTRAL: 10,
                SiakStatus.ADJUDICATE_RECORD: 5,
                SiakStatus.DUPLICATE_RECORD: 15,
            },
        ),
        *(Scenario(status.value.lower().replace("_", "-"), shares={status: HUNDRED}) for status in FAILURES),
    )
}


def scenario_of(text: str) -> Scenario:
    """A scenario by its name, or in a TOML file with tables [delays] and [shares]; raises BadScenario.

    >>> scenario_of("lancar").shares
    {}
    """
    if text in SCENARIOS:
        return SCENARIOS[text]
    try:
        said = tomllib.loads(Path(text).read_text(encoding="utf-8"))
        delays = {SiakStatus(name): float(value) for name, value in said.get("delays", {}).items()}
        shares = {SiakStatus(name): int(value) for name, value in said.get("shares", {}).items()}
    except OSError as error:
        raise BadScenario("no-such-scenario") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise BadScenario("unreadable") from error
    return Scenario(Path(text).stem, delays, shares)
