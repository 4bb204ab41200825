"""The story at the kecamatan's counter: from the door to the receipt."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QAbstractItemView, QCheckBox

from station.desk.cast import PASSPHRASE
from station.walkthrough import faults
from station.walkthrough.hands import StepFailed
from station.walkthrough.scene import (
    QUALITY,
    Scene,
    age_shown,
    asked_finger,
    compared,
    devices_ready,
    enter,
    figure,
    have,
    line_named,
    part_named,
    recorded,
    scored,
    shown,
    walk_to,
)


def come_in(scene: Scene) -> None:
    """Rina signs in; residents have come down the feed."""
    enter(scene, scene.a, "Rina")
    scene.a.until(lambda: figure(scene.a, "Penduduk di sini") >= 20, "residents from the centre")
    scene.picture(scene.a, "beranda")
    look_around(scene)


def look_around(scene: Scene) -> None:
    """The keys of the page, and the devices of this counter."""
    a = scene.a
    a.press("F1")
    a.until(lambda: a.sees("Halaman ini"), "the keys")
    scene.picture(a, "tombol")
    a.press("Escape")
    a.press("Ctrl+D")
    a.until(lambda: a.title() == "Perangkat", "Perangkat")
    a.until(lambda: devices_ready(a) >= 3, "three devices that answer", 90)
    scene.picture(a, "perangkat")


def find(scene: Scene) -> None:
    """Search, choose someone never recorded of 17 or more, answer the question, open the case."""
    a = scene.a
    a.press("Ctrl+3")
    a.until(lambda: a.title() == "Penduduk", "Penduduk")
    a.write("1408067403090004")
    a.until(lambda: a.sees("bukan tanggal"), "the impossible NIK is named")
    scene.picture(a, "nik-salah")
    a.fill(line_named(a, "Cari NIK, KK, nama, tanggal lahir, alamat"), "140806")
    rows = part_named(a, QAbstractItemView, "Penduduk yang cocok")
    a.until(lambda: rows.model().rowCount() > 10, "hits")
    numbers = list(range(min(rows.model().rowCount(), 50)))
    scene.rng.shuffle(numbers)
    a.reach(rows)
    for number in numbers:
        name, born = walk_to(a, rows, number)
        a.until(partial(shown, a, name, born), "the resident")
        if a.sees("Belum pernah rekam") and age_shown(a) >= 17:
            scene.name = name
            break
    else:
        raise StepFailed("nobody here was never recorded and is 17 or more")
    scene.picture(a, "penduduk")
    a.press("Ctrl+N")
    a.until(lambda: a.title() == "Layanan" and a.sees("Apakah pemohon pernah direkam"), "the question")
    scene.picture(a, "layanan")
    a.press("Return")
    a.press("Space")
    a.until(lambda: a.can("Mulai perekaman"), "answered")
    scene.picture(a, "pernah-direkam")
    a.press("Ctrl+Return")
    a.until(lambda: a.title() == "Berkas" and a.can("Lanjut: Biodata"), "Berkas")
    scene.number = a.window.page.context.split(" ")[0] if a.window.page else ""
    scene.remember()
    scene.told("draft")


def papers(scene: Scene) -> None:
    """The family card is here."""
    a = scene.a
    a.until(lambda: a.can("Lanjut: Biodata"), "checklist")
    if not a.sees("✓ Berkas lengkap"):
        a.until(lambda: a.focus_in(QCheckBox), "the first paper")
        a.press("Space")
        a.until(lambda: a.sees("✓ Berkas lengkap"), "berkas complete")
        scene.told("papers")
    scene.picture(a, "berkas")
    a.press("Ctrl+Return")
    a.until(lambda: a.title() == "Biodata F-1.02" and a.can("Lanjut: Foto"), "Biodata")


def biodata(scene: Scene) -> None:
    """A wrong name is named beside its field and mended; the telephone number is new."""
    a = scene.a
    mother = line_named(a, "Nama ibu")
    right = mother.text()
    if any(sign.isdigit() for sign in right):
        right = "".join(sign for sign in right if not sign.isdigit())
    a.fill(mother, right + "0")
    a.press("Return")
    a.until(lambda: a.sees("Nama berisi angka 0"), "the digit is named")
    scene.picture(a, "biodata-salah")
    a.fill(mother, right)
    a.press("Return")
    a.until(lambda: not a.sees("Nama berisi angka 0") and a.can("Lanjut: Foto"), "mended")
    phone = line_named(a, "Telepon")
    a.fill(phone, scene.phone)
    a.press("Return")
    a.until(lambda: a.sees("Tersimpan") and a.can("Lanjut: Foto"), "saved")
    scene.told(f"field.phone={scene.phone}")
    scene.picture(a, "biodata")
    lock_and_come_back(scene)
    a.press("Ctrl+Return")
    a.until(lambda: a.title() == "Foto", "Foto")


def lock_and_come_back(scene: Scene) -> None:
    """The officer leaves the counter for a moment; nothing of the applicant shows, and the case is open after it."""
    a = scene.a
    name = line_named(a, "Nama lengkap").text()
    a.press("Ctrl+L")
    a.until(lambda: a.sees("Terkunci oleh"), "locked")
    if any(name in text for text in a.texts()):
        raise StepFailed("the lock shows the applicant's name")
    scene.picture(a, "kunci-layar")
    a.write(PASSPHRASE)
    a.press("Return")
    a.until(lambda: not a.sees("Terkunci oleh") and a.can("Lanjut: Foto"), "the same case")


def photo(scene: Scene) -> None:
    """Live picture, a take, another take, the applicant agrees."""
    a = scene.a
    a.until(lambda: a.can("Ambil foto") or a.can("Setuju") or a.can("Coba lagi"), "camera")
    if scene.fault == "camera":
        faults.lose_camera(scene)
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
        faults.lose_pad(scene)
    if not a.can("Pakai"):
        have(scene, scene.pen, "sign", seed=scene.rng.randint(1, 9999))
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
        faults.lose_scanner(scene)
    while not a.can("Lanjut: Iris"):
        done = recorded(a)
        position = asked_finger(a)
        if not position:
            a.until(lambda: a.can("Lanjut: Iris"), "ten fingers")
            break
        scene.impression += 1
        have(scene, scene.finger, "place", finger=position, quality=QUALITY, impression=scene.impression)
        a.until(partial(scored, a, done, position), "score", 90)
        have(scene, scene.finger, "lift")
        if recorded(a) > done:
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
        have(scene, scene.finger, "place", finger=position, quality=QUALITY, impression=scene.impression)
        a.until(partial(compared, a, position), "compared", 90)
        have(scene, scene.finger, "lift")
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
        have(scene, scene.pen, "sign", seed=scene.rng.randint(1, 9999))
        a.until(lambda: a.can("Selesaikan perekaman"), "declaration")
        scene.told("declaration")
    scene.picture(a, "periksa")
    a.press("Ctrl+Return")
    a.until(lambda: a.title() == "Resi" and a.can("Cetak resi"), "Resi")
    scene.told("submitted")
    a.press("F9")
    a.until(lambda: a.sees("Resi dibuat"), "receipt")
    scene.picture(a, "resi")
