"""A computer whose clock is years off: the centre's time is proven by its key, TLS or not, and nobody else's counts."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from sync.clock import TimeTold, new_nonce, proven_time
from sync.errors import BadPacket, BadWire, ClockWrong, Unreachable
from sync.line import Line
from tests.sync.making import STATION, key
from tests.sync.model import ModelCentre, Way, response

AT = "2026-11-24T03:42:07.120Z"
YEAR = 365 * 86400
CENTRE = key("centre").public


def told(nonce="n", at=AT, signer="centre"):
    body = TimeTold(nonce, at).to_bytes()
    return body, key(signer).sign(body)


def off(way, seconds, centre_key=CENTRE):
    now = lambda: datetime.now(UTC) + timedelta(seconds=seconds)  # noqa: E731 - one use
    return Line("http://centre", STATION, key(STATION), now=now, transport=way, centre_key=centre_key)


def test_a_proven_time_is_the_centres():
    assert proven_time(*told(), nonce="n", centre_key=CENTRE) == datetime(2026, 11, 24, 3, 42, 7, 120000, UTC)


@pytest.mark.parametrize(
    ("answer", "error"),
    [(told("m"), BadPacket), (told(signer="rina"), BadPacket), (told(at="yesterday"), BadWire),
     ((b"{}", key("centre").sign(b"{}")), BadWire), ((told()[0], b""), BadPacket)],
)  # fmt: skip
def test_an_old_a_forged_and_an_unreadable_answer_prove_nothing(answer, error):
    with pytest.raises(error):
        proven_time(*answer, nonce="n", centre_key=CENTRE)


@given(st.binary(max_size=200))
def test_no_bytes_are_mistaken_for_a_time(body):
    with pytest.raises((BadPacket, BadWire)):
        proven_time(body, key("centre").sign(body), nonce=new_nonce(), centre_key=CENTRE)


def test_no_two_nonces_are_alike():
    assert len({new_nonce() for _ in range(1000)}) == 1000


@pytest.mark.parametrize("seconds", [-16 * YEAR, -3 * 86400, -700, 700, 400 * 86400, 30 * YEAR])
def test_a_clock_years_off_signs_by_a_time_that_was_proven(seconds):
    """No answer carries a Date here: only the signed time can have set it right."""
    way = Way(ModelCentre())
    line = off(way, seconds)
    line.signed("GET", "/v1/feed?cursor=0")
    assert [target.partition("=")[0] for _, target, _, _ in way.seen] == [
        "/v1/feed?cursor", "/v1/time?nonce", "/v1/feed?cursor",
    ]  # fmt: skip
    assert abs(line.correction.total_seconds() + seconds) < 30
    assert line.told_at is not None
    line.signed("GET", "/v1/feed?cursor=0")
    assert len(way.seen) == 4  # asked once, not each time


def test_a_good_clock_and_a_bad_key_are_not_taken_for_a_clock():
    way = Way(ModelCentre(), lambda request, ask: ask() if b"time" in request.url.raw_path else
              response(401, {"Loket-Code": "bad-signature"}))  # fmt: skip
    line = off(way, 0)
    with pytest.raises(Exception, match="bad-signature"):
        line.signed("GET", "/v1/feed?cursor=0")
    assert len(way.seen) == 2


@pytest.mark.parametrize("spoil", ["forge", "old"])
def test_a_time_that_somebody_made_up_sets_nothing(spoil):
    model = ModelCentre()
    old = told("0" * 32, "2031-01-01T00:00:00.000Z")

    def lie(request, ask):
        if b"time" not in request.url.raw_path:
            return ask()
        body, mark = (told("n", signer="rina")) if spoil == "forge" else old
        return response(200, {"Loket-Signature": mark.hex()}, body)

    line = off(Way(model, lie), -YEAR)
    with pytest.raises(Exception, match="bad-signature"):
        line.signed("GET", "/v1/feed?cursor=0")
    assert line.correction == timedelta()
    assert line.told_at is None


# TLS: the certificate's dates stand for the centre's time, this computer's clock for the wrong one -------------------
@pytest.fixture
def tls(tmp_path):
    """A centre behind TLS; `begin(days, days, ahead)` is its certificate and how far its clock is ahead of ours."""
    running = []

    def begin(first, last, ahead_days, host="localhost"):
        _certificate(tmp_path, first, last, host)
        model = ModelCentre()
        model.clock = lambda: datetime.now(UTC) + timedelta(days=ahead_days)
        server = _serve(model, tmp_path)
        running.append(server)
        trust = lambda: ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))  # noqa: E731 - made each time
        return model, server.server_address[1], trust

    yield begin
    for server in running:
        server.shutdown()
        server.server_close()


def lined(port, trust, centre_key=CENTRE):
    return Line(f"https://localhost:{port}", STATION, key(STATION), trust=trust, centre_key=centre_key)


@pytest.mark.parametrize("years", [16, 1, -1, -9])
def test_a_certificate_outside_its_dates_by_our_clock_is_met_by_theirs(tls, years):
    _, port, trust = tls(years * 365 - 30, years * 365 + 60, years * 365)
    line = lined(port, trust)
    assert line.plain("GET", "/v1/time").status == 200
    assert abs(line.correction - timedelta(days=years * 365)) < timedelta(minutes=1)
    assert line.plain("GET", "/v1/time").status == 200
    line.close()


def test_without_the_centres_key_a_wrong_clock_stays_one(tls):
    _, port, trust = tls(365, 400, 380)
    line = lined(port, trust, centre_key="")
    with pytest.raises(ClockWrong):
        line.plain("GET", "/v1/time")
    line.close()


def test_a_certificate_that_is_old_also_by_the_centres_clock_is_no_matter_of_ours(tls):
    _, port, trust = tls(-400, -30, 0)
    line = lined(port, trust)
    with pytest.raises(Unreachable, match="old-certificate"):
        line.plain("GET", "/v1/time")
    line.close()


def test_by_their_time_dates_and_names_and_issuers_are_checked_as_before(tls, tmp_path):
    _, port, trust = tls(365, 400, 900)  # a clock years ahead of a certificate that has run out
    line = lined(port, trust)
    with pytest.raises(Unreachable, match="unreachable"):
        line.plain("GET", "/v1/time")
    line.close()
    _, port, trust = tls(365, 400, 380, host="other")
    line = lined(port, trust)
    with pytest.raises(Unreachable, match="unreachable"):
        line.plain("GET", "/v1/time")
    line.close()


def test_another_centre_cannot_tell_us_the_time(tls):
    _, port, trust = tls(365, 400, 380)
    line = lined(port, trust, centre_key=key("rina").public)
    with pytest.raises(ClockWrong):
        line.plain("GET", "/v1/time")
    line.close()


def _serve(model, folder):
    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self):
            status, headers, content = model.answer("GET", self.path, dict(self.headers), b"")
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request, client_address):
            """Who does not like our certificate hangs up."""

    server = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "cert.key")
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server


def _certificate(folder, first, last, host):
    private = generate_private_key(SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, private.public_key(), x509.random_serial_number())
        .not_valid_before(today + timedelta(days=first))
        .not_valid_after(today + timedelta(days=last))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(private, SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "cert.key").write_bytes(pem)
