"""`loket walkthrough --story rusak`: a card comes out spoiled, is approved again with a reason by another officer, is
printed on a second blank, and the spoiled one is destroyed by berita acara."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from station.desk.cast import PASSPHRASE
from station.walkthrough.hands import Hands
from station.walkthrough.scene import Scene, enter, line_named, part_named
from station.walkthrough.story import STEPS as CARD
from station.walkthrough.story import print_card
from station.widgets.lists import Lines

REASON = "Kartu pertama tergores rol pencetak"
MINUTES = "BA-470/0098"
WITNESSES = (("Rahmat Hidayat", "Satpol PP Kecamatan Dayun"), ("Sri Wahyuni", "Polsek Dayun"))


def spoil_card(scene: Scene) -> None:
    """The first card comes out scratched: its outcome and where it lies now."""
    b = scene.b
    b.press("Ctrl+7")
    b.until(lambda: b.title() == "Meja cetak" and b.can("Cetak kartu ini"), "the proof", 90)
    scene.picture(b, "meja-cetak")
    b.press("Ctrl+Return")
    b.until(lambda: b.sees("Periksa kartu"), "the card is out", 120)
    scene.told("printed")
    b.press("Alt+R")
    b.until(lambda: b.sees("Letak kartu"), "asked where it lies")
    b.fill(line_named(b, "Letak kartu sekarang (laci, kotak, amplop)"), "kotak terkunci")
    b.until(lambda: b.can("Catat"), "outcome chosen")
    scene.picture(b, "hasil-rusak")
    b.press("Ctrl+Return")
    b.until(lambda: b.sees("Tidak ada kartu yang menunggu dicetak"), "booked as spoiled")
    scene.told("spoiled")
    scene.picture(b, "rusak-dibukukan")


def approve_again(scene: Scene) -> None:
    """Another officer sees what became of the first card, and why there is to be a second."""
    b = scene.b
    enter(scene, b, "Murniati")
    b.press("Ctrl+6")
    b.until(lambda: b.title() == "Setujui cetak" and b.sees("Percobaan 1: rusak"), "Setujui cetak", 90)
    b.reach(part_named(b, Lines, "Siap cetak"))
    b.press("Down")
    b.press("Space")
    b.until(lambda: b.can("Setujui cetak"), "marked")
    scene.picture(b, "setujui-ulang")
    b.press("Ctrl+Return")
    b.until(lambda: b.sees("Setujui cetak ulang"), "asked for the reason")
    b.fill(part_named(b, QPlainTextEdit, "Mengapa dicetak lagi, satu kalimat"), REASON)
    scene.picture(b, "alasan-ulang")
    b.press("Ctrl+Return")
    b.until(lambda: b.sees("Belum ada yang siap cetak"), "approved again")
    scene.told("print-approved-again")


def print_again(scene: Scene) -> None:
    """The second card, on the next blank, comes out well."""
    enter(scene, scene.b, "Yulianti")
    print_card(scene)


def destroy(scene: Scene) -> None:
    """Two officers and two witnesses; the berita acara as PDF."""
    b = scene.b
    b.click("Blangko")
    b.until(lambda: b.title() == "Blangko" and b.sees("= sisa 498"), "two blanks used")
    scene.picture(b, "blangko-rusak")
    b.press("Ctrl+M")
    b.until(lambda: b.title() == "Musnahkan" and b.sees("1 dipilih"), "the locked box")
    b.fill(line_named(b, "Nomor berita acara"), MINUTES)
    for number, (name, office) in enumerate(WITNESSES, 1):
        b.fill(line_named(b, f"Saksi {number}"), name)
        b.fill(line_named(b, f"Instansi saksi {number}"), office)
    b.until(lambda: b.can("Musnahkan 1 kartu…"), "the berita acara is whole")
    scene.picture(b, "musnahkan")
    b.press("Ctrl+Return")
    b.until(lambda: b.sees("tindakan tidak dapat ditarik"), "M25")
    _second(b, "Murniati")
    scene.picture(b, "musnahkan-dua-petugas")
    b.press("Ctrl+Return")
    b.until(lambda: b.sees("Tidak ada kartu rusak atau kartu ditarik"), "destroyed")
    scene.told("destroyed")
    b.press("F9")
    b.until(lambda: b.sees(f"Berita acara {MINUTES}"), "where to")
    b.press("Ctrl+Return")
    b.until(lambda: not b.sees("Simpan PDF dan XLSX"), "saved")
    scene.picture(b, "berita-acara")


def _second(hands: Hands, who: str) -> None:
    """The other officer, chosen by letter, and his passphrase."""
    choice = hands.combo("Petugas kedua")
    hands.reach(choice)
    for _ in range(choice.count()):
        if choice.currentText().startswith(who):
            break
        hands.write(who[0])
    hands.fill(part_named(hands, QLineEdit, "Sandi petugas kedua"), PASSPHRASE)


STEPS: tuple[Callable[[Scene], None], ...] = (
    *CARD[: CARD.index(print_card)], spoil_card, approve_again, print_again, destroy,
)  # fmt: skip
