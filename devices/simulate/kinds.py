"""Which kinds of device can be simulated, and where they live; a kind's module is loaded only when it is asked for."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from devices.simulate.actor import Kind
from devices.simulate.served import ServedKind

MODULES: Mapping[str, str] = MappingProxyType(
    {
        "fingerprint": "devices.simulate.finger",
        "signature": "devices.simulate.pen",
        "camera": "devices.simulate.camera",
        "printer": "devices.simulate.printer",
    }
)


def load_kind(name: str) -> Kind | ServedKind:
    """The kind called `name`, one of `MODULES`."""
    # The finger's module draws in numpy and OpenCV; a pad's process need not load them.
    kind = import_module(MODULES[name]).KIND
    if not isinstance(kind, Kind | ServedKind):
        raise TypeError(f"{MODULES[name]}.KIND is no Kind")
    return kind
