"""Numbers of the Suprema SFM ("UniFinger") packet protocol, and nothing else.

Source: Suprema, UF Protocol Manual (sfm.supremainc.com, 2022-01); image header and error codes from the SFM SDK
reference manual 3.3.0. Driver and simulator share this page of constants, never an encoder or decoder.
"""

from enum import IntEnum

START = 0x40
NETWORK_START = 0x41
END = 0x0A
PACKET_SIZE = 13
NETWORK_PACKET_SIZE = 15
IMAGE_HEADER_SIZE = 28
MAX_IMAGE_SIZE = 640 * 480


class Command(IntEnum):
    """Second byte of a packet."""

    WRITE_PARAMETER = 0x01
    SAVE_PARAMETERS = 0x02
    READ_PARAMETER = 0x03
    STATUS = 0x04
    SCAN_IMAGE = 0x15
    CALIBRATE = 0x1A
    READ_IMAGE = 0x20
    SCAN_TEMPLATE = 0x21
    CANCEL = 0x60
    SCAN_IMAGE_EXTENDED = 0x83
    MODULE_ID = 0x85
    RESET = 0xD0


class Parameter(IntEnum):
    """Ids of system parameters; they travel in the flag byte, their value in the size field."""

    TIMEOUT = 0x62
    SENSOR_TYPE = 0x68
    IMAGE_FORMAT = 0x6C
    MODULE_ID = 0x6D
    FIRMWARE = 0x6E
    SERIAL = 0x6F
    BAUD = 0x71
    SEND_SCAN_SUCCESS = 0x75
    IMAGE_QUALITY = 0x81
    NETWORK_MODE = 0x83
    TEMPLATE_TYPE = 0x96
    FAKE_DETECTION = 0x98
    LATENT_CHECK = 0x9A


class Answer(IntEnum):
    """The flag byte of a reply."""

    FAILED = 0x60
    SUCCESS = 0x61
    SCAN_SUCCESS = 0x62
    SCAN_FAIL = 0x63
    NOT_FOUND = 0x69
    NOT_MATCH = 0x6A
    TRY_AGAIN = 0x6B
    TIME_OUT = 0x6C
    MEM_FULL = 0x6D
    UNSUPPORTED = 0x75
    BAD_FIRMWARE = 0x7C
    BUSY = 0x80
    CANCELLED = 0x81
    DATA_ERROR = 0x82
    LOCKED = 0xA1
    NO_SERIAL_NUMBER = 0xA2
    RECOVERY_MODE = 0xA3
    FAKE_FINGER = 0xB0


# Parameter values count up from the character '0'.
ZERO = 0x30
TIMEOUT_INFINITE = ZERO
TIMEOUT_MAX_S = 20
GREY_IMAGE = ZERO
BINARY_IMAGE = ZERO + 1
ALIVE = ZERO
SWITCH_ON = ZERO + 1

# The replies after which `size` bytes of data and one END byte follow; elsewhere the size field is a value.
REPLIES_WITH_DATA = frozenset({Command.SCAN_IMAGE, Command.READ_IMAGE, Command.SCAN_TEMPLATE})
