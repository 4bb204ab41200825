"""Words about the station's data: the store, its backups, the disk and the clock.

Errors of the store are known here by name only: this module lies below it.
"""

from __future__ import annotations

from datetime import datetime

from station.problems.words import MONTHS, Words, moment_words


def room_words(degree: str, left: str) -> Words:
    """M18: how much room is left, by degree (warn, low or shut); nothing for enough."""
    if degree == "shut":
        return Words(
            f"Ruang simpan tinggal {left}.",
            "Permohonan yang sudah dibuka tetap bisa selesai; yang baru menunggu. Pindahkan cadangan lama.",
        )
    if degree == "low":
        return Words(
            f"Ruang simpan tinggal {left}.",
            "Permohonan ini tetap bisa selesai. Pindahkan cadangan lama sebelum pemohon berikutnya.",
        )
    return Words(f"Ruang simpan tinggal {left}.", "Pindahkan cadangan lama minggu ini.") if degree else Words("")


def damaged_words(backup_at: str) -> Words:
    """M24: a damaged store that is not opened; the newest whole backup by its stamp, "" for none."""
    newest = f"Cadangan utuh terbaru: {moment_words(backup_at)}." if backup_at else "Belum ada cadangan utuh di sini."
    return Words(
        "Data stasiun rusak pada satu bagian dan tidak dibuka supaya tidak salah.",
        f"{newest} Jangan hapus apa pun; panggil administrator, Pulihkan.",
    )


def going_back_words(backup_at: str, cases: int, actions: int) -> str:
    """What a restore over a damaged store means, whose own contents nobody can count."""
    return (
        f"Data sekarang rusak dan tidak dapat dihitung. Stasiun kembali ke {moment_words(backup_at)}: "
        f"{cases} permohonan, {actions} tindakan. Data sekarang dipindahkan, tidak dihapus. "
        "Perekaman boleh berjalan; pencetakan menunggu pencocokan dengan Pusat."
    )


def restored_words(backup_at: str) -> Words:
    """M13: what a restore stops and what goes on."""
    return Words(
        f"Data dipulihkan dari {moment_words(backup_at) if backup_at else 'cadangan'}.",
        "Perekaman berjalan; pencetakan menunggu pencocokan dengan Pusat supaya tidak ada kartu dicetak dua kali. "
        "Sambungkan jaringan atau pakai berkas balasan.",
    )


def lost_slots_words(*, damaged: bool) -> Words:
    """A store whose slot file is lost or unreadable: nobody can sign in."""
    return Words(
        f"Berkas sandi stasiun (slots.json) {'tidak terbaca' if damaged else 'hilang'}.",
        "Data masih ada; jangan hapus apa pun. Kembalikan dari cadangan: ./loket restore FOLDER.",
    )


def clock_words_of(now: datetime, contact: datetime) -> Words:
    """A computer's clock that is years off, against the last time the centre signed."""
    here, there = now.astimezone(), contact.astimezone()
    said = f"{here.day} {MONTHS[here.month - 1]} {here.year}, kontak terakhir dengan Dinas {there.day} "
    said += f"{MONTHS[there.month - 1]} {there.year}"
    if here < there:
        return Words(f"Jam komputer tertinggal: {said}.", "Waktu terakhir dari Dinas dipakai. Betulkan jam komputer.")
    return Words(f"Jam komputer mungkin terlalu maju: {said}.", "Betulkan jam komputer, lalu masuk lagi.")


