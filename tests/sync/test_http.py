"""The client over real sockets: an upload goes on from any offset, however it was cut; enrolment proves both sides."""

import hashlib
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sync import http
from sync.errors import BadPacket, BadWire, Refused, Unreachable
from sync.http import Centre, check_receipt
from sync.line import Line
from sync.seal import seal
from sync.wire import Announce, EnrolRequest, OfficerRequest, Receipt, actions_member, code_proof
from tests.sync.making import STATION, action, key, manifest, recipient
from tests.sync.model import CODE, ModelCentre, Way, response

STEP = 500


@pytest.fixture
def model():
    return ModelCentre()


@pytest.fixture
def server(model):
    """The model behind a stdlib server; `cut` closes the connection after so many bytes of request bodies."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def answer(self):
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(min(length, max(0, self.server.cut)))
            self.server.cut -= length
            if self.server.cut < 0:
                self.close_connection = True
                return
            fields = {name.lower(): value for name, value in self.headers.items()}
            status, headers, content = model.answer(self.command, self.path, fields, body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_HEAD = answer  # noqa: N815  # names of the standard library

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.cut = 10**9
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join(timeout=5)


@pytest.fixture
def centre(server, monkeypatch):
    monkeypatch.setattr(http, "SMALLEST_PART", STEP)
    monkeypatch.setattr(http, "LARGEST_PART", STEP)
    found = Centre(f"http://127.0.0.1:{server.server_address[1]}", STATION, key(STATION))
    yield found
    found.close()


@pytest.fixture
def packet(tmp_path, model):
    one = action(1)
    data = seal(manifest(), {"actions.json": actions_member([(one, 0)])}, key(STATION), [recipient("centre")])
    (tmp_path / "p-1.age").write_bytes(data)
    model.chain = one.hash
    announce = Announce("p-1", "case-1", "case", len(data), hashlib.sha256(data).hexdigest(), 1, ())
    return announce, tmp_path / "p-1.age", one


def taken(signed, announce):
    receipt = Receipt.from_bytes(check_receipt(signed, key("centre").public))
    return receipt.packet == announce.packet and receipt.state == "accepted"


def test_a_packet_goes_in_parts_and_the_second_time_not_at_all(centre, packet, model):
    announce, path, one = packet
    assert centre.announce(announce).receipt is None
    signed = centre.upload("p-1", path)
    assert taken(signed, announce)
    assert model.effects == {one.header.id: 1}
    assert centre.announce(announce).receipt == signed
    assert centre.upload("p-1", path, 0) == signed


def test_an_upload_goes_on_from_every_offset(centre, packet, model):
    announce, path, one = packet
    whole = path.read_bytes()
    centre.announce(announce)
    for offset in (*range(0, len(whole), 61), len(whole) - 1, len(whole)):
        model.receipts.clear()
        model.parts["p-1"] = bytearray(whole[:offset])
        assert taken(centre.upload("p-1", path), announce), offset
        assert bytes(model.parts["p-1"]) == whole
    assert model.effects == {one.header.id: 1}


def test_the_offset_of_the_announce_saves_a_question(centre, packet, model):
    announce, path, _ = packet
    model.tell_offset = True
    assert centre.announce(announce).offset == 0
    model.parts["p-1"] = bytearray(path.read_bytes()[:700])
    assert centre.announce(announce).offset == 700
    assert taken(centre.upload("p-1", path, 700), announce)


def test_a_cut_anywhere_costs_at_most_one_part(centre, packet, model, server):
    announce, path, one = packet
    centre.announce(announce)
    size = path.stat().st_size
    for cut in range(50, size, STEP // 2):
        model.receipts.clear()
        model.parts.clear()
        server.cut = cut
        with pytest.raises(Unreachable, match="cut-off"):
            centre.upload("p-1", path)
        assert len(model.parts.get("p-1", b"")) == cut // STEP * STEP
        server.cut = 10**9
        assert taken(centre.upload("p-1", path), announce)
    assert model.effects == {one.header.id: 1}


def test_an_upload_can_be_left_between_parts(centre, packet, model):
    announce, path, _ = packet
    centre.announce(announce)
    parts = centre.parts("p-1", path)
    for _ in range(3):
        next(parts)
    assert len(model.parts["p-1"]) == 2 * STEP
    parts.close()
    assert taken(centre.upload("p-1", path), announce)


def test_parts_grow_on_a_quick_line_and_shrink_on_a_slow_one(tmp_path, model):
    took = iter([0.1] * 3 + [1.0] + [2.0] * 6)
    seconds = [0.0]

    def timer():
        seconds.append(seconds[-1] + (next(took) if len(seconds) % 2 == 0 else 0.0))
        return seconds[-1]

    sizes = []

    def asked(request, ask):
        if request.method == "HEAD":
            return response(200, {"Upload-Offset": "0"})
        sizes.append(len(request.read()))
        return response(200 if len(sizes) == 10 else 204)

    (tmp_path / "f").write_bytes(bytes(1_000_000))
    line = Line("http://centre", STATION, key(STATION), transport=Way(model, asked))
    Centre("", STATION, key(STATION), timer=timer, line=line).upload("p-1", tmp_path / "f")
    assert [size // 1024 for size in sizes] == [16, 32, 64, 128, 128, 64, 32, 16, 16, 16]


@pytest.mark.parametrize(
    ("status", "headers", "error"),
    [
        (200, {}, BadWire),
        (200, {"Upload-Offset": "-1"}, BadWire),
        (200, {"Upload-Offset": "99999999"}, BadWire),
        (404, {"Loket-Code": "not-announced"}, Refused),
    ],
)
def test_a_centre_that_answers_nonsense_does_no_harm(tmp_path, model, status, headers, error):
    (tmp_path / "f").write_bytes(b"x")
    way = Way(model, lambda request, ask: response(status, headers))
    centre = Centre("", line=Line("http://centre", STATION, key(STATION), transport=way))
    with pytest.raises(error):
        centre.upload("p-1", tmp_path / "f")


def test_a_whole_file_without_receipt_is_an_error_and_no_circle(tmp_path, model):
    (tmp_path / "f").write_bytes(b"x")
    way = Way(model, lambda request, ask: response(204))
    centre = Centre("", line=Line("http://centre", STATION, key(STATION), transport=way))
    with pytest.raises(BadWire):
        centre.upload("p-1", tmp_path / "f", 0)
    assert len(way.seen) == 1


def test_a_receipt_must_be_the_centres():
    body = b"receipt"
    assert check_receipt((body, key("centre").sign(body)), key("centre").public) == body
    for bad in ((body, b""), (body, key("rina").sign(body)), (b"other", key("centre").sign(body))):
        with pytest.raises(BadPacket, match="bad-signature"):
            check_receipt(bad, key("centre").public)


# enrolment -----------------------------------------------------------------------------------------------------------
ASKED = EnrolRequest("c0de", "ab", "age1", "dewi", "Dewi Anggraini", "cd")


def test_both_sides_prove_that_they_hold_the_code(centre, model):
    assert centre.enrol(ASKED, CODE) == model.enrol_answer(ASKED)
    with pytest.raises(Refused, match="bad-code"):
        centre.enrol(ASKED, replace(CODE, secret=b"t" * 16))


def test_the_secret_itself_never_travels(model):
    way = Way(model)
    Centre("", line=Line("http://centre", transport=way)).enrol(ASKED, CODE)
    sent = repr(way.seen)
    assert "s" * 16 not in sent
    assert (b"s" * 16).hex() not in sent


def test_an_answer_is_signed_by_the_centre_that_the_code_names(model):
    other = replace(CODE, centre_key=key("rina").public)
    with pytest.raises(BadPacket, match="bad-signature"):
        Centre("", line=Line("http://centre", transport=Way(model))).enrol(ASKED, other)
    other = replace(CODE, recipient=recipient("rina"))
    with pytest.raises(BadPacket, match="other-centre"):
        Centre("", line=Line("http://centre", transport=Way(model))).enrol(ASKED, other)


@pytest.mark.parametrize("proof", ["", "00" * 32, code_proof(b"t" * 16, ASKED.to_bytes())])
def test_an_answer_without_proof_founds_no_station(model, proof):
    def forged(request, ask):
        return response(200, {"Loket-Proof": proof}, model.enrol_answer(ASKED).to_bytes())

    with pytest.raises(BadPacket, match="bad-signature"):
        Centre("", line=Line("http://centre", transport=Way(model, forged))).enrol(ASKED, CODE)


def test_our_own_request_sent_back_is_no_answer(model):
    def mirror(request, ask):
        return response(200, {"Loket-Proof": request.headers["Loket-Proof"]}, request.read())

    with pytest.raises(BadPacket, match="bad-signature"):
        Centre("", line=Line("http://centre", transport=Way(model, mirror))).enrol(ASKED, CODE)


def test_an_officer_is_asked_for_with_the_administrators_signature(model):
    asked = OfficerRequest("rina", "Rina Oktaviani", "ab", ("operator",), "2026-12-31", "dewi")
    mark = key("dewi").sign(asked.to_bytes())
    way = Way(model, lambda request, ask: response(200, {"Loket-Signature": "abcd"}, b"grant"))
    centre = Centre("", line=Line("http://centre", STATION, key(STATION), transport=way))
    assert centre.register_officer(asked, mark) == (b"grant", b"\xab\xcd")
    method, target, headers, body = way.seen[0]
    assert (method, target, body) == ("POST", "/v1/officers", asked.to_bytes())
    assert bytes.fromhex(headers["loket-administrator"]) == mark
    assert "loket-administrator" in headers["signature-input"]
