"""The way to the centre: every fault has its own error, and a wrong clock still gets through."""

import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from sync import line as lines
from sync.errors import BadWire, Busy, ClockWrong, Locked, Refused, Unreachable
from sync.line import Line, Reply
from tests.sync.making import STATION, key
from tests.sync.model import ModelCentre, Way, response


def line(handler, ahead=0.0):
    now = lambda: datetime.now(UTC) + timedelta(seconds=ahead)  # noqa: E731  (set again by the test)
    transport = handler if isinstance(handler, httpx2.BaseTransport) else httpx2.MockTransport(handler)
    return Line("http://centre", STATION, key(STATION), now=now, transport=transport)


def dated(request, ask):
    """The model's answer with the centre's time."""
    reply = ask()
    reply.headers["Date"] = format_datetime(datetime.now(UTC), usegmt=True)
    return reply


def raising(error):
    def handler(request):
        raise error

    return handler


@pytest.mark.parametrize("ahead", [-86400 * 365 * 16, -700, 700, 86400 * 400])
def test_a_wrong_clock_signs_by_the_centres_time(ahead):
    way = Way(ModelCentre(), dated)
    station = line(way, ahead)
    station.signed("GET", "/v1/feed?cursor=0")
    assert len(way.seen) == 2
    assert station.correction.total_seconds() == pytest.approx(-ahead, abs=2)
    reply = station.signed("GET", "/v1/feed?cursor=0")
    assert len(way.seen) == 3
    assert station.ahead_s(reply) == pytest.approx(ahead, abs=2)


def test_a_good_clock_is_left_alone():
    way = Way(ModelCentre(), dated)
    station = line(way)
    assert abs(station.ahead_s(station.signed("GET", "/v1/feed?cursor=0"))) < 2
    assert len(way.seen) == 1
    assert station.correction == timedelta()


def test_a_centre_that_lies_about_its_time_ends_in_clock_wrong():
    def lie(request):
        stamp = format_datetime(datetime.now(UTC) + timedelta(days=3), usegmt=True)
        return response(401, {"Loket-Code": "bad-signature", "Date": stamp})

    with pytest.raises(ClockWrong) as wrong:
        line(lie).signed("GET", "/v1/feed?cursor=0")
    assert wrong.value.skew_s == pytest.approx(-3 * 86400, abs=2)


@pytest.mark.parametrize("date", ["", "yesterday", None])
def test_a_refused_signature_without_a_time_is_just_refused(date):
    headers = {"Loket-Code": "bad-signature"} if date is None else {"Loket-Code": "bad-signature", "Date": date}
    with pytest.raises(Refused, match="bad-signature") as refused:
        line(lambda request: response(401, headers)).signed("GET", "/v1/feed?cursor=0")
    assert refused.value.status == 401


def test_a_lock_is_told_from_other_refusals():
    with pytest.raises(Locked):
        line(lambda request: response(403, {"Loket-Code": "locked"})).plain("GET", "/")
    for status in (301, 404, 409, 500, 503):
        with pytest.raises(Refused, match=r"refused|busy") as refused:
            line(lambda request, status=status: response(status, {"Location": "/"})).plain("GET", "/")
        assert (refused.value.status, type(refused.value)) == (status, Busy if status == 503 else Refused)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (httpx2.ConnectError("no"), "unreachable"),
        (httpx2.ConnectTimeout("no"), "unreachable"),
        (httpx2.ReadTimeout("no"), "cut-off"),
        (httpx2.WriteTimeout("no"), "cut-off"),
        (httpx2.ReadError("no"), "cut-off"),
        (httpx2.RemoteProtocolError("no"), "cut-off"),
        (httpx2.PoolTimeout("no"), "cut-off"),
        (httpx2.DecodingError("no"), "cut-off"),
    ],
)
def test_a_fault_of_the_way_is_unreachable(error, code):
    with pytest.raises(Unreachable, match=code):
        line(raising(error)).plain("GET", "/v1/time")


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999", "http://[", "gopher://x", "kantor"])
def test_an_address_that_is_none_is_unreachable(url):
    with pytest.raises(Unreachable):
        Line(url).plain("GET", "/v1/time")


def test_nobody_listening_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    station = Line(f"http://127.0.0.1:{port}")
    with pytest.raises(Unreachable, match="unreachable"):
        station.plain("GET", "/v1/time")
    station.close()


def test_an_answer_without_end_is_not_read_to_the_end(monkeypatch):
    monkeypatch.setattr(lines, "LARGEST", 1000)
    sent = []

    def endless():
        while True:
            sent.append(1)
            yield bytes(100)

    with pytest.raises(BadWire):
        line(lambda request: httpx2.Response(200, content=endless())).plain("GET", "/")
    assert len(sent) <= 12


def test_no_compression_is_asked_for_nor_undone():
    way = Way(ModelCentre())
    line(way).signed("GET", "/v1/feed?cursor=0")
    assert way.seen[0][2]["accept-encoding"] == "identity"


def test_without_a_key_nothing_is_signed():
    with pytest.raises(Refused, match="no-station-key"):
        Line("http://centre").signed("GET", "/v1/feed?cursor=0")


@pytest.mark.parametrize("value", [None, "", "-1", "1.0", "x", "²", "1 "])
def test_a_count_in_a_header_is_a_count(value):
    reply = Reply(200, {} if value is None else {"Upload-Offset": value}, b"")
    with pytest.raises(BadWire):
        reply.number("Upload-Offset")
    with pytest.raises(BadWire):
        Reply(200, {"Loket-Signature": "xx"}, b"").hexed("Loket-Signature")


@pytest.mark.parametrize(("days", "error"), [((-20, -10), ClockWrong), ((10, 20), ClockWrong), ((-1, 1), Unreachable)])
def test_a_certificate_outside_its_dates_points_to_the_clock(tmp_path, monkeypatch, days, error):
    port, done = _tls_server(tmp_path, *days)
    trusted = ssl.create_default_context(
        cafile=str(tmp_path / "other.pem" if error is Unreachable else tmp_path / "cert.pem")
    )
    station = Line("http://unused")
    station.close()
    station._client = httpx2.Client(base_url=f"https://localhost:{port}", verify=trusted, trust_env=False)
    with pytest.raises(error):
        station.plain("GET", "/v1/time")
    station.close()
    done.join(timeout=5)


def _tls_server(folder, begin, end):
    for name, days in (("cert", (begin, end)), ("other", (-1, 1))):
        private = generate_private_key(SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
        today = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder(subject, subject, private.public_key(), x509.random_serial_number())
            .not_valid_before(today + timedelta(days=days[0]))
            .not_valid_after(today + timedelta(days=days[1]))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(private, SHA256())
        )
        (folder / f"{name}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{name}.key").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "cert.key")
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        with listener, listener.accept()[0] as plain:
            with suppress(OSError):
                context.wrap_socket(plain, server_side=True).close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return listener.getsockname()[1], thread
