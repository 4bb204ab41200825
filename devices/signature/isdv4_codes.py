"""Numbers of the Wacom ISDV4 (W8001) serial pen protocol, and nothing else.

Sources: linuxwacom `isdv4.h` and the kernel's `wacom_w8001` driver, read for facts. Driver and simulator share this
page of constants, never an encoder or decoder.
"""

STOP = b"0"
START = b"1"
QUERY = b"*"
TOUCH_QUERY = b"%"
RESET = b"&"

# First byte of every packet; all the others have bit 7 clear, so any byte with bit 7 set starts a packet.
HEADER_BIT = 0x80
CONTROL_BIT = 0x40
IN_RANGE_BIT = 0x20
TOUCH_BIT = 0x10
ERASER_BIT = 0x04
SIDE_BIT = 0x02
TIP_BIT = 0x01
DATA_ID_MASK = 0x3F
PEN_DATA_ID = 0

PEN_PACKET_SIZE = 9
QUERY_REPLY_SIZE = 11

POINTS_PER_MM = 100
BAUD = 38400
RATE_HZ = 133.0
