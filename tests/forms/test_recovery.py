"""The paper in the safe: what is on it opens the store's key for the Dinas's recovery identity, and for nobody else."""

import base64
import re

import pypdfium2
import pytest

from devices.camera.qr import NoSymbol, read_qr
from forms.recovery import RecoverySheet, armoured, recovery_sheet
from sync import age
from sync.errors import BadPacket

KEY = bytes(range(32))


def opened(text, identity):
    body = re.search(r"BEGIN AGE ENCRYPTED FILE-+(.*?)-+END AGE", text, re.S).group(1)
    return age.unseal(base64.b64decode("".join(body.split())), identity)


@pytest.fixture
def page():
    identity = age.generate_identity()
    sealed = age.seal(KEY, [age.recipient_of(identity)])
    pdf = recovery_sheet(RecoverySheet("Kantor Camat Dayun", "DAYUN", "25 Nov 2026, 10.52", sealed))
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    yield document[0], identity
    document.close()


def test_the_text_opens_the_key_and_another_identity_does_not(page):
    sheet, identity = page
    text = sheet.get_textpage().get_text_range()
    assert "Kantor Camat Dayun (DAYUN)" in text
    assert opened(text, identity) == KEY
    with pytest.raises(BadPacket, match="not-for-us"):
        opened(text, age.generate_identity())
    assert KEY.hex() not in text


def test_the_symbol_holds_the_same(page, tmp_path):
    sheet, identity = page
    picture = tmp_path / "lembar.png"
    sheet.render(scale=300 / 72).to_pil().save(picture)
    assert opened(read_qr(picture.read_bytes()), identity) == KEY


def test_the_armour_is_that_of_age():
    lines = armoured(bytes(100))
    assert lines[0] == "-----BEGIN AGE ENCRYPTED FILE-----"
    assert [len(line) for line in lines[1:-1]] == [64, 64, 8]


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_what_is_no_picture_holds_no_symbol(data):
    with pytest.raises(NoSymbol):
        read_qr(data)
