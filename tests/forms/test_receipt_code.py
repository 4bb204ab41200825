from base64 import b32encode
from dataclasses import replace

import cv2
import numpy
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from forms.codes import qr_rows
from forms.raster import render
from forms.receipt import receipt
from forms.receipt_code import BadCode, ReceiptCode, verify
from tests.forms.making import check
from tests.forms.reading import written
from tests.forms.test_receipt import DATA

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PUBLIC = KEY.public_key().public_bytes_raw()
CODE = ReceiptCode("D-2611-0418", "0198f2c1-7a7b-7c3d-8e4f-5a6b7c8d9e0f", "2026-11-24T03:52:00Z")
TEXT = CODE.text(KEY.sign)


def test_a_receipt_printed_scanned_and_checked_without_any_network():
    raster = render(receipt(replace(DATA, qr=TEXT)), dpi=200)
    picture = numpy.frombuffer(raster.rgb, numpy.uint8).reshape(raster.height, raster.width, 3)
    scanned = cv2.QRCodeDetector().detectAndDecode(picture)[0]
    assert verify(scanned, [OTHER.public_key().public_bytes_raw(), PUBLIC], check) == CODE


def test_one_that_no_station_of_ours_signed_is_refused():
    with pytest.raises(BadCode, match="not-signed"):
        verify(TEXT, [OTHER.public_key().public_bytes_raw()], check)
    with pytest.raises(BadCode, match="not-signed"):
        verify(TEXT, [], check)


@given(place=st.integers(0, len(TEXT) - 1), sign=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567.0 a"))
def test_one_sign_changed_is_never_accepted(place, sign):
    changed = TEXT[:place] + sign + TEXT[place + 1 :]
    if changed.strip() != TEXT:
        with pytest.raises(BadCode):
            verify(changed, [PUBLIC], check)


@given(number=st.text(max_size=20), case=st.text(max_size=40), at=st.text(max_size=30))
def test_what_is_signed_comes_back(number, case, at):
    code = ReceiptCode(number, case, at)
    assert verify(code.text(KEY.sign), [PUBLIC], check) == code


@given(st.text(max_size=300))
def test_any_other_code_is_not_ours(text):
    with pytest.raises(BadCode, match="not-ours"):
        verify(text, [PUBLIC], check)


def test_a_signed_record_of_another_kind_is_not_a_receipt():
    body = b'{"v":1,"at":"x","case":"y","nik":"z","number":"n"}'
    parts = (b32encode(part).decode().rstrip("=") for part in (body, KEY.sign(body)))
    with pytest.raises(BadCode, match="not-ours"):
        verify(".".join(("LOKET1", *parts)), [PUBLIC], check)


def test_it_stays_in_the_dense_alphabet_of_a_qr_symbol():
    assert set(TEXT) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.")
    assert len(qr_rows(TEXT)) <= 77  # version 15: half a millimetre a cell on the receipt


def test_the_receipt_says_it_is_no_electronic_signature():
    assert "bukandokumenTTE" in written(receipt(DATA))
