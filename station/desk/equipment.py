"""The devices of this counter by kind, opened on first use on their own lane and again after a fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from devices.errors import NotFound
from devices.fingerprint.port import FingerprintScanner
from devices.printer.port import CardPrinter
from devices.signature.port import SignaturePad

KINDS = ("camera", "signature", "fingerprint", "printer")
OPENED_AS = {"paper": "printer"}  # the office printer takes sheets through the same port as the card printer


class Shelf(Protocol):
    """What opens a device by its URI (devices.catalog.Catalog)."""

    def camera(self, uri: str) -> Any: ...
    def signature(self, uri: str) -> SignaturePad: ...
    def fingerprint(self, uri: str) -> FingerprintScanner: ...
    def printer(self, uri: str) -> CardPrinter: ...


class Equipment:
    """Opens each kind once; `drop` after a fault, so that the next call opens anew."""

    def __init__(self, shelf: Shelf, uris: Mapping[str, str]) -> None:
        self._shelf = shelf
        self._uris = dict(uris)
        self._open: dict[str, Any] = {}

    def installed(self, kind: str) -> bool:
        """Whether a URI is set for this kind."""
        return bool(self._uris.get(kind))

    def uri(self, kind: str) -> str:
        """The address of a kind; "" where none is set."""
        return self._uris.get(kind, "")

    def camera(self) -> Any:
        """The camera; raises DeviceError."""
        return self._get("camera")

    def signature(self) -> SignaturePad:
        """The signature pad; raises DeviceError."""
        return self._get("signature")  # type: ignore[no-any-return]  # the kind says which port

    def fingerprint(self) -> FingerprintScanner:
        """The fingerprint scanner; raises DeviceError."""
        return self._get("fingerprint")  # type: ignore[no-any-return]  # the kind says which port

    def printer(self) -> CardPrinter:
        """The card printer; raises DeviceError."""
        return self._get("printer")  # type: ignore[no-any-return]  # the kind says which port

    def paper(self) -> CardPrinter:
        """The office printer, for sheets of A4; raises DeviceError."""
        return self._get("paper")  # type: ignore[no-any-return]  # the kind says which port

    def drop(self, kind: str) -> None:
        """Close and forget a device."""
        device = self._open.pop(kind, None)
        if device is not None:
            device.close()

    def close(self) -> None:
        """Close all."""
        for kind in tuple(self._open):
            self.drop(kind)

    def _get(self, kind: str) -> Any:
        if kind not in self._open:
            uri = self._uris.get(kind, "")
            if not uri:
                raise NotFound(kind)
            self._open[kind] = getattr(self._shelf, OPENED_AS.get(kind, kind))(uri)
        return self._open[kind]
