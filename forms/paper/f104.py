"""F-1.04 Surat Pernyataan Tidak Memiliki Dokumen Kependudukan (Permendagri 6/2026)."""

from __future__ import annotations

from dataclasses import dataclass

from forms.paper.form import Form
from forms.paper.letter import Letter, Signer

TRUTH = (
    "Dengan ini menyatakan bahwa saya tidak memiliki dokumen kependudukan dan apabila dikemudian hari ternyata "
    "pernyataan saya ini tidak benar, maka saya bersedia diproses secara hukum sesuai dengan peraturan "
    "perundang-undangan serta dokumen yang diterbitkan dari permohonan ini menjadi tidak sah."
)


@dataclass(frozen=True, slots=True)
class NoDocuments:
    """Who declares it."""

    name: str = ""
    address: str = ""
    birth: str = ""  # "KABUPATEN SIAK, 12-03-2009"
    mother: str = ""
    place: str = ""
    on: str = ""


def no_documents_form(data: NoDocuments | None = None, *, marking: str = "") -> bytes:
    """The PDF, one page. Raises MissingGlyph."""
    data = data or NoDocuments()
    form = Form("F-1.04", "Pernyataan Tidak Memiliki Dokumen Kependudukan", marking=marking)
    letter = Letter(form, "SURAT PERNYATAAN TIDAK MEMILIKI DOKUMEN KEPENDUDUKAN")
    letter.say("Yang bertanda tangan di bawah ini :")
    letter.skip(1)
    letter.fields(
        (
            ("Nama", data.name),
            ("Alamat", data.address),
            ("Tempat dan Tanggal lahir", data.birth),
            ("Nama Ibu", data.mother),
        ),
        colon=50.0,
    )
    letter.skip(4)
    letter.say(TRUTH)
    letter.skip(6)
    letter.date(data.place, data.on)
    letter.sign((None, Signer("Yang menyatakan,", data.name, "Meterai")))
    return form.finish()
