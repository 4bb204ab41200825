"""Device addresses, taken apart."""

import pytest

from devices.errors import NotFound
from devices.uri import DeviceUri

PARTS = [
    ("sfm:///dev/pts/3?baud=115200", ("sfm", "", None, "/dev/pts/3"), {"baud": "115200"}),
    ("sfm://127.0.0.1:5001", ("sfm", "127.0.0.1", 5001, ""), {}),
    ("isdv4:///COM3?baud=19200", ("isdv4", "", None, "COM3"), {"baud": "19200"}),
    ("uvc://0", ("uvc", "0", None, ""), {}),
    ("mjpeg+http://127.0.0.1:8080/live?x=1", ("mjpeg+http", "127.0.0.1", 8080, "/live"), {"x": "1"}),
    ("file:///tmp/dua%20kata", ("file", "", None, "/tmp/dua kata"), {}),
    ("file:///C:/cetak", ("file", "", None, "C:/cetak"), {}),
]


@pytest.mark.parametrize(("text", "parts", "options"), PARTS)
def test_a_uri_is_taken_apart(text, parts, options):
    uri = DeviceUri.parse(text)
    assert (uri.scheme, uri.host, uri.port, uri.path) == parts
    assert (dict(uri.options), str(uri)) == (options, text)


@pytest.mark.parametrize(
    "text", ["", "sfm", "/dev/ttyS0", "sfm:", "sfm://127.0.0.1:port", "sfm://[::1", "sfm://h:99999"]
)
def test_what_names_no_device_is_refused(text):
    with pytest.raises(NotFound) as caught:
        DeviceUri.parse(text)
    assert (caught.value.reason, caught.value.uri) == ("bad-uri", text)


def test_options_that_are_no_numbers_are_refused():
    with pytest.raises(NotFound, match="baud"):
        DeviceUri.parse("sfm:///dev/ttyS0?baud=fast").number("baud", 9600)
