"""URIs lead to drivers."""

import subprocess
import sys

import pytest

from devices.catalog import Catalog, Drivers, known_drivers
from devices.errors import NotFound


@pytest.mark.parametrize(
    ("uri", "kind"),
    [
        ("sfm:///dev/ttyUSB0", "fingerprint"),
        ("isdv4://127.0.0.1:5001", "signature"),
        ("uvc://0", "camera"),
        ("mjpeg+http://127.0.0.1:8080/live", "camera"),
        ("ipp://localhost:631/ipp/print", "printer"),
        ("file:///tmp/cards", "printer"),
    ],
)
def test_every_scheme_has_its_kind(uri, kind):
    assert Catalog(known_drivers()).kind(uri) == kind


def test_the_driver_gets_the_whole_address():
    catalog = Catalog(
        Drivers(fingerprint={"toy": lambda uri: (uri.path, dict(uri.options))}, signature={}, camera={}, printer={})
    )
    assert catalog.fingerprint("toy:///here?dpi=512") == ("/here", {"dpi": "512"})


def test_a_device_of_another_kind_is_not_opened():
    with pytest.raises(NotFound) as caught:
        Catalog(known_drivers()).fingerprint("isdv4:///dev/ttyS4")
    assert caught.value.reason == "unknown-scheme"


def test_an_unknown_scheme_has_no_kind():
    with pytest.raises(NotFound) as caught:
        Catalog(known_drivers()).kind("gopher://x")
    assert (caught.value.reason, caught.value.detail) == ("unknown-scheme", "gopher")


@pytest.mark.parametrize("uri", ["sfm:///dev/no-such-port", "sfm://127.0.0.1:1", "sfm://127.0.0.1"])
def test_a_scanner_that_is_not_there_is_not_found(uri):
    with pytest.raises(NotFound) as caught:
        Catalog(known_drivers()).fingerprint(uri)
    assert caught.value.uri == uri


def test_a_camera_without_a_number_is_not_found():
    with pytest.raises(NotFound, match="bad-uri"):
        Catalog(known_drivers()).camera("uvc://front")


def test_the_catalog_loads_no_driver_before_it_is_asked():
    asked = "import sys, devices.catalog as c; c.known_drivers(); print({'serial', 'cv2', 'numpy'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "set()"
