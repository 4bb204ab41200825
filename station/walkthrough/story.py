"""The story in steps: one resident from the door to the hand-over. Each step looks before it acts, so that a story cut
off anywhere is taken up where its windows say it stands."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from PySide6.QtWidgets import QLineEdit, QListWidget, QWidget

from devices.printer.ipp_simulator import IppSimulator
from devices.simulate.actor import BadCommand
from devices.simulate.child import Remote
from registry.submission import RECORDING_ORDER
from station.compose.station import Station
from station.desk.cast import PASSPHRASE
from station.walkthrough.hands import Hands, StepFailed
from station.widgets.lists import Lines
from station.widgets.pictures import finger_name

QUALITY = 0.92


W = TypeVar("W", bound=QWidget)


@dataclass
class Scene:
    """Two windows, the devices' strings, and what the story has learnt."""

    a: Hands
    b: Hands
    station_a: Station
    station_b: Station
    finger: Remote
    pen: Remote
    camera: Remote
    printer: IppSimulator
    rng: random.Random
    picture: Callable[[Hands, str], None]
    told: Callable[[str], None]
    fault: str = ""
    name: str = ""
    number: str = ""
    impression: int = 0
    centre: Any = None


# signing in and out ---------------------------------------------------------------------------------------------------
def enter(scene: Scene, hands: Hands, who: str) -> None:
    """Sign an officer in: choose the name by its letter, type the passphrase."""
    hands.look_here()
    if hands.title() != "Masuk":
        hands.press("Ctrl+Shift+L")
        hands.until(lambda: hands.title() == "Masuk", "sign-in page")
    choice = hands.combo("Petugas")
    choice.setFocus()
    for _ in range(choice.count()):
        if choice.currentText().startswith(who):
            break
        hands.write(who[0])
    if not choice.currentText().startswith(who):
        raise StepFailed(f"{who} is not offered")
    hands.press("Tab")
    hands.write(PASSPHRASE)
    scene.picture(hands, f"masuk-{who.split()[0].lower()}")
    hands.press("Return")
    hands.until(lambda: hands.title() != "Masuk" and hands.title() != "", "signed in")


# at A: the recording --------------------------------------------------------------------------------------------------
def come_in(scene: Scene) -> None:
    """Rina signs in; residents have come down the feed."""
    enter(scene, scene.a, "Rina")
    scene.a.until(lambda: _figure(scene.a, "Penduduk di sini") >= 20, "residents from the centre")
    scene.picture(scene.a, "beranda")


def find(scene: Scene) -> None:
    """Search, choose someone never recorded of 17 or more, answer the question, open the case."""
    a = scene.a
    a.press("Ctrl+3")
    a.until(lambda: a.title() == "Penduduk", "Penduduk")
    a.write("1408067403090004")
    a.until(lambda: a.sees("bukan tanggal"), "the impossible NIK is named")
    scene.picture(a, "nik-salah")
    line = _line(a, "Cari NIK, KK, nama, tanggal lahir")
    line.selectAll()
    a.write("140806")
    rows = _child(a, QListWidget, "Penduduk yang cocok")
    a.until(lambda: rows.count() > 10, "hits")
    numbers = list(range(rows.count()))
    scene.rng.shuffle(numbers)
    a.press("Down")
    for number in numbers:
        rows.setFocus()
        while rows.currentRow() != number:
            down = rows.currentRow() < number
            a.press("Down" if down else "Up")
        name = (rows.item(number).text() if rows.item(number) else "").split("\n")[0]
        a.until(partial(_exactly, a, name), "the resident")
        if a.sees("Belum pernah rekam") and _age(a) >= 17:
            scene.name = name
            break
    scene.picture(a, "penduduk")
    a.press("Ctrl+N")
    a.until(lambda: a.can("Mulai perekaman") or a.sees("Apakah pemohon pernah direkam"), "the question")
    a.press("Space")
    a.until(lambda: a.can("Mulai perekaman"), "answered")
    scene.picture(a, "pernah-direkam")
    a.press("Ctrl+Return")
    a.until(lambda: a.title() == "Berkas" and a.can("Lanjut: Biodata"), "Berkas")
    scene.number = a.window.page.context.split(" ")[0] if a.window.page else ""


