"""What can go wrong with a device, in one small family.

    DeviceError
    ├── TransportError      the way to the device: NotFound, Busy, Denied, Disconnected
    ├── LinkError           the bytes on the way:  Timeout, Framing, Checksum, Unexpected
    ├── CaptureRetry        a person should do something and try again
    ├── DeviceFault         a machine must be mended
    └── Cancelled           the caller asked to stop

Retry and fault are split as in libfprint (FpDeviceRetry, FpDeviceError). Every error carries its facts as attributes:
`uri` names the device, `reason` is a keyword in the style of the PWG printer keywords (`no-finger`, `media-empty`),
`detail` is for the technical log. Words for people are made elsewhere from the class and the reason.
"""

from typing import ClassVar


class DeviceError(Exception):
    """A device did not do what was asked of it."""

    default_reason: ClassVar[str] = "failed"

    def __init__(self, uri: str = "", *, reason: str = "", detail: str = "") -> None:
        self.uri = uri
        self.reason = reason or self.default_reason
        self.detail = detail
        super().__init__(uri, self.reason, detail)

    def __str__(self) -> str:
        facts = [type(self).__name__, self.reason, self.uri, self.detail]
        return " | ".join(fact for fact in facts if fact)


class TransportError(DeviceError):
    """The way to the device is closed: cable, port or socket."""


class NotFound(TransportError):
    """Nothing is at this address: not plugged in, not started, or the URI names nothing we know."""

    default_reason = "not-found"


class Busy(TransportError):
    """Another program, or another page, holds the port."""

    default_reason = "port-busy"


class Denied(TransportError):
    """The operating system refuses the port to this user."""

    default_reason = "access-denied"


class Disconnected(TransportError):
    """The device went away while we were talking to it."""

    default_reason = "disconnected"


class LinkError(DeviceError):
    """The port is open, but what came over it is no answer."""


class Timeout(LinkError):
    """Nothing, or too little, came before the deadline."""

    default_reason = "timeout"


class Framing(LinkError):
    """Bytes came, but they make no packet of this protocol: noise, or a wrong line speed."""

    default_reason = "framing"


class Checksum(LinkError):
    """A packet came with a wrong checksum."""

    default_reason = "checksum"


class Unexpected(LinkError):
    """A sound packet came that does not answer the question."""

    default_reason = "unexpected-reply"


class CaptureRetry(DeviceError):
    """Nothing is broken: a person should place the finger, move, wipe, and try again."""

    default_reason = "try-again"


class DeviceFault(DeviceError):
    """The device says that it cannot work; someone must mend it."""

    default_reason = "other-error"


class Cancelled(DeviceError):
    """The caller's cancel event was set while the device was at work."""

    default_reason = "cancelled"
