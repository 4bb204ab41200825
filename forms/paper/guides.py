"""Petunjuk pengisian: how the statements are filled in by hand (Permendagri 6/2026), as a last page of a blank."""

from __future__ import annotations

from dataclasses import dataclass

from forms.paper.form import Form
from forms.paper.settle import lines_of
from forms.sheet import BOLD, SEMIBOLD

SIZE, LEAD = 9.0, 4.3
_NIK, _KK = "Nomor Induk Kependudukan sesuai KK dan KTP-el.", "Nomor Kartu Keluarga sesuai KK."
_ADDRESS = "Alamat sesuai yang tercantum dalam KK."
_PLACE = (
    "Nama jalan atau kampung/dusun, nomor rumah bila ada, RT dan RW, desa/kelurahan, kecamatan, kabupaten/kota "
    "dan provinsi."
)
_DATE = ("Tempat dan tanggal", "Tempat dan tanggal surat ini dibuat.")
_THUMB = "Tanda tangan atau cap jempol"
_STAMP = "Meterai cukup ditempel pada kolom tanda tangan {}; tanda tangan mengenai bagian meterai."


@dataclass(frozen=True, slots=True)
class Part:
    """A lettered part: its title, then what to write and how."""

    title: str
    rows: tuple[tuple[str, str], ...]