def papers(scene: Scene) -> None:
    """The family card is here."""
    a = scene.a
    a.until(lambda: a.can("Lanjut: Biodata"), "checklist")
    if not a.sees("✓ Berkas lengkap"):
        a.press("Space")
        a.until(lambda: a.sees("✓ Berkas lengkap"), "berkas complete")
        scene.told("papers")
    scene.picture(a, "berkas")
    a.press("Ctrl+Return")
    a.until(lambda: a.title() == "Biodata F-1.02" and a.can("Lanjut: Foto"), "Biodata")


def biodata(scene: Scene) -> None:
    """A wrong name is named beside its field and mended; the telephone number is new."""
    a = scene.a
    mother = _line(a, "Nama ibu")
    mother.setFocus()
    right = mother.text()
    if any(sign.isdigit() for sign in right):
        right = "".join(sign for sign in right if not sign.isdigit())
    mother.selectAll()
    a.write(right + "0")
    a.press("Return")
    a.until(lambda: a.sees("Nama berisi angka 0"), "the digit is named")
    scene.picture(a, "biodata-salah")
    mother.setFocus()
    mother.selectAll()
    a.write(right)
    a.press("Return")
    a.until(lambda: not a.sees("Nama berisi angka 0") and a.can("Lanjut: Foto"), "mended")
    phone = _line(a, "Telepon")
    number = f"0812 {scene.rng.randint(1000, 9999)} {scene.rng.randint(1000, 9999)}"
    phone.setFocus()
    phone.selectAll()
    a.write(number)
    a.press("Return")
    a.until(lambda: a.sees("✓ Tersimpan") and a.can("Lanjut: Foto"), "saved")
    scene.told(f"field.phone={number}")
    scene.picture(a, "biodata")
    a.press("Ctrl+Return")
    a.until(lambda: a.title() == "Foto", "Foto")


def photo(scene: Scene) -> None:
    """Live picture, a take, another take, the applicant agrees."""
    a = scene.a
    a.until(lambda: a.can("Ambil foto") or a.can("Setuju") or a.can("Coba lagi"), "camera")
    if scene.fault == "camera":
        _lose_camera(scene)
    if not a.can("Lanjut: Tanda tangan"):
        if not a.can("Setuju"):
            a.until(lambda: a.can("Ambil foto"), "live")
            a.until(lambda: a.sees("baik"), "checks")
            scene.picture(a, "foto-langsung")
            a.press("F5")
            a.until(lambda: a.can("Setuju"), "the take, large")
            scene.told("photo.take")
            a.press("F8")
            a.until(lambda: a.can("Ambil foto"), "again")
            a.press("F5")
            a.until(lambda: a.can("Setuju"), "the second take")
        scene.picture(a, "foto-persetujuan")
        a.press("Alt+S")
        a.until(lambda: a.can("Lanjut: Tanda tangan"), "approved")
        scene.told("photo.approved")
    a.press("Ctrl+Return")
    a.until(lambda: a.title() == "Tanda tangan", "Tanda tangan")


def signature(scene: Scene) -> None:
    """The applicant signs on the pad."""
    a = scene.a
    a.until(lambda: a.can("Hapus, ulangi"), "pad page")
    if scene.fault == "signature":
        _lose_pad(scene)
    if not a.can("Pakai"):
        _do(scene, scene.pen, "sign", seed=scene.rng.randint(1, 9999))
        a.until(lambda: a.can("Pakai"), "ink saved")
        scene.told("signature")
    scene.picture(a, "tanda-tangan")
    a.press("Ctrl+Return")
    a.until(lambda: a.title() == "Sidik jari", "Sidik jari")


