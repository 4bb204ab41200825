import shutil
import subprocess

import numpy
import pytest

from forms.raster import render
from forms.receipt import Receipt, receipt

QR = "LOKET1.D-2611-0418." + "ABCDEFGH" * 14
DATA = Receipt(
    office="Kantor Camat Dayun",
    number="D-2611-0418",
    applicant="SUHAILA MARDIANI",
    service="KTP-el baru",
    recorded_at="24 Nov 2026, 10.52",
    officer="Rina Oktaviani",
    promise="Rabu, 25 Nov 2026, ditambah waktu menunggu Pusat",
    next_step="Berkas diperiksa petugas lain, lalu dikirim ke Dinas. Tanyakan kabar mulai 27 Nov 2026.",
    pickup="Kantor Camat Dayun",
    fingers="9 dari 10 jari, 1 pengecualian",
    missing=("Kutipan akta kelahiran asli",),
    qr=QR,
    marking="SPESIMEN",
)


@pytest.mark.tools
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_it_says_what_the_applicant_needs_and_no_nik(tmp_path):
    file = tmp_path / "resi.pdf"
    file.write_bytes(receipt(DATA))
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True).stdout.decode()
    for words in (
        "GRATIS",
        "D-2611-0418",
        "SUHAILA MARDIANI",
        "bukan dokumen TTE",
        "SPESIMEN",
        "Kutipan akta",
        "Rabu, 25 Nov 2026",
    ):
        assert words in " ".join(text.split())
    assert not any(len(word) == 16 and word.isdigit() for word in text.replace("-", " ").split())


def test_its_code_can_be_read():
    import cv2

    raster = render(receipt(DATA), dpi=200)
    picture = numpy.frombuffer(raster.rgb, numpy.uint8).reshape(raster.height, raster.width, 3)
    assert cv2.QRCodeDetector().detectAndDecode(picture)[0] == QR


def test_the_same_receipt_is_the_same_bytes():
    assert receipt(DATA) == receipt(DATA)
