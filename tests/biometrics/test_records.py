"""Finger image records byte by byte (ISO/IEC 19794-4:2011)."""

import contextlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biometrics.errors import BadRecord
from biometrics.records import Compression, FingerImage, Quality, decode_fir, encode_fir, nfiq2

WIB = timezone(timedelta(hours=7))
IMAGE = FingerImage(
    position=7,
    width=288,
    height=320,
    data=b"\xff\xa0wsq",
    qualities=(nfiq2(61),),
    captured=datetime(2026, 11, 24, 10, 42, 7, 250_999, WIB),
    technology=1,
    vendor=0x1234,
    device=0x0002,
)
BYTES = bytes.fromhex(
    "464952 00 303230 00 00000043 0001 00 01"  # FIR 020, 67 bytes, one representation, not certified, one finger
    "00000033"  # 51 bytes of representation
    "07ea 0b 18 03 2a 07 00fa"  # 2026-11-24 03:42:07.250 UTC
    "01 1234 0002"  # optical, vendor, device
    "01 3d 0101 0039"  # one score: 61 by NFIQ 2.3
    "07 00 01 01f4 01f4 01f4 01f4 08 02 00"  # left index, first, ppi, 500, 8 bit, WSQ, live plain
    "0120 0140 00000005 ffa0777371"
)

images = st.builds(
    FingerImage,
    position=st.integers(0, 10),
    width=st.integers(0, 0xFFFF),
    height=st.integers(0, 0xFFFF),
    data=st.binary(max_size=40),
    compression=st.sampled_from(Compression),
    qualities=st.lists(
        st.builds(Quality, st.integers(0, 255), st.integers(0, 0xFFFF), st.integers(0, 0xFFFF)), max_size=3
    ).map(tuple),
    captured=st.none()
    | st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)),
    number=st.integers(0, 255),
    dpi=st.integers(1, 0xFFFF),
    impression=st.integers(0, 255),
    technology=st.integers(0, 255),
    vendor=st.integers(0, 0xFFFF),
    device=st.integers(0, 0xFFFF),
)


def test_the_record_byte_by_byte():
    assert encode_fir([IMAGE]) == BYTES
    assert BYTES.index(IMAGE.data) == 62  # where MOSIP's uncertified records have it


def test_the_record_is_read_back():
    assert decode_fir(BYTES) == (
        FingerImage(
            **{
                **{name: getattr(IMAGE, name) for name in IMAGE.__dataclass_fields__},
                "captured": datetime(2026, 11, 24, 3, 42, 7, 250_000, UTC),
            }
        ),
    )


def test_a_certified_record_of_another_maker_is_read():
    """Two certification entries put the image at 69."""
    certified = bytearray(BYTES)
    certified[14] = 1
    at = 16 + 4 + 9 + 5 + 1 + 5
    certified[at:at] = bytes.fromhex("02 0001 01 0002 02")
    certified[11] += 7
    certified[19] += 7
    assert bytes(certified).index(IMAGE.data) == 69
    assert decode_fir(bytes(certified)) == decode_fir(BYTES)


def test_what_follows_an_image_is_passed_over():
    longer = bytearray(BYTES + b"segmentation")
    longer[11] += 12
    longer[19] += 12
    assert decode_fir(bytes(longer)) == decode_fir(BYTES)


@given(st.lists(images, min_size=1, max_size=4))
def test_records_give_back_what_went_in(some):
    record = encode_fir(some)
    assert decode_fir(record) == tuple(some)
    assert record[15] == len({image.position for image in some})


@given(st.integers(0, len(BYTES) - 1))
def test_a_torn_record_is_refused(cut):
    with pytest.raises(BadRecord):
        decode_fir(BYTES[:cut])


@given(st.integers(0, len(BYTES) - 6), st.integers(0, 255))
def test_a_damaged_record_is_read_or_refused_and_never_crashes(at, value):
    damaged = bytearray(BYTES)
    damaged[at] = value
    with contextlib.suppress(BadRecord):
        assert len(decode_fir(bytes(damaged))) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"position": 11}, "fir-range"),
        ({"width": 0x10000}, "fir-range"),
        ({"dpi": -1}, "fir-range"),
        ({"captured": datetime(2026, 11, 24)}, "fir-time"),
    ],
)
def test_values_that_do_not_fit_are_refused(change, code):
    fields = {name: getattr(IMAGE, name) for name in IMAGE.__dataclass_fields__}
    with pytest.raises(BadRecord, match=code):
        encode_fir([FingerImage(**{**fields, **change})])
    with pytest.raises(BadRecord, match="fir-empty"):
        encode_fir([])