def fingers(scene: Scene) -> None:
    """Ten fingers, left thumb to little, then right."""
    a = scene.a
    a.until(lambda: a.can("Ulangi jari ini"), "hands")
    if scene.fault == "fingerprint":
        _lose_scanner(scene)
    while not a.can("Lanjut: Iris"):
        done = _recorded(a)
        position = _asked_finger(a)
        if not position:
            a.until(lambda: a.can("Lanjut: Iris"), "ten fingers")
            break
        scene.impression += 1
        _do(scene, scene.finger, "place", finger=position, quality=QUALITY, impression=scene.impression)
        a.until(partial(_scored, a, done, position), "score", 90)
        _do(scene, scene.finger, "lift")
        if _recorded(a) > done:
            scene.told(f"finger.{position}")
        if done == 5:
            scene.picture(a, "sidik-jari-separuh")
    scene.picture(a, "sidik-jari")
    a.press("Ctrl+Return")
    a.until(lambda: a.title() == "Iris" and a.can("Lanjut: Ulang telunjuk"), "Iris")


def iris(scene: Scene) -> None:
    """No iris scanner here: the stored reason."""
    a = scene.a
    a.until(lambda: a.can("Lanjut: Ulang telunjuk"), "iris page")
    scene.picture(a, "iris")
    a.press("Ctrl+Return")
    a.until(lambda: a.title() == "Ulang telunjuk", "Ulang telunjuk")


def again(scene: Scene) -> None:
    """Both index fingers again, matched."""
    a = scene.a
    a.until(lambda: a.sees("Tempelkan") or a.can("Lanjut: Periksa"), "match page")
    while not a.can("Lanjut: Periksa"):
        position = 7 if a.sees("Tempelkan telunjuk kiri") else 2
        scene.impression += 1
        _do(scene, scene.finger, "place", finger=position, quality=QUALITY, impression=scene.impression)
        a.until(partial(_compared, a, position), "compared", 90)
        _do(scene, scene.finger, "lift")
        if not a.sees("Tidak cocok"):
            scene.told(f"match.{position}")
    scene.picture(a, "ulang-telunjuk")
    a.press("Ctrl+Return")
    a.until(lambda: a.title() == "Periksa", "Periksa")


def review(scene: Scene) -> None:
    """Read aloud, sign, finish; the receipt."""
    a = scene.a
    a.until(lambda: a.can("Tetikus atau layar"), "review")
    if not a.can("Selesaikan perekaman"):
        _do(scene, scene.pen, "sign", seed=scene.rng.randint(1, 9999))
        a.until(lambda: a.can("Selesaikan perekaman"), "declaration")
        scene.told("declaration")
    scene.picture(a, "periksa")
    a.press("Ctrl+Return")
    a.until(lambda: a.title() == "Resi" and a.can("Cetak resi"), "Resi")
    scene.told("submitted")
    a.press("F9")
    a.until(lambda: a.sees("✓ Resi dibuat"), "receipt")
    scene.picture(a, "resi")


# at A: verification and the centre ------------------------------------------------------------------------------------
def verify(scene: Scene) -> None:
    """Another officer compares every field and approves."""
    a = scene.a
    enter(scene, a, "Hendra")
    a.press("Ctrl+5")
    a.until(lambda: a.title() == "Verifikasi" and a.can("Kembalikan"), "the case")
    for _ in range(40):
        if a.can("Setujui"):
            break
        before = _progress(a)
        a.press("Space")
        a.until(partial(_moved_on, a, before), "marked")
    scene.picture(a, "verifikasi")
    a.press("Ctrl+Return")
    a.until(lambda: a.sees("Tidak ada yang menunggu verifikasi"), "approved")
    scene.told("verified")


def unique(scene: Scene) -> None:
    """Sealed and synced; the upstream answers up to PRINT_READY_RECORD."""
    a = scene.a
    if scene.fault == "centre":
        _lose_centre(scene)
    a.press("Ctrl+9")
    a.until(lambda: a.title() == "Sinkronisasi" and a.can("Kirim sekarang"), "Sinkronisasi")
    a.press("F5")
    scene.picture(a, "sinkronisasi")
    a.press("Ctrl+4")
    a.until(lambda: a.title() == "Permohonan", "Permohonan")
    lines = _child(a, Lines, "Permohonan")
    a.until(lambda: lines.ids(), "cases")
    lines.setFocus()
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
    b.until(
        lambda: b.title() == "Setujui cetak" and b.sees("siap, blangko") and _child(b, Lines, "Siap cetak").ids(),
        "released",
    )
    _child(b, Lines, "Siap cetak").setFocus()
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
    b.until(lambda: b.title() == "Blangko" and b.can("Catat"), "Blangko")
    if b.sees("= 0"):
        _line(b, "Label pertama (B26-0417 / 00001)").setFocus()
        for text in ("B26-0417 / 00001", "500", "500", "BAST-470/0417"):
            b.write(text)
            b.press("Tab")
        b.press("Ctrl+Return")
        b.until(lambda: b.sees("= 500"), "500 blanks booked")
        scene.told("blanks")
    scene.picture(b, "blangko")