def store_words(error: Exception) -> Words:
    """A fault of the store, known by the name of its error."""
    return {
        "StoreFull": Words("Belum tersimpan: ruang simpan penuh.", "Hapus berkas lain di disk ini, lalu Coba lagi."),
        "StoreLocked": Words("Data ini dibuat di komputer lain.", "Pasang kunci pemulihan atau pulihkan cadangan."),
        "StoreDamaged": Words(
            "Data stasiun rusak pada satu bagian dan tidak dibuka.", "Jangan hapus apa pun; panggil administrator."
        ),
        "StoreNewer": Words("Data ini dari Loket yang lebih baru.", "Pasang Loket yang sama atau lebih baru."),
        "SlotsDamaged": Words("Berkas sandi stasiun tidak terbaca.", "Jangan hapus apa pun; panggil administrator."),
        "SlotsForeign": Words(
            "Berkas sandi ini dari komputer lain.",
            "Kembalikan slots.json komputer ini dari cadangan, atau pulihkan cadangan: ./loket restore FOLDER.",
        ),
        "NikTaken": Words(
            "NIK ini sudah dipegang penduduk lain di stasiun ini.",
            "Satu orang satu NIK. Cari NIK itu di Penduduk (Ctrl+3), Buka yang itu, lalu periksa berkasnya.",
        ),
        "StoreScarce": room_words("shut", str(error)),
    }.get(type(error).__name__, Words("Belum tersimpan.", "Coba lagi; bila berulang, panggil teknisi."))


def tries_words(error: Exception) -> Words | None:
    """A passphrase that did not fit (`left` tries) or a slot that is shut (`until`); None for another error."""
    left, until = getattr(error, "left", None), getattr(error, "until", None)
    if left is not None:
        return Words("Sandi salah.", f"Sisa {left} percobaan, lalu terkunci 15 menit.")
    if isinstance(until, datetime):
        title = f"Terkunci sampai {until.astimezone():%H.%M} karena 5 kali salah."
        return Words(title, "Administrator dapat membuka lebih cepat.")
    return None


def keeping_words(error: Exception) -> Words:
    """Why a backup or a restore did not go through; the present data stand untouched in each case."""
    what = str(error)
    of_files = {
        "station.db": Words("Belum ada stasiun di sini.", "Periksa LOKET_HOME dan --station."),
        "machine.key.age": Words(
            "Kunci mesin tidak ada di komputer ini.",
            "Pemegang kunci pemulihan membuka machine.key.age dari cadangan: "
            "age -d -i KUNCI machine.key.age > FOLDER-STASIUN/machine.key, lalu ulangi.",
        ),
    }
    return {
        "NotFound": of_files.get(what, Words(f"Cadangan {what} tidak ditemukan.", "Sebut folder cadangan yang utuh.")),
        "BackupDamaged": Words(f"Cadangan rusak: {what}.", "Tidak ada yang diubah. Pakai cadangan lain."),
        "StoreDamaged": Words(f"Salinan tidak utuh: {what}.", "Tidak ada yang diubah. Pakai cadangan lain."),
        "StoreBusy": Words("Stasiun ini masih terbuka.", "Tutup Loket, lalu ulangi."),
        "NotAdministrator": Words("Hanya administrator yang memulihkan.", "Panggil administrator stasiun ini."),
        "DiskAbsent": Words("Disk cadangan tidak terpasang.", f"Pasang disk bertanda {what}."),
        "ForeignBackup": Words(
            f"Cadangan ini dari stasiun {what}, bukan {getattr(error, 'here', '')}.",
            f"Tidak ada yang diubah. Pakai cadangan dari disk bertanda CADANGAN-{getattr(error, 'here', '')}.",
        ),
        "StoreFull": Words(f"Ruang simpan penuh ({what}).", "Kosongkan disk itu atau pilih folder lain (--to)."),
        "DiskFault": Words(f"Disk tidak dapat dibaca atau ditulisi ({what}).", "Periksa disk dan hak, lalu ulangi."),
        "Conflict": Words(f"{what} sudah ada.", "Ulangi sebentar lagi."),
        "SecretMissing": Words(
            "Kunci mesin tidak terbaca.", "Buka keyring dengan pengguna yang memasang stasiun, lalu ulangi."
        ),
    }.get(type(error).__name__, tries_words(error) or store_words(error))
