"""Who a device is, and how it is: values for the lights in the top bar and for the technician's page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from devices.errors import CaptureRetry, DeviceError, LinkError, TransportError


@dataclass(frozen=True, slots=True)
class Identity:
    """What a device says of itself; empty where the protocol does not tell."""

    model: str
    serial: str = ""
    firmware: str = ""


class State(StrEnum):
    """How a device is, from best to worst."""

    OK = "ok"
    DEGRADED = "degraded"
    FAULT = "fault"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Health:
    """State of one device, why it is so (keywords) and what was measured."""

    state: State
    reasons: tuple[str, ...] = ()
    identity: Identity | None = None
    metrics: Mapping[str, float] = field(default_factory=dict)


class Verdict(StrEnum):
    """Outcome of one diagnostic."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the diagnostics page: what was measured against which limit, and the keyword of the cure."""

    name: str
    verdict: Verdict
    value: float | None = None
    limit: float | None = None
    unit: str = ""
    cure: str = ""
    detail: str = ""


def examine(identify: Callable[[], Identity]) -> Health:
    """Ask a device who it is, and turn whatever happens into a `Health`."""
    try:
        return Health(State.OK, identity=identify())
    except DeviceError as error:
        return health_after(error)


def health_after(error: DeviceError) -> Health:
    """The state a device is left in by this error."""
    match error:
        case TransportError():
            return Health(State.OFFLINE, (error.reason,))
        case CaptureRetry():
            return Health(State.OK, (error.reason,))
        case LinkError():
            return Health(State.DEGRADED, (error.reason,))
        case _:
            return Health(State.FAULT, (error.reason,))