def print_card(scene: Scene) -> None:
    """Proof, blank, print, chip, booked good."""
    b = scene.b
    b.press("Ctrl+7")
    b.until(lambda: b.title() == "Meja cetak", "Meja cetak")
    b.until(lambda: b.can("Cetak kartu ini") or b.can("Catat") or b.sees("Periksa kartu"), "the proof")
    if scene.fault == "printer":
        _empty_ribbon(scene)
    if not b.sees("Periksa kartu") and not b.sees("Pencetakan terputus"):
        scene.picture(b, "meja-cetak")
        b.press("Ctrl+Return")
        b.until(lambda: b.sees("Periksa kartu"), "the card is out", 120)
        scene.told("printed")
    b.press("Alt+B")
    uid = _line(b, "UID cip (dari pembaca, atau ketik)")
    uid.setFocus()
    uid.selectAll()
    b.write(f"04{scene.rng.randrange(16**12):012X}")
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
    b.until(lambda: b.title() == "Pengiriman" and b.can("Kirim semua"), "Pengiriman")
    scene.picture(b, "pengiriman")
    b.press("F5")
    b.until(lambda: not b.can("Kirim semua"), "shipped")
    scene.told("shipped")


# at A: the hand-over --------------------------------------------------------------------------------------------------
def count_in(scene: Scene) -> None:
    """The parcel is counted."""
    a = scene.a
    enter(scene, a, "Fajar")
    a.click("Pengiriman")
    a.until(lambda: a.title() == "Pengiriman" and a.sees("0 dari 1"), "the parcel", 90)
    _line(a, "Nomor kartu yang dihitung").setFocus()
    a.write(scene.number)
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
    a.until(lambda: a.title() == "Penyerahan" and (a.sees("Tempelkan") or a.can("Serahkan")), "Penyerahan")
    for _ in range(4):
        scene.impression += 1
        _do(scene, scene.finger, "place", finger=7, quality=QUALITY, impression=scene.impression)
        a.until(lambda: a.can("Serahkan") or a.sees("Tidak cocok"), "compared", 90)
        _do(scene, scene.finger, "lift")
        if a.can("Serahkan"):
            break
    scene.picture(a, "penyerahan")
    a.press("Ctrl+Return")
    a.until(lambda: a.sees("diserahkan."), "handed over")
    scene.told("handed-over")
    scene.picture(a, "diserahkan")


STEPS: tuple[Callable[[Scene], None], ...] = (
    come_in, find, papers, biodata, photo, signature, fingers, iris, again, review,
    verify, unique, approve, blanks, print_card, ship, count_in, hand_over,
)  # fmt: skip


# faults ---------------------------------------------------------------------------------------------------------------
def _lose_camera(scene: Scene) -> None:
    a = scene.a
    scene.camera.do("refuse")
    a.until(lambda: "Kamera" in a.banner(), "the camera's absence is named")
    scene.picture(a, "gangguan-kamera")
    scene.camera.do("accept")
    a.press("F5")
    a.until(lambda: a.can("Ambil foto"), "camera back")


def _lose_pad(scene: Scene) -> None:
    a = scene.a
    _do(scene, scene.pen, "unplug")
    a.until(lambda: "Papan tanda tangan" in a.banner(), "the pad's absence is named")
    scene.picture(a, "gangguan-papan")
    _do(scene, scene.pen, "replug")
    a.press("F8")


