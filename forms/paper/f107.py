"""F-1.07 Surat Kuasa dalam Pelayanan Adminduk (Permendagri 6/2026); stamp duty at the giver's signature."""

from __future__ import annotations

from dataclasses import dataclass

from forms.paper.form import Form
from forms.paper.guides import guide_page
from forms.paper.letter import Letter, Signer
from forms.paper.people import NO_NAME, Named

PURPOSE = (
    "Untuk mengisi formulir dalam pelayanan administrasi kependudukan, sesuai keterangan dan kelengkapan persyaratan "
    "yang saya berikan seperti keadaan yang sebenarnya dikarenakan kondisi saya dalam keadaan "
)


@dataclass(frozen=True, slots=True)
class Proxy:
    """Who may act for whom, and why. The day in words: "Selasa", "24", "November", "2026"."""

    weekday: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    place: str = ""
    giver: str = ""
    birth: str = ""  # place and date of birth, or the age
    occupation: str = ""
    address: str = ""
    taker: Named = NO_NAME
    ill: bool = False
    reason: str = ""  # in words, where it is not an illness


def proxy_form(data: Proxy | None = None, *, marking: str = "") -> bytes:
    """The PDF, one page; a blank has its guide behind it. Raises MissingGlyph."""
    blank, data = data is None, data or Proxy()
    form = Form("F-1.07", "Surat Kuasa dalam Pelayanan Administrasi Kependudukan", marking=marking)
    letter = Letter(form, "SURAT KUASA DALAM PELAYANAN", "ADMINISTRASI KEPENDUDUKAN")
    letter.say(_opening(data))
    letter.skip(1)
    letter.fields(
        (
            ("Nama lengkap", data.giver),
            ("Tempat & Tanggal lahir/Usia", data.birth),
            ("Pekerjaan", data.occupation),
            ("Alamat", data.address),
        ),
        colon=56.0,
    )
    letter.skip(4)
    letter.say("Memberikan kuasa kepada:")
    letter.skip(1)
    letter.fields((("Nama lengkap", data.taker.name), ("NIK", data.taker.nik)), colon=56.0)
    letter.skip(4)
    letter.say(PURPOSE + _condition(data))
    letter.skip(10)
    letter.sign((Signer("Yang diberi kuasa,", data.taker.name), Signer("Yang memberi kuasa,", data.giver, "Meterai")))
    if not (data.ill or data.reason):
        letter.skip(6)
        letter.say("*) coret yang tidak sesuai")
    if blank:
        guide_page(form, "F-1.07")
    return form.finish()


def _opening(data: Proxy) -> str:
    blank = "…………"
    return (
        f"Pada hari ini {data.weekday or blank} tanggal {data.day or blank} bulan {data.month or blank} tahun "
        f"{data.year or blank} bertempat di {data.place or blank * 2}, saya:"
    )


def _condition(data: Proxy) -> str:
    """The words that apply; on a blank both, to be struck out by hand."""
    if data.ill:
        return "sakit."
    return f"{data.reason}." if data.reason else f"sakit/lainnya {'…………' * 4}*)."
