"""A simulated Suprema SFM module, written from the UF Protocol Manual and not from our driver.

It takes the host's bytes, answers like the module, and knows whether a finger lies on its glass. What the public
text leaves open it does not invent: the chunked SIX form and the binary image format are answered "unsupported", as
the real family does for SIX on older firmware (seen with the vendor's SDK, which then falls back to SI).
"""

from collections.abc import Callable
from dataclasses import dataclass

from devices.clockwork import Later, Send, Timer
from devices.fingerprint import sfm_codes as sfm
from devices.fingerprint.sfm_codes import Answer, Command, Parameter

WIDTH, HEIGHT = 288, 320
DEFAULT_FIRMWARE = b"V330"
DEFAULT_SERIAL = 0x51A00001
PROCESSING_S = 0.05
WORST_QUALITY = 0.1

# A film of grease: the light ground darkens, the ridges pale, little contrast is left.
HAZE = bytes(105 + value * 70 // 255 for value in range(256))


@dataclass(frozen=True, slots=True)
class Print:
    """A finger as it lies on the glass: WIDTH x HEIGHT grey pixels, and how well it was placed (0 to 1)."""

    pixels: bytes
    quality: float = 1.0

    def __post_init__(self) -> None:
        if len(self.pixels) != WIDTH * HEIGHT:
            raise ValueError(f"the sensor has {WIDTH} x {HEIGHT} pixels, not {len(self.pixels)}")


class SfmModule:
    """The module. `on_scan` is called when the host begins to wait for a finger, `on_captured` when it has one."""

    def __init__(self, send: Send, later: Later, *, serial: int = DEFAULT_SERIAL) -> None:
        self.on_scan: Callable[[], None] = _nothing
        self.on_captured: Callable[[], None] = _nothing
        self.captures = 0
        self._send = send
        self._later = later
        self._saved = _factory_settings(serial)
        self._parameters = dict(self._saved)
        self._inbox = bytearray()
        self._finger: Print | None = None
        self._patience: Timer | None = None
        self._last_image = b""
        self._dirty = False
        self._spoil_checksums = 0
        self._refuse_with: int | None = None

    @property
    def waiting(self) -> bool:
        """Whether the host waits for a finger now."""
        return self._patience is not None

    # ---- the person and the dust

    def place(self, finger: Print) -> None:
        """Lay a finger on the glass."""
        self._finger = finger
        self._look()

    def lift(self) -> None:
        """Take the finger away."""
        self._finger = None

    def soil(self, dirty: bool) -> None:
        """Make the glass greasy, or wipe it."""
        self._dirty = dirty

    def spoil_checksums(self, count: int) -> None:
        """Give the next `count` replies a wrong checksum."""
        self._spoil_checksums = count

    def refuse_next_scan(self, answer: int) -> None:
        """Answer the next scan with this error flag, finger or not."""
        self._refuse_with = answer

    def power_on(self) -> None:
        """Begin anew, as after plugging in: only saved parameters survive."""
        self._stop_waiting()
        self._inbox.clear()
        self._parameters = dict(self._saved)

    # ---- the wire

    def receive(self, data: bytes) -> None:
        """Take bytes from the host and answer what they complete."""
        self._inbox += data
        while len(self._inbox) >= sfm.PACKET_SIZE:
            packet = bytes(self._inbox[: sfm.PACKET_SIZE])
            if packet[0] != sfm.START or packet[12] != sfm.END or sum(packet[:11]) & 0xFF != packet[11]:
                del self._inbox[0]
                continue
            del self._inbox[: sfm.PACKET_SIZE]
            self._obey(packet[1], int.from_bytes(packet[6:10], "little"), packet[10])

    def _obey(self, command: int, size: int, flag: int) -> None:
        match command:
            case Command.READ_PARAMETER:
                self._read_parameter(flag)
            case Command.WRITE_PARAMETER:
                self._write_parameter(flag, size)
            case Command.SCAN_IMAGE:
                self._begin_scan()
            case Command.READ_IMAGE:
                self._send_image(Command.READ_IMAGE)
            case Command.CANCEL:
                self._cancel()
            case _:
                self._obey_housekeeping(command)

    def _obey_housekeeping(self, command: int) -> None:
        match command:
            case Command.STATUS:
                self._reply(command, Answer.SUCCESS, parameter=sfm.ALIVE)
            case Command.MODULE_ID:
                self._reply(command, Answer.SUCCESS, parameter=self._parameters[Parameter.MODULE_ID])
            case Command.SAVE_PARAMETERS:
                self._saved = dict(self._parameters)
                self._reply(command, Answer.SUCCESS)
            case Command.CALIBRATE:
                self._reply(command, Answer.SUCCESS)
            case Command.RESET:
                self._reply(command, Answer.SUCCESS)
                self.power_on()
            case _:
                self._reply(command, Answer.UNSUPPORTED)

    def _read_parameter(self, parameter: int) -> None:
        known = parameter in self._parameters
        value = self._parameters.get(parameter, 0)
        self._reply(Command.READ_PARAMETER, Answer.SUCCESS if known else Answer.NOT_FOUND, size=value)

    def _write_parameter(self, parameter: int, value: int) -> None:
        if parameter not in self._parameters or parameter in (Parameter.FIRMWARE, Parameter.SERIAL):
            self._reply(Command.WRITE_PARAMETER, Answer.NOT_FOUND)
            return
        self._parameters[parameter] = value
        self._reply(Command.WRITE_PARAMETER, Answer.SUCCESS, size=value)

    # ---- scanning

    def _begin_scan(self) -> None:
        if self.waiting:
            self._reply(Command.SCAN_IMAGE, Answer.BUSY)
        elif self._parameters[Parameter.IMAGE_FORMAT] != sfm.GREY_IMAGE:
            self._reply(Command.SCAN_IMAGE, Answer.UNSUPPORTED)
        elif self._refuse_with is not None:
            self._reply(Command.SCAN_IMAGE, self._refuse_with)
            self._refuse_with = None
        else:
            seconds = self._parameters[Parameter.TIMEOUT] - sfm.ZERO
            self._patience = self._later(seconds or 24 * 3600, self._time_out)
            self.on_scan()
            self._look()

    def _time_out(self) -> None:
        self._stop_waiting()
        self._reply(Command.SCAN_IMAGE, Answer.TIME_OUT)

    def _cancel(self) -> None:
        if self.waiting:
            self._stop_waiting()
            self._reply(Command.SCAN_IMAGE, Answer.CANCELLED)
        self._reply(Command.CANCEL, Answer.SUCCESS)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _look(self) -> None:
        if self.waiting and self._finger is not None:
            self._stop_waiting()
            self._capture(self._finger)

    def _capture(self, finger: Print) -> None:
        if finger.quality < WORST_QUALITY:
            self._reply(Command.SCAN_IMAGE, Answer.SCAN_FAIL)
            return
        self._last_image = finger.pixels.translate(HAZE) if self._dirty else finger.pixels
        if self._parameters[Parameter.SEND_SCAN_SUCCESS] == sfm.SWITCH_ON:
            self._reply(Command.SCAN_IMAGE, Answer.SCAN_SUCCESS)
        self._later(PROCESSING_S, self._finish_scan)

    def _finish_scan(self) -> None:
        self.captures += 1
        self._send_image(Command.SCAN_IMAGE)
        self.on_captured()

    def _send_image(self, command: int) -> None:
        if not self._last_image:
            self._reply(command, Answer.NOT_FOUND)
            return
        fields = (WIDTH, HEIGHT, 0, 0, sfm.GREY_IMAGE, len(self._last_image), 0)
        block = b"".join(field.to_bytes(4, "little") for field in fields) + self._last_image
        self._reply(command, Answer.SUCCESS, size=len(block))
        self._send(block + bytes([sfm.END]))

    def _reply(self, command: int, flag: int, *, parameter: int = 0, size: int = 0) -> None:
        head = bytes([sfm.START, command]) + parameter.to_bytes(4, "little") + size.to_bytes(4, "little")
        checksum = (sum(head) + flag) & 0xFF
        if self._spoil_checksums:
            self._spoil_checksums -= 1
            checksum ^= 0xFF
        self._send(head + bytes([flag, checksum, sfm.END]))


def _factory_settings(serial: int) -> dict[int, int]:
    return {
        Parameter.TIMEOUT: sfm.ZERO + 10,
        Parameter.SENSOR_TYPE: 0x33,
        Parameter.IMAGE_FORMAT: sfm.BINARY_IMAGE,
        Parameter.MODULE_ID: 1,
        Parameter.FIRMWARE: int.from_bytes(DEFAULT_FIRMWARE, "little"),
        Parameter.SERIAL: serial,
        Parameter.BAUD: sfm.ZERO + 5,
        Parameter.SEND_SCAN_SUCCESS: sfm.SWITCH_ON,
        Parameter.IMAGE_QUALITY: sfm.ZERO + 1,
        Parameter.NETWORK_MODE: sfm.ZERO,
        Parameter.TEMPLATE_TYPE: sfm.ZERO,
        Parameter.FAKE_DETECTION: sfm.ZERO,
        Parameter.LATENT_CHECK: sfm.ZERO,
    }


def _nothing() -> None:
    """Nobody listens."""
