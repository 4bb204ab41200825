"""The story after the receipt: verified, found unique, printed at the UPTD, handed over; and all steps in order.

Each step looks before it acts, so that a story cut off anywhere is taken up where its windows say it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from station.walkthrough import faults
from station.walkthrough.hands import Hands
from station.walkthrough.recording import again, biodata, come_in, find, fingers, iris, papers, photo, review, signature
from station.walkthrough.scene import (
    QUALITY,
    Scene,
    enter,
    have,
    line_named,
    moved_on,
    part_named,
    progress,
    settled,
)
from station.widgets.lists import Lines
from station.widgets.table import PagedTable


def verify(scene: Scene) -> None:
    """Another officer compares every field and approves."""
    a = scene.a
    enter(scene, a, "Hendra")
    a.press("Ctrl+5")
    a.until(lambda: a.title() == "Verifikasi", "Verifikasi")
    if not settled(scene, a, lambda: a.can("Kembalikan"), "Tidak ada yang menunggu verifikasi", "the case"):
        return
    for _ in range(40):
        if a.can("Setujui"):
            break
        before = progress(a)
        a.press("Space")
        a.until(partial(moved_on, a, before), "marked")
    scene.picture(a, "verifikasi")
    a.press("Ctrl+Return")
    a.until(lambda: a.sees("Tidak ada yang menunggu verifikasi"), "approved")
    scene.told("verified")


def unique(scene: Scene) -> None:
    """Sealed and synced; the upstream answers up to PRINT_READY_RECORD."""
    a = scene.a
    if scene.fault == "centre":
        faults.lose_centre(scene)
    a.press("Ctrl+9")
    a.until(lambda: a.title() == "Sinkronisasi" and a.can("Kirim sekarang"), "Sinkronisasi")
    a.press("F5")
    scene.picture(a, "sinkronisasi")
    a.press("Ctrl+4")
    a.until(lambda: a.title() == "Permohonan", "Permohonan")
    lines = part_named(a, PagedTable, "Permohonan")
    a.until(lambda: lines.chosen, "cases")
    a.reach(lines)
    a.press("Down")
    a.press("Return")
    a.until(lambda: a.title() == "Riwayat", "Riwayat")
    a.until(lambda: a.sees("Siap cetak (PRR)"), "print-ready", 90)
    scene.picture(a, "siap-cetak")


# at B: printing -------------------------------------------------------------------------------------------------------
def approve(scene: Scene) -> None:
    """A verifikator of the UPTD gives leave to print."""
    b = scene.b
    enter(scene, b, "Murniati")
    b.press("Ctrl+6")
    b.until(lambda: b.title() == "Setujui cetak" and b.sees("siap, blangko"), "Setujui cetak")
    lines = part_named(b, Lines, "Siap cetak")
    if not settled(scene, b, lines.ids, "Belum ada yang siap cetak", "released"):
        return
    b.reach(lines)
    b.press("Down")
    b.press("Space")
    b.until(lambda: b.can("Setujui cetak"), "marked")
    scene.picture(b, "setujui-cetak")
    b.press("Ctrl+Return")
    b.until(lambda: b.sees("Belum ada yang siap cetak"), "approved")
    scene.told("print-approved")


def blanks(scene: Scene) -> None:
    """The printing officer books the blanks that came."""
    b = scene.b
    enter(scene, b, "Yulianti")
    b.click("Blangko")
    b.until(lambda: b.title() == "Blangko" and b.sees("= sisa"), "Blangko")
    if b.sees("= sisa 0"):
        b.reach(line_named(b, "Label pertama"))
        for text in ("B26-0417 / 00001", "500", "500", "BAST-470/0417"):
            b.write(text)
            b.press("Tab")
        b.press("Ctrl+Return")
        b.until(lambda: b.sees("= sisa 500"), "500 blanks booked")
        scene.told("blanks")
    scene.picture(b, "blangko")


def print_card(scene: Scene) -> None:
    """Proof, blank, print, chip, booked good."""
    b = scene.b
    b.press("Ctrl+7")
    b.until(lambda: b.title() == "Meja cetak", "Meja cetak")
    at_hand = partial(_card_at_hand, b)
    if not settled(scene, b, at_hand, "Tidak ada kartu yang menunggu dicetak", "the proof"):
        return
    if scene.fault == "printer":
        faults.empty_ribbon(scene)
    if not b.sees("Periksa kartu") and not b.sees("Lihat baki keluar"):
        scene.picture(b, "meja-cetak")
        b.press("Ctrl+Return")
        b.until(lambda: b.sees("Periksa kartu"), "the card is out", 120)
        scene.told("printed")
    b.press("Alt+B")
    uid = line_named(b, "UID cip (dari pembaca, atau ketik)")
    b.fill(uid, f"04{scene.rng.randrange(16**12):012X}")
    b.until(lambda: b.can("Catat"), "outcome chosen")
    scene.picture(b, "hasil-cetak")
    b.press("Ctrl+Return")
    b.until(lambda: b.sees("Tidak ada kartu yang menunggu dicetak"), "booked")
    scene.told("booked")
    scene.picture(b, "dibukukan")


def ship(scene: Scene) -> None:
    """The card goes back to the kecamatan."""
    b = scene.b
    b.click("Pengiriman")
    b.until(lambda: b.title() == "Pengiriman", "Pengiriman")
    if not settled(scene, b, lambda: b.sees("dari 1"), "0 siap dikirim", "a card to send"):
        return
    if not b.can("Segel dan kirim…"):  # else a cut came after the scan, which was saved
        b.fill(line_named(b, "Nomor kartu"), scene.number)
        b.press("Return")
        b.until(lambda: b.can("Segel dan kirim…"), "in the parcel")
    scene.picture(b, "pengiriman")
    b.press("F5")
    b.until(lambda: b.sees("Setelah dikirim"), "asked for the seal")
    b.fill(line_named(b, "Nomor segel"), f"S-{scene.number[-4:]}")
    b.press("Ctrl+Return")
    b.until(lambda: b.sees("Tidak ada kartu yang menunggu dikirim"), "shipped")
    scene.told("shipped")


# at A: the hand-over --------------------------------------------------------------------------------------------------
def count_in(scene: Scene) -> None:
    """The parcel is counted."""
    a = scene.a
    enter(scene, a, "Fajar")
    a.click("Pengiriman")
    a.until(lambda: a.title() == "Pengiriman", "Pengiriman")
    if not settled(scene, a, lambda: a.sees("dari 1"), "Tidak ada kiriman ke sini", "the parcel"):
        return
    if not a.can("Terima"):
        a.fill(line_named(a, "Nomor kartu"), scene.number)
        a.press("Return")
    a.until(lambda: a.can("Terima"), "counted")
    scene.picture(a, "hitung-kiriman")
    a.press("Ctrl+Return")
    a.until(lambda: a.sees("Tidak ada kiriman ke sini"), "received")
    scene.told("counted")


def hand_over(scene: Scene) -> None:
    """An index finger, and the card is the applicant's."""
    a = scene.a
    a.press("Ctrl+8")
    a.until(lambda: a.title() == "Penyerahan", "Penyerahan")
    begun = partial(_someone_waits, a)
    if not settled(scene, a, begun, "Tidak ada kartu di sini", "a card to hand over"):
        return
    for _ in range(4):
        scene.impression += 1
        have(scene, scene.finger, "place", finger=7, quality=QUALITY, impression=scene.impression)
        a.until(lambda: a.can("Serahkan") or a.sees("Tidak cocok"), "compared", 90)
        have(scene, scene.finger, "lift")
        if a.can("Serahkan"):
            break
    scene.picture(a, "penyerahan")
    a.press("Ctrl+Return")
    a.until(lambda: a.sees("diserahkan."), "handed over")
    scene.told("handed-over")
    scene.picture(a, "diserahkan")


def _card_at_hand(hands: Hands) -> bool:
    return (
        hands.can("Cetak kartu ini") or hands.can("Catat") or hands.sees("Periksa kartu") or hands.sees("terputus saat")
    )


def _someone_waits(hands: Hands) -> bool:
    return hands.sees("Tempelkan") or hands.can("Serahkan")


STEPS: tuple[Callable[[Scene], None], ...] = (
    come_in, find, papers, biodata, photo, signature, fingers, iris, again, review,
    verify, unique, approve, blanks, print_card, ship, count_in, hand_over,
)  # fmt: skip