GUIDES: dict[str, tuple[Part, ...]] = {
    "F-1.03": (
        Part("Data dan permohonan", (
            ("1. No KK", "Nomor KK sesuai daerah asal."),
            ("2. Nama Lengkap Pemohon", "Nama sesuai akta kelahiran atau KTP-el."),
            ("3. NIK", "Nomor Induk Kependudukan yang berlaku."),
            ("4. Jenis Permohonan", "Dicentang sesuai dokumen yang dibutuhkan; pilih satu."),
            ("5, 7. Alamat asal dan alamat pindah", _PLACE),
            ("6. Klasifikasi Kepindahan", "Dicentang sesuai jauhnya kepindahan."),
            ("8, 9. Alasan dan jenis kepindahan", "Dicentang sesuai pilihan yang tersedia."),
            ("10, 11. Anggota keluarga", "Status KK bagi yang tidak pindah dan bagi yang pindah."),
            ("12. Daftar anggota keluarga", "Semua anggota keluarga yang pindah: NIK, nama, SHDK."),
        )),
        Part("Orang Asing pemegang ITAS (SKTT) atau ITAP", (
            ("13, 14, 15. Sponsor", "Nama, tipe dan alamat sponsor di Indonesia."),
            ("16. KITAS dan KITAP", "Nomor dan tanggal masa berlaku."),
        )),
        Part("Surat Keterangan Pindah Luar Negeri", (
            ("17, 18. Tujuan", "Negara tujuan dan alamat lengkap di sana."),
            ("19. Penanggung jawab", "Orang atau lembaga yang menaungi dan bertanggung jawab atas kepindahan."),
            ("20. Rencana pindah", "Tanggal, bulan dan tahun kepindahan."),
        )),
    ),
    "F-1.03A": (
        Part("Pemberi kuasa", (
            ("Nama", "Nama lengkap orang tua atau wali yang berada dalam KK yang sama dengan anak."),
            ("NIK", _NIK), ("No. KK", _KK), ("Alamat", _ADDRESS),
        )),
        Part("Penerima kuasa", (
            ("Nama", "Nama lengkap kepala keluarga yang menerima anak dalam KK-nya."),
            ("NIK", _NIK), ("No. KK", _KK), ("Alamat", _ADDRESS),
        )),
        Part("Anak yang diasuhkan", (("Nama dan NIK", "Sesuai yang tercantum dalam KK pemberi kuasa."),)),
        Part("Tanda tangan", (_DATE, ("Meterai", _STAMP.format("pemberi kuasa")), (_THUMB, "Kedua pihak."))),
    ),
    "F-1.03B": (
        Part("Pembuat pernyataan", (
            ("Nama", "Nama lengkap kepala keluarga yang KK-nya akan ditambah anggota dari keluarga lain."),
            ("NIK", _NIK), ("No. KK", _KK), ("Alamat", _ADDRESS),
        )),
        Part("Anggota keluarga yang menumpang", (("Nama dan NIK", "Setiap penduduk yang akan menumpang."),)),
        Part("Tanda tangan", (_DATE, ("Meterai", _STAMP.format("pembuat pernyataan")))),
    ),
    "F-1.03C": (
        Part("Pemilik rumah", (
            ("Nama", "Nama lengkap pemilik rumah, kontrakan atau kost."),
            ("NIK", _NIK), ("No. KK", _KK), ("Alamat", _ADDRESS),
        )),
        Part("Alamat yang diizinkan", (
            ("Alamat", "Rumah, kontrakan atau kost yang akan tercantum dalam dokumen penggunanya."),
        )),
        Part("Pengguna alamat", (
            ("Nama Kepala Keluarga", "Nama lengkap pengguna alamat atau penyewa."), ("NIK", _NIK),
            ("Jumlah Pengikut", "Anggota keluarga dalam KK yang sama; nama dan NIK masing-masing dalam tabel."),
        )),
        Part("Tanda tangan", (_DATE, ("Meterai", _STAMP.format("pemilik rumah")), (_THUMB, "Kedua pihak."))),
    ),
    "F-1.05": (
        Part("Suami (pihak pertama) dan istri (pihak kedua)", (
            ("Nama lengkap", "Yang memberikan pernyataan."), ("NIK", "Sesuai KTP-el."),
        )),
        Part("Perkawinan atau perceraian", (
            ("Tanggal", "Tanggal, bulan dan tahun dilangsungkan; coret yang tidak sesuai."),
        )),
        Part("Saksi", (("Dua orang", "Yang melihat, mengetahui atau meyakini peristiwa dan telah memiliki NIK."),)),
        Part("Tanda tangan", (
            _DATE,
            ("Meterai", "Lembar 1 pada kolom suami, lembar 2 pada kolom istri; tanda tangan mengenai bagian meterai."),
            ("Saksi", "Tanda tangan atau cap jempol di bawah kolom suami dan istri."),
        )),
    ),
    "F-1.07": (
        Part("Pemberi kuasa", (
            ("Nama lengkap", "Yang memberikan kuasa untuk mengisi formulir."),
            ("Tempat/Tanggal Lahir/Usia", "Sesuai akta kelahiran; bila tanggal lahir tidak diketahui, usianya."),
            ("Pekerjaan", "Jenis atau bidang pekerjaan."),
            ("Alamat", _PLACE),
        )),
        Part("Penerima kuasa", (("Nama lengkap dan NIK", "Yang diberi kuasa."),)),
        Part("Pernyataan", (("Sakit/lainnya", "Coret yang tidak sesuai; tulis alasan bila bukan sakit."),)),
        Part("Tanda tangan", (
            ("Meterai", _STAMP.format("pemberi kuasa")), ("Penerima kuasa", "Di sebelah kiri pemberi kuasa."),
        )),
    ),
}  # fmt: skip


def guide_page(form: Form, code: str) -> None:
    """A further page with what to write where."""
    form.next_page()
    left, wide = 20.0, form.width - 40
    form.label(form.width / 2, 22, f"PETUNJUK PENGISIAN {code}", 11, font=BOLD, align="centre")
    y = 34.0
    for letter, part in zip("ABCDEFGH", GUIDES[code], strict=False):
        form.label(left, y, f"{letter}.  {part.title}", 9.5, font=SEMIBOLD)
        y += 5.4
        for label, words in part.rows:
            names = lines_of(label, 46, SIZE)
            lines = lines_of(words, wide - 58, SIZE)
            form.label(left + 54, y, ":", SIZE)
            for x, texts in ((left + 6, names), (left + 58, lines)):
                for index, text in enumerate(texts):
                    form.label(x, y + index * LEAD, text, SIZE)
            y += max(len(lines), len(names)) * LEAD + 0.9
        y += 2.5
