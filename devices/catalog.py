"""Which driver speaks to the device that a URI names.

    sfm:///dev/ttyUSB0?baud=115200   sfm://127.0.0.1:5001    Suprema SFM fingerprint module
    isdv4:///dev/ttyS4?baud=19200    isdv4:///COM3           Wacom ISDV4 signature pad
    uvc://0                          mjpeg+http://host/path  cameras
    ipp://host:631/ipp/print         file:///tmp/cards       printers, a folder

A driver's module is loaded when its first device is opened. The tables of drivers are an argument: tests and plug-ins
bring their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from importlib import import_module
from typing import Any, TypeVar

from devices.errors import NotFound
from devices.fingerprint.port import FingerprintScanner
from devices.signature.port import SignaturePad
from devices.uri import DeviceUri

DeviceT = TypeVar("DeviceT")


@dataclass(frozen=True, slots=True)
class Drivers:
    """How to open a device, by kind and then by the scheme of its URI."""

    fingerprint: Mapping[str, Callable[[DeviceUri], FingerprintScanner]]
    signature: Mapping[str, Callable[[DeviceUri], SignaturePad]]
    camera: Mapping[str, Callable[[DeviceUri], Any]]
    printer: Mapping[str, Callable[[DeviceUri], Any]]


class Catalog:
    """Opens devices by URI with the drivers it was given.

    Every method raises `NotFound`, with reason `bad-uri` or `unknown-scheme` if the URI names nothing of that kind;
    opening also raises `Busy`, `Denied` and what a driver finds at the other end.
    """

    def __init__(self, drivers: Drivers) -> None:
        self._drivers = drivers

    def kind(self, uri: str) -> str:
        """What the named device is for: `fingerprint`, `signature`, `camera` or `printer`."""
        scheme = DeviceUri.parse(uri).scheme
        for kind in fields(self._drivers):
            if scheme in getattr(self._drivers, kind.name):
                return kind.name
        raise NotFound(uri, reason="unknown-scheme", detail=scheme)

    def fingerprint(self, uri: str) -> FingerprintScanner:
        """Open a fingerprint scanner."""
        return _open(self._drivers.fingerprint, uri)

    def signature(self, uri: str) -> SignaturePad:
        """Open a signature pad."""
        return _open(self._drivers.signature, uri)

    def camera(self, uri: str) -> Any:
        """Open a camera."""
        return _open(self._drivers.camera, uri)

    def printer(self, uri: str) -> Any:
        """Open a printer."""
        return _open(self._drivers.printer, uri)


def known_drivers() -> Drivers:
    """The drivers that come with Loket."""
    return Drivers(
        fingerprint={"sfm": lambda uri: _load("devices.fingerprint.sfm", "open_sfm")(uri)},
        signature={"isdv4": lambda uri: _load("devices.signature.isdv4", "open_isdv4")(uri)},
        camera={
            "uvc": _open_uvc,
            "mjpeg+http": lambda uri: _load("devices.camera.mjpeg", "MjpegCamera")(uri.text.removeprefix("mjpeg+")),
        },
        printer={
            "ipp": lambda uri: _load("devices.printer.ipp", "IppPrinter")(uri.text),
            "ipps": lambda uri: _load("devices.printer.ipp", "IppPrinter")(uri.text),
            "file": lambda uri: _load("devices.printer.folder", "FolderPrinter")(uri.path),
        },
    )


def _open(table: Mapping[str, Callable[[DeviceUri], DeviceT]], uri: str) -> DeviceT:
    address = DeviceUri.parse(uri)
    if address.scheme not in table:
        raise NotFound(uri, reason="unknown-scheme", detail=address.scheme)
    return table[address.scheme](address)


def _load(module: str, name: str) -> Any:
    """A driver, from a module that is loaded on its first use: a station pays for the devices it has."""
    return getattr(import_module(module), name)


def _open_uvc(uri: DeviceUri) -> Any:
    if not uri.host.isdigit():
        raise NotFound(uri.text, reason="bad-uri", detail="a USB camera is named by its number")
    return _load("devices.camera.uvc", "UvcCamera")(int(uri.host))
