"""The 41 columns of F-1.01 in its five tables: number, Indonesian and English head, width; and one member's values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """Columns 2 to 41 in their order, as printed: codes with their words ("2 Perempuan"), days as dd-mm-yyyy."""

    name: str = ""
    title_before: str = ""
    title_after: str = ""
    passport: str = ""
    passport_until: str = ""
    sponsor: str = ""
    sponsor_type: str = ""
    sponsor_address: str = ""
    sex: str = ""
    birth_place: str = ""
    birth_date: str = ""
    nationality: str = ""
    decree: str = ""
    birth_certificate: str = ""
    birth_certificate_number: str = ""
    blood: str = ""
    religion: str = ""
    belief: str = ""
    marital: str = ""
    marriage_certificate: str = ""
    marriage_certificate_number: str = ""
    married_on: str = ""
    divorce_certificate: str = ""
    divorce_certificate_number: str = ""
    divorced_on: str = ""
    relation: str = ""
    disabled: str = ""
    disability: str = ""
    education: str = ""
    occupation: str = ""
    permit: str = ""
    permit_place: str = ""
    permit_from: str = ""
    permit_until: str = ""
    arrived_at: str = ""
    arrived_on: str = ""
    mother_nik: str = ""
    mother: str = ""
    father_nik: str = ""
    father: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A column's two heads and its width in mm."""

    words: str
    english: str
    width: float


NUMBER = 9.2  # mm: the column "No." that opens each table; each table is 273 mm wide
_H = Head
TABLES: tuple[tuple[Head, ...], ...] = (
    (
        _H("Nama Lengkap", "Full Name", 72),
        _H("Depan", "Prefix", 28),
        _H("Belakang", "Suffix", 32),
        _H("Nomor Paspor", "Passport Number", 42),
        _H("Tanggal Berakhir Paspor", "Date of Expiry", 34.8),
        _H("Nama Sponsor", "Sponsor Name", 55),
    ),
    (
        _H("Tipe Sponsor", "Type of Sponsor", 32),
        _H("Alamat Sponsor", "Sponsor Address", 58),
        _H("Jenis Kelamin", "Sex", 26),
        _H("Tempat Lahir", "Place of Birth", 36),
        _H("Tanggal/Bulan/Tahun Lahir", "Date of Birth", 32),
        _H("Kewarganegaraan", "Nationality", 32),
        _H("No. SK Penetapan WNI", "Citizenship Decree", 27.8),
        _H("Akta Lahir", "Birth Certificate", 20),
    ),
    (
        _H("Nomor Akta Kelahiran", "Birth Certificate Number", 40),
        _H("Gol. Darah", "Type of Blood", 22),
        _H("Agama", "Religion", 28),
        _H("Nama Organisasi Kepercayaan Terhadap Tuhan YME", "Faith-Based Organization Recognized by the State", 50),
        _H("Status Perkawinan", "Marital Status", 36),
        _H("Akta Perkawinan", "Marriage Certificate", 22),
        _H("Nomor Akta Perkawinan", "Marriage Certificate Number", 40),
        _H("Tanggal Perkawinan", "Date of Marriage", 25.8),
    ),
    (
        _H("Akta Perceraian", "Divorce Certificate", 21),
        _H("Nomor Akta Perceraian", "Divorce Certificate Number", 36),
        _H("Tanggal Perceraian", "Date of Divorce", 22),
        _H("Status Hubungan Dalam Keluarga", "Family Relationship Status", 27),
        _H("Penyandang Disabilitas", "Person with Disabilities", 22),
        _H("Jenis Disabilitas", "Type of Disability", 25),
        _H("Pendidikan Terakhir", "Latest Education", 32),
        _H("Jenis Pekerjaan", "Type of Employment", 33),
        _H("Nomor ITAS/ITAP", "ITAS/ITAP Number", 25),
        _H("Tempat Terbit ITAS/ITAP", "Place of Issuance", 20.8),
    ),
    (
        _H("Tanggal Terbit ITAS/ITAP", "Date of Issuance", 26),
        _H("Tanggal Akhir ITAS/ITAP", "Expiry Date", 26),
        _H("Tempat Datang Pertama", "First Place of Arrival", 32),
        _H("Tanggal Kedatangan Pertama", "Date of First Arrival", 28),
        _H("NIK Ibu", "Mother’s Identification Number", 34),
        _H("Nama Ibu", "Mother’s Name", 42),
        _H("NIK Ayah", "Father’s Identification Number", 34),
        _H("Nama Ayah", "Father’s Name", 41.8),
    ),
)
