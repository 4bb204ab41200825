"""Driver for network cameras that send MJPEG over HTTP, and for the simulator, through OpenCV's FFmpeg.

OpenCV is asked for the packets and not for pixels: decoding them here is what shows a frame that was cut short, which
FFmpeg passes over in silence, and it keeps the camera's own JPEG for the stored photo.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from urllib.parse import SplitResult, urlsplit

from devices.camera.live import FROZEN_S, Live, Picture
from devices.camera.opencv import Capture, decode_jpeg, raw_stream
from devices.camera.port import Capabilities, Frame, StreamStats
from devices.errors import Busy, Denied, DeviceError, NotFound, Timeout, Unexpected
from devices.health import Identity

OPEN_S = 5.0
READ_S = 2.0
WIDTH, HEIGHT, RATE_HZ = 1280, 720, 30
JPEG_BEGINS, JPEG_ENDS = b"\xff\xd8", b"\xff\xd9"
REFUSALS = {401: Denied, 403: Denied, 404: NotFound, 410: NotFound, 503: Busy}


class Packets:
    """The packets of an open stream as pictures."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture

    def grab(self) -> bool:
        """See `Source.grab`."""
        return self._capture.grab()

    def picture(self) -> Picture | None:
        """See `Source.picture`. Some cameras pad a frame with zeros behind its end."""
        jpeg = self._capture.packet().rstrip(b"\0")
        if not jpeg.startswith(JPEG_BEGINS) or not jpeg.endswith(JPEG_ENDS):
            return None
        bgr = decode_jpeg(jpeg)
        return None if bgr is None else Picture(bgr, jpeg)


class MjpegCamera:
    """The camera at an `http://` or `mjpeg+http://` address. Nothing is opened before the first question.

    `open_s` and `read_s` are how long a camera may take to begin and to go on, `frozen_s` how long one picture may
    stay.
    """

    def __init__(
        self,
        url: str,
        *,
        open_s: float = OPEN_S,
        read_s: float = READ_S,
        frozen_s: float = FROZEN_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = url.removeprefix("mjpeg+")
        self._uri = f"mjpeg+{self._url}"
        self._open_s = open_s
        self._read_s = read_s
        self._frozen_s = frozen_s
        self._clock = clock
        self._size = (WIDTH, HEIGHT)
        self._live: Live | None = None

    @property
    def capabilities(self) -> Capabilities:
        """See `Camera.capabilities`."""
        rate_hz = self.stats.rate_hz or RATE_HZ
        return Capabilities(*self._size, rate_hz=rate_hz, keeps_jpeg=True, provenance="community")

    @property
    def stats(self) -> StreamStats:
        """See `Camera.stats`."""
        return self._live.stats if self._live else StreamStats()

    def identify(self) -> Identity:
        """See `Camera.identify`; MJPEG tells no name, so the model is the size of its picture."""
        with closing(self._capture()) as capture:
            for frame in self._begin(capture).frames(threading.Event()):
                return Identity(f"MJPEG {frame.width} x {frame.height}")
        raise Timeout(self._uri)

    def frames(self, cancel: threading.Event) -> Iterator[Frame]:
        """See `Camera.frames`."""
        with closing(self._capture()) as capture:
            self._live = self._begin(capture)
            for frame in self._live.frames(cancel):
                self._size = frame.width, frame.height
                yield frame

    def close(self) -> None:
        """See `Camera.close`; a stream closes its own connection when it ends."""

    def _begin(self, capture: Capture) -> Live:
        return Live(self._uri, Packets(capture), self._read_s, self._clock, self._frozen_s)

    def _capture(self) -> Capture:
        capture = raw_stream(self._url, self._open_s, self._read_s)
        if not capture.open:
            capture.close()
            raise self._why_closed()
        return capture

    def _why_closed(self) -> DeviceError:
        """OpenCV tells only that it could not open: ask the camera once more, in plain HTTP."""
        address = urlsplit(self._url)
        try:
            status, media_type = self._knock(address)
        except TimeoutError as error:
            return Timeout(self._uri, detail=str(error))
        except (OSError, http.client.HTTPException, ValueError) as error:
            return NotFound(self._uri, detail=str(error))
        if status in REFUSALS:
            return REFUSALS[status](self._uri, detail=f"HTTP {status}")
        if media_type.startswith("multipart/"):
            return Timeout(self._uri, reason="picture-stalled", detail="a stream without a picture")
        return Unexpected(self._uri, detail=f"HTTP {status}, {media_type}: no MJPEG stream")

    def _knock(self, address: SplitResult) -> tuple[int, str]:
        secure = address.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        with closing(kind(address.hostname or "", address.port, timeout=self._open_s)) as connection:
            connection.request("GET", address._replace(scheme="", netloc="").geturl() or "/")
            with connection.getresponse() as response:
                return response.status, response.headers.get_content_type()