def _lose_scanner(scene: Scene) -> None:
    a = scene.a
    _do(scene, scene.finger, "unplug")
    a.until(lambda: "Pemindai jari" in a.banner(), "the scanner's absence is named")
    scene.picture(a, "gangguan-pemindai")
    _do(scene, scene.finger, "replug")
    a.press("F5")
    a.until(lambda: not a.banner(), "scanner back")


def _empty_ribbon(scene: Scene) -> None:
    b = scene.b
    scene.printer.do({"do": "fault", "reason": "marker-supply-empty"})
    b.press("Ctrl+Return")
    b.until(lambda: "Pita habis" in b.banner(), "the empty ribbon is named")
    scene.picture(b, "gangguan-pita")
    scene.printer.do({"do": "mend"})
    scene.printer.do({"do": "ribbon", "left": 200})
    b.press("F5")
    b.until(lambda: b.can("Cetak kartu ini") or b.can("Catat"), "mended")
    if b.sees("Pencetakan terputus"):
        b.press("Alt+T")
        b.until(lambda: b.can("Catat"), "no card")
        b.press("Ctrl+Return")
        b.until(lambda: b.can("Cetak kartu ini"), "again")


def _lose_centre(scene: Scene) -> None:
    a = scene.a
    scene.centre.stop()
    a.press("Ctrl+9")
    a.until(lambda: a.can("Kirim sekarang"), "Sinkronisasi")
    a.press("F5")
    a.until(lambda: a.sees("Tanpa jaringan"), "the centre's absence is shown")
    scene.picture(a, "gangguan-pusat")
    scene.centre.start_again()


def _exactly(hands: Hands, text: str) -> bool:
    return text in hands.texts()


def _scored(hands: Hands, done: int, position: int) -> bool:
    return _recorded(hands) > done or _asked_finger(hands) != position or _tries(hands)


def _compared(hands: Hands, position: int) -> bool:
    word = f"Tempelkan telunjuk {'kiri' if position == 7 else 'kanan'}"
    return not hands.sees(word) or hands.sees("Tidak cocok")


def _moved_on(hands: Hands, before: str) -> bool:
    return _progress(hands) != before or hands.can("Setujui")


def _do(scene: Scene, remote: Remote, what: str, **facts: Any) -> None:
    """Have a device do something while the windows go on: some acts end only when the host has asked for them."""
    answers: list[object] = []

    def ask() -> None:
        try:
            answers.append(remote.do(what, **facts))
        except (BadCommand, OSError) as error:
            answers.append(error)

    threading.Thread(target=ask, name="simulator", daemon=True).start()
    scene.a.until(lambda: answers, f"the simulated device to {what}", 90)
    if isinstance(answers[0], Exception):
        raise StepFailed(f"{what}: {answers[0]}")


# reading --------------------------------------------------------------------------------------------------------------
def _line(hands: Hands, name: str) -> QLineEdit:
    found = next(
        (w for w in hands.window.findChildren(QLineEdit) if w.accessibleName() == name and w.isVisible()), None
    )
    if found is None:
        raise StepFailed(f"no field {name!r}")
    return found


def _child(hands: Hands, kind: type[W], name: str) -> W:
    found = next((w for w in hands.window.findChildren(kind) if w.accessibleName() == name), None)
    if found is None:
        raise StepFailed(f"no list {name!r}")
    return found


def _figure(hands: Hands, name: str) -> int:
    texts = hands.texts()
    at = texts.index(name) if name in texts else -1
    digits = "".join(sign for sign in texts[at + 1] if sign.isdigit()) if at >= 0 else ""
    return int(digits or 0)


def _age(hands: Hands) -> int:
    return _figure(hands, "Umur")


def _recorded(hands: Hands) -> int:
    found = next((text for text in hands.texts() if text.endswith("dari 10 terekam")), "0 ")
    return int(found.split(" ")[0])


def _tries(hands: Hands) -> bool:
    return hands.sees("Percobaan 1:")


def _progress(hands: Hands) -> str:
    return next((text for text in hands.texts() if text.endswith("diperiksa")), "")


def _asked_finger(hands: Hands) -> int:
    for position in RECORDING_ORDER:
        if f"Tempelkan {finger_name(position)}" in hands.texts():
            return position
    return 0
