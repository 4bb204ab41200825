"""Driver for Suprema SFM modules on a serial line: one image of one live finger at a time.

A scan is: state the waiting time and the image format (the module may have been reset since), then SI. The module
stays silent until a finger lies on it, answers SCAN_SUCCESS, then SUCCESS with the image. When our time is up, or the
caller cancels, CA ends the wait. Only the plain 13-byte form is spoken; a module in network mode is refused.

At 115200 baud 288 x 320 pixels take 8 s, so the image has a deadline of silence between bytes, not one of length.
"""

import math
import threading
import time
from collections.abc import Callable
from types import MappingProxyType

from devices.codec import Stats
from devices.errors import Cancelled, CaptureRetry, DeviceError, DeviceFault, Unexpected
from devices.fingerprint import sfm_codes as sfm
from devices.fingerprint.port import Capabilities, FingerprintImage
from devices.fingerprint.sfm_codec import Reply, ScannedImage
from devices.fingerprint.sfm_codes import Answer, Command, Parameter
from devices.fingerprint.sfm_line import SfmLine
from devices.health import Identity
from devices.link import LineSettings, Link, open_link
from devices.uri import DeviceUri

ANSWER_S = 1.0
PROCESSING_S = 3.0

RETRIES = MappingProxyType(
    {
        Answer.SCAN_FAIL: "low-quality",
        Answer.TRY_AGAIN: "try-again",
        Answer.TIME_OUT: "no-finger",
        Answer.CANCELLED: "try-again",
        Answer.FAKE_FINGER: "fake-suspected",
    }
)
FAULTS = MappingProxyType(
    {
        Answer.FAILED: "command-failed",
        Answer.NOT_FOUND: "unknown-parameter",
        Answer.MEM_FULL: "memory-full",
        Answer.UNSUPPORTED: "unsupported",
        Answer.BAD_FIRMWARE: "bad-firmware",
        Answer.BUSY: "busy",
        Answer.DATA_ERROR: "data-error",
        Answer.LOCKED: "locked",
        Answer.NO_SERIAL_NUMBER: "no-serial-number",
        Answer.RECOVERY_MODE: "recovery-mode",
    }
)


