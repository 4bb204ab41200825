"""Both codecs against streams cut anywhere, with noise anywhere, from simulators that share no code with them."""

import itertools

from hypothesis import assume, example, given
from hypothesis import strategies as st

from devices.fingerprint.sfm_codec import Reply, SfmCodec, request
from devices.fingerprint.sfm_codes import Command
from devices.fingerprint.sfm_simulator import HEIGHT, WIDTH, Print, SfmModule
from devices.signature.handwriting import PenSample
from devices.signature.isdv4_codec import Isdv4Codec, PenPacket, QueryReply
from devices.signature.isdv4_simulator import Isdv4Tablet
from tests.devices.kit import ToyClock

U32 = st.integers(0, 2**32 - 1)
QUIET_COMMANDS = st.sampled_from([0x01, 0x03, 0x04, 0x60, 0x85])


def cut(data: bytes, at: list[int]) -> list[bytes]:
    """`data` in pieces that end at these places."""
    edges = [0, *sorted({place % (len(data) + 1) for place in at}), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(edges)]


def fed(codec, pieces):
    return [frame for piece in pieces for frame in codec.feed(piece)]


def sfm_reply(command: int, parameter: int, size: int, flag: int, data: bytes | None = None) -> bytes:
    """One reply, put together from the manual's table by hand."""
    head = bytes([0x40, command]) + parameter.to_bytes(4, "little") + size.to_bytes(4, "little") + bytes([flag])
    packet = head + bytes([sum(head) % 256, 0x0A])
    return packet if data is None else packet + data + b"\x0a"


replies = st.builds(Reply, QUIET_COMMANDS, U32, U32, st.integers(0, 255))
images = st.binary(min_size=1, max_size=300).map(lambda data: Reply(0x15, 0, len(data), 0x61, data))


def on_the_wire(reply: Reply) -> bytes:
    return sfm_reply(reply.command, reply.parameter, reply.size, reply.flag, reply.data or None)


@given(st.lists(st.one_of(replies, images), max_size=6), st.lists(st.integers(0, 2000), max_size=12))
def test_sfm_replies_survive_any_cutting(sent, places):
    codec = SfmCodec()
    assert fed(codec, cut(b"".join(map(on_the_wire, sent)), places)) == sent
    assert (codec.stats.skipped, codec.pending) == (0, 0)


@given(
    st.lists(st.tuples(st.binary(max_size=30), st.one_of(replies, images)), max_size=5), st.lists(st.integers(0, 2000))
)
@example([(b"\x40\x15\x0a\x41", Reply(0x01, 0, 0, 0x61))], [])
def test_sfm_replies_are_found_between_noise(sent, places):
    noise = b"".join(before for before, _ in sent)
    assume(not _holds_a_packet(noise))
    codec = SfmCodec()
    stream = b"".join(before + on_the_wire(reply) for before, reply in sent)
    found = fed(codec, cut(stream, places))
    assert [reply for reply in found if reply.terminal is None] == [reply for _, reply in sent]
    assert codec.stats.skipped == len(noise)


@given(st.binary(max_size=2000), st.lists(st.integers(0, 2000)))
def test_sfm_noise_alone_does_no_harm(noise, places):
    codec = SfmCodec()
    fed(codec, cut(noise, places))
    assert codec.stats.received == len(noise)
    codec.resync()
    assert fed(codec, [sfm_reply(0x04, 0x30, 0, 0x61)]) == [Reply(0x04, 0x30, 0, 0x61)]


@given(replies, st.integers(0, 10), st.integers(1, 255))
def test_sfm_a_flipped_byte_never_passes_for_an_answer(reply, at, flip):
    packet = bytearray(on_the_wire(reply))
    packet[at] ^= flip
    assert SfmCodec().feed(bytes(packet)) == []


@given(st.binary(min_size=WIDTH, max_size=WIDTH), st.lists(st.integers(0, 10**5), max_size=20))
def test_sfm_driver_side_reads_what_the_simulated_module_says(row, places):
    said, clock = bytearray(), ToyClock()
    module = SfmModule(said.extend, clock.later)
    module.place(Print(row * HEIGHT))
    module.receive(request(Command.WRITE_PARAMETER, size=0x30, flag=0x6C) + request(Command.SCAN_IMAGE))
    clock.pass_time(1)
    codec = SfmCodec()
    written, scanned, image = fed(codec, cut(bytes(said), places))
    assert (written.flag, scanned.flag, image.flag, image.size) == (0x61, 0x62, 0x61, 28 + WIDTH * HEIGHT)
    assert image.data[28:] == row * HEIGHT


def _holds_a_packet(noise: bytes) -> bool:
    """Whether noise happens to look like a start and a checksum; then it is no noise."""
    return any(byte in (0x40, 0x41) for byte in noise) and noise.count(0x0A) > 0 and len(noise) > 12


samples = st.builds(
    PenSample,
    st.integers(0, 12000).map(lambda x: x / 100),
    st.integers(0, 6000).map(lambda y: y / 100),
    st.integers(0, 1023).map(lambda p: p / 1023),
    st.booleans(),
    st.booleans(),
)


def drawn(pen: list[PenSample]) -> bytes:
    said, clock = bytearray(), ToyClock()
    tablet = Isdv4Tablet(said.extend, clock.later)
    tablet.receive(b"1")
    if pen:
        tablet.write(pen, on_done=lambda: None)
    clock.pass_time(len(pen) + 1)
    return bytes(said)


def expected(sample: PenSample) -> PenPacket:
    x, y = round(sample.x_mm * 100), round(sample.y_mm * 100)
    return PenPacket(sample.near, sample.down, x, y, round(sample.pressure * 1023))


@given(st.lists(samples, max_size=20), st.lists(st.integers(0, 200), max_size=12))
def test_isdv4_packets_survive_any_cutting(pen, places):
    codec = Isdv4Codec()
    assert fed(codec, cut(drawn(pen), places)) == [expected(sample) for sample in pen]
    assert codec.stats.skipped == 0


@given(st.lists(st.tuples(st.binary(max_size=8), samples), max_size=8), st.lists(st.integers(0, 200)))
def test_isdv4_packets_are_found_after_noise_too_short_to_be_one(sent, places):
    codec = Isdv4Codec()
    stream = b"".join(noise + drawn([sample]) for noise, sample in sent)
    assert fed(codec, cut(stream, places)) == [expected(sample) for _, sample in sent]
    assert codec.stats.skipped == sum(len(noise) for noise, _ in sent)


@given(st.binary(max_size=500), samples)
def test_isdv4_any_noise_ends_at_the_next_packet(noise, sample):
    codec = Isdv4Codec()
    assert fed(codec, [noise, drawn([sample])])[-1] == expected(sample)


@given(st.binary(max_size=8), st.lists(st.integers(0, 20)))
def test_isdv4_query_reply_is_found(noise, places):
    said = bytearray()
    Isdv4Tablet(said.extend, ToyClock().later).receive(b"0*")
    assert fed(Isdv4Codec(), cut(noise + bytes(said), places)) == [QueryReply(12000, 6000, 1023, 291)]
