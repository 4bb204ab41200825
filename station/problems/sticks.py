"""Words about sticks: what happened, and the next step. A stick never takes anything from the station."""

from __future__ import annotations

from station.problems.words import Words
from sync.stick import Exported, Fault, Taken

_STICK = {
    "stick-full": Words("Stik penuh.", "Kosongkan atau pakai stik lain, lalu ulangi. Tidak ada yang hilang."),
    "stick-read-only": Words(
        "Stik tidak dapat ditulisi.", "Buka kunci geser di sisinya atau pakai stik lain. Tidak ada yang hilang."
    ),
    "stick-pulled": Words("Stik dicabut sebelum selesai.", "Tidak ada yang hilang; pasang lagi dan ulangi."),
    "stick-odd": Words(
        "Di stik ada berkas lain dengan nama yang dipakai Loket.", "Pindahkan berkas itu atau pakai stik lain."
    ),
    "disk-full": Words(
        "Disk komputer penuh, berkas belum disegel.", "Kosongkan disk, lalu ulangi. Data tetap di permohonan."
    ),
    "folder-not-writable": Words(
        "Folder kiriman tidak dapat ditulisi.", "Hubungi teknisi, lalu ulangi. Data tetap di permohonan."
    ),
}
_PARCEL = {
    "half-copied": Words("Berkas balasan tidak utuh.", "Salin ulang dari komputer UPTD. Yang sudah masuk tetap masuk."),
    "bad-signature": Words(
        "Berkas balasan ini bukan dari Dinas.", "Tidak ada yang diubah. Mintalah yang asli di UPTD."
    ),
    "not-for-us": Words(
        "Berkas balasan ini disegel untuk kunci lain.", "Tidak ada yang diubah. Ekspor lagi dan mintalah yang baru."
    ),
}


def stick_words(code: str) -> Words:
    """Why a stick took or gave nothing."""
    return _STICK.get(code) or Words(f"Stik tidak dapat dipakai ({code}).", "Pakai stik lain. Tidak ada yang hilang.")


def parcel_words(fault: Fault, station: str, asked: str) -> Words:
    """Why a return file was not taken (M23); `asked` is the name of the one to ask for."""
    if fault.code == "other-station":
        return Words(
            f"Berkas balasan ini untuk stasiun {place_words(fault.station)}, bukan {place_words(station)}.",
            f"Tidak ada yang diubah. Mintalah berkas bernama {asked}.",
        )
    known = _PARCEL.get(fault.code)
    return known or Words(
        f"Berkas balasan {fault.name} tidak dapat dibaca ({fault.code}).", f"Mintalah berkas bernama {asked}."
    )


def place_words(station: str) -> str:
    """A station's name as people say it.

    >>> place_words("MINAS"), place_words("SUNGAI-APIT"), place_words("UPTD-SIAK")
    ('Minas', 'Sungai Apit', 'UPTD Siak')
    """
    return " ".join(part if part == "UPTD" else part.title() for part in station.split("-"))


def exported_words(made: Exported, size: str) -> Words:
    """What lies on the stick now."""
    left = f" {made.left} berkas lagi menunggu stik berikutnya." if made.left else ""
    many = f"{made.packets} berkas, {size}" if made.packets else "Tidak ada berkas baru; permintaan kabar ikut"
    return Words("Aman dicabut.", f"{made.folder.name}: {many}. Bawa ke UPTD.{left}")


def taken_words(taken: Taken) -> Words:
    """What the return files did."""
    if not taken.found:
        return Words(
            "Tidak ada berkas balasan untuk stasiun ini.", "Ekspor dulu, bawa stik ke UPTD, lalu masukkan lagi."
        )
    if not (taken.receipts or taken.refused or taken.items):
        return Words("Aman dicabut.", "Isinya sudah pernah dimasukkan; tidak ada yang baru.")
    refused = f", {taken.refused} ditolak (lihat Sinkronisasi)" if taken.refused else ""
    return Words("Aman dicabut.", f"{taken.receipts} berkas diterima Dinas{refused}; {taken.items} kabar baru.")
