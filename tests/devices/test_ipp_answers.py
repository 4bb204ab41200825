"""What other makers' printers may answer, and what our IPP driver makes of it."""

import socket
import threading

import pytest

from devices.errors import Busy, Denied, DeviceFault, Framing, NotFound, Unexpected
from devices.http_door import Door, Talk
from devices.printer import ipp_constants as ipp
from devices.printer.ipp import IppPrinter
from devices.printer.ipp_codec import Attribute, Message, Section, Value, encode
from devices.printer.ipp_supplies import markers
from devices.printer.port import Marker


class Oddity:
    """A server that answers every question in the same odd way."""

    def __init__(self, status=200, media_type=ipp.MEDIA_TYPE, body=b""):
        class Answer(Talk):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.reply(status, media_type, body)

        self._door = Door(("127.0.0.1", 0), Answer)

    def __enter__(self):
        self._door.begin()
        return IppPrinter(f"ipp://127.0.0.1:{self._door.server_port}/x", timeout_s=5)

    def __exit__(self, *_):
        self._door.end()


def answered(*attributes, code=0, request_id=1, group=ipp.Group.PRINTER):
    return encode(Message(code, request_id, (Section(group, attributes),)))


def enum(name, count):
    return Attribute(name, (Value(ipp.Tag.ENUM, count),))


@pytest.mark.parametrize(
    ("odd", "error", "reason"),
    [
        ({"status": 401}, Denied, "access-denied"),
        ({"status": 404}, NotFound, "not-found"),
        ({"status": 503}, Busy, "printer-busy"),
        ({"status": 500}, Unexpected, "unexpected-reply"),
        ({"media_type": "text/html"}, Unexpected, "unexpected-reply"),
        ({"body": b"hello"}, Framing, "framing"),
        ({"body": answered(enum("printer-state", 3), request_id=7)}, Unexpected, "unexpected-reply"),
        ({"body": answered()}, Unexpected, "unexpected-reply"),
        ({"body": answered(code=0x0403)}, Denied, "access-denied"),
        ({"body": answered(code=0x0500)}, DeviceFault, "internal-error"),
        ({"body": answered(code=0x05FF)}, DeviceFault, "status-0x05ff"),
    ],
)
def test_an_odd_answer_has_its_error(odd, error, reason):
    with Oddity(**odd) as printer, pytest.raises(error) as caught:
        printer.state()
    assert caught.value.reason == reason
    assert caught.value.uri.startswith("ipp://127.0.0.1")


def test_a_job_in_no_known_state_is_unexpected():
    body = answered(Attribute("job-id", (Value(ipp.Tag.INTEGER, 1),)), enum("job-state", 2), group=ipp.Group.JOB)
    with Oddity(body=body) as printer, pytest.raises(Unexpected):
        printer.job(1)


def test_no_http_at_all_is_a_framing_error():
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            line, _ = server.accept()
            line.recv(10_000)
            line.sendall(b"220 smtp ready\r\n")
            line.close()

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(Framing):
            IppPrinter(f"ipp://127.0.0.1:{server.getsockname()[1]}/", timeout_s=5).state()
        thread.join()


@pytest.mark.parametrize("uri", ["http://127.0.0.1/", "ipp:/x", "file:///tmp"])
def test_what_is_no_printer_address_is_refused_at_once(uri):
    with pytest.raises(NotFound) as caught:
        IppPrinter(uri)
    assert caught.value.reason == "bad-uri"


def test_supplies_are_read_from_printer_supply_too():
    def words(name, *texts):
        return Attribute(name, tuple(Value(ipp.Tag.TEXT, text) for text in texts))

    def octets(*supplies):
        return Attribute("printer-supply", tuple(Value(ipp.Tag.OCTETS, supply.encode()) for supply in supplies))

    about = Section(
        ipp.Group.PRINTER,
        (
            words("printer-supply-description", "Panels"),
            octets(
                "index=1;class=supplyThatIsConsumed;type=inkRibbon;unit=percent;maxcapacity=250;level=50;",
                "index=2;type=cleanerUnit;maxcapacity=100;level=-2;",
                "nonsense",
            ),
        ),
    )
    assert markers(about) == (
        Marker("Panels", "inkRibbon", 20),
        Marker("2", "cleanerUnit", None),
        Marker("3", "unknown", None),
    )


def test_a_level_that_is_not_known_is_none():
    about = Section(
        ipp.Group.PRINTER,
        (
            Attribute("marker-names", (Value(ipp.Tag.NAME, "A"), Value(ipp.Tag.NAME, "B"))),
            Attribute("marker-levels", (Value(ipp.Tag.INTEGER, -3),)),
        ),
    )
    assert markers(about) == (Marker("A", "unknown", None), Marker("B", "unknown", None))
