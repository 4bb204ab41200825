"""One fault for each kind of device and for the centre: taken away, named on the screen, brought back, gone on."""

from __future__ import annotations

from station.walkthrough.scene import Scene, have


def lose_camera(scene: Scene) -> None:
    a = scene.a
    scene.camera.do("refuse")
    a.until(lambda: "Kamera" in a.banner(), "the camera's absence is named")
    scene.picture(a, "gangguan-kamera")
    scene.camera.do("accept")
    a.press("F5")
    a.until(lambda: a.can("Ambil foto"), "camera back")


def lose_pad(scene: Scene) -> None:
    a = scene.a
    have(scene, scene.pen, "unplug")
    a.until(lambda: "Papan tanda tangan" in a.banner(), "the pad's absence is named")
    scene.picture(a, "gangguan-papan")
    have(scene, scene.pen, "replug")
    a.press("F8")


def lose_scanner(scene: Scene) -> None:
    a = scene.a
    have(scene, scene.finger, "unplug")
    a.until(lambda: "Pemindai jari" in a.banner(), "the scanner's absence is named")
    scene.picture(a, "gangguan-pemindai")
    have(scene, scene.finger, "replug")
    a.press("F5")
    a.until(lambda: not a.banner(), "scanner back")


def empty_ribbon(scene: Scene) -> None:
    b = scene.b
    scene.printer.do({"do": "fault", "reason": "marker-supply-empty"})
    b.press("Ctrl+Return")
    b.until(lambda: "Pita habis" in b.banner(), "the empty ribbon is named")
    scene.picture(b, "gangguan-pita")
    scene.printer.do({"do": "mend"})
    scene.printer.do({"do": "ribbon", "left": 200})
    b.press("F5")
    b.until(lambda: b.can("Cetak kartu ini") or b.can("Catat"), "mended")
    if b.sees("Lihat baki keluar"):
        b.press("Alt+T")
        b.until(lambda: b.can("Catat"), "no card")
        b.press("Ctrl+Return")
        b.until(lambda: b.can("Cetak kartu ini"), "again")


def lose_centre(scene: Scene) -> None:
    a = scene.a
    scene.centre.stop()
    a.press("Ctrl+9")
    a.until(lambda: a.can("Kirim sekarang"), "Sinkronisasi")
    a.press("F5")
    a.until(lambda: a.sees("Tanpa jaringan"), "the centre's absence is shown")
    scene.picture(a, "gangguan-pusat")
    scene.centre.start_again()