class SfmScanner:
    """One SFM module behind an open link."""

    def __init__(
        self, link: Link, *, dpi: int = 500, fap: int | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        # The manual names no resolution: 500 is that of the optical modules; the data sheet of the unit bought decides.
        self.capabilities = Capabilities(enrolment_grade=True, native_dpi=dpi, provenance="vendor-spec", fap=fap)
        self._line = SfmLine(link, clock)
        self._uri = link.uri
        self._clock = clock

    @property
    def stats(self) -> Stats:
        """What the line has carried so far."""
        return self._line.stats

    def identify(self) -> Identity:
        """Serial number and firmware of the module; the protocol tells no model beyond the family."""
        firmware = self._read(Parameter.FIRMWARE).to_bytes(4, "little").rstrip(b"\0")
        text = firmware.decode("latin-1")
        return Identity(
            "Suprema SFM", f"{self._read(Parameter.SERIAL):08X}", text if text.isprintable() else firmware.hex()
        )

    def scan(self, *, timeout_s: float, cancel: threading.Event) -> FingerprintImage:
        """See `FingerprintScanner.scan`."""
        until = self._clock() + timeout_s
        self._stop_if(cancel)
        self._write(Parameter.TIMEOUT, sfm.ZERO + min(max(math.ceil(timeout_s), 1), sfm.TIMEOUT_MAX_S))
        self._write(Parameter.IMAGE_FORMAT, sfm.GREY_IMAGE)
        while True:
            try:
                return self._image(self._scan_once(until, cancel))
            except CaptureRetry as retry:
                # The module waits 20 s at most; a longer wait is several of its own.
                if retry.reason != "no-finger" or self._clock() >= until:
                    raise

    def status(self) -> int:
        """The module's status word (0x30: alive); the cheapest question there is."""
        return self._ask(Command.STATUS).parameter

    def calibrate(self) -> None:
        """Calibrate the sensor; the glass must be clean and empty."""
        self._ask(Command.CALIBRATE)

    def close(self) -> None:
        """Let the port go."""
        self._line.close()

    def _scan_once(self, until: float, cancel: threading.Event) -> Reply:
        self._line.send(Command.SCAN_IMAGE)
        reply = self._line.reply(until, cancel)
        if reply is None and not self._line.receiving:
            reply = self._end_wait()
            self._stop_if(cancel)
            if reply is None:
                raise CaptureRetry(self._uri, reason="no-finger")
        elif reply is not None and reply.flag == Answer.SCAN_SUCCESS:
            reply = self._line.reply(self._clock() + PROCESSING_S, cancel)
        return self._checked(self._arrived(reply, cancel), Command.SCAN_IMAGE)

    def _arrived(self, reply: Reply | None, cancel: threading.Event) -> Reply:
        """`reply`, or why there is none; the rest of an image we no longer want passes by before the next request."""
        if reply is None:
            self._line.stale = True
            self._stop_if(cancel)
            raise self._line.silence()
        return reply

    def _end_wait(self) -> Reply | None:
        """Cancel the module's wait; gives the image if a finger came at that very moment.

        The manual leaves open whether the answer to the scan or the one to CA comes first.
        """
        taken = None
        self._line.send(Command.CANCEL)
        while reply := self._line.reply(self._clock() + ANSWER_S):
            if reply.command == Command.CANCEL:
                self._line.stale = True
                return taken
            if reply.flag == Answer.SUCCESS:
                taken = reply
        raise self._line.silence()

    def _image(self, reply: Reply) -> FingerprintImage:
        try:
            image = ScannedImage.parse(reply.data)
            if image.compressed or image.encrypted:
                raise ValueError("the image is compressed or encrypted")
            return FingerprintImage(image.width, image.height, self.capabilities.native_dpi, image.pixels)
        except ValueError as error:
            raise Unexpected(self._uri, reason="bad-image", detail=str(error)) from error

    def _read(self, parameter: Parameter) -> int:
        return self._ask(Command.READ_PARAMETER, flag=parameter).size

    def _write(self, parameter: Parameter, value: int) -> None:
        self._ask(Command.WRITE_PARAMETER, size=value, flag=parameter)

    def _ask(self, command: Command, *, size: int = 0, flag: int = 0) -> Reply:
        self._line.send(command, size=size, flag=flag)
        reply = self._line.reply(self._clock() + ANSWER_S)
        if reply is None:
            raise self._line.silence()
        return self._checked(reply, command)

    def _checked(self, reply: Reply, command: Command) -> Reply:
        if reply.terminal is not None:
            raise DeviceFault(self._uri, reason="network-mode", detail=f"terminal {reply.terminal}")
        if reply.command != command:
            self._line.stale = True
            raise Unexpected(self._uri, detail=f"asked {command:02X}, answered {reply.command:02X}")
        if reply.flag != Answer.SUCCESS:
            raise self._refusal(reply.flag)
        return reply

    def _refusal(self, flag: int) -> DeviceError:
        if flag in RETRIES:
            return CaptureRetry(self._uri, reason=RETRIES[Answer(flag)])
        if flag in FAULTS:
            return DeviceFault(self._uri, reason=FAULTS[Answer(flag)])
        return Unexpected(self._uri, detail=f"flag {flag:02X}")

    def _stop_if(self, cancel: threading.Event) -> None:
        if cancel.is_set():
            raise Cancelled(self._uri)


def open_sfm(uri: DeviceUri) -> SfmScanner:
    """Open the module that `uri` names; options `baud` (115200), `dpi` (500) and `fap`."""
    fap = uri.number("fap", 0)
    return SfmScanner(open_link(uri, LineSettings()), dpi=uri.number("dpi", 500), fap=fap or None)
