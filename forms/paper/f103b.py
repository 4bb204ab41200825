"""F-1.03B Surat Pernyataan Bersedia Menerima sebagai Anggota Keluarga (Permendagri 6/2026)."""

from __future__ import annotations

from dataclasses import dataclass

from forms.paper.form import Form, sheets
from forms.paper.guides import guide_page
from forms.paper.letter import Letter, Signer
from forms.paper.people import COLUMNS, EACH, NO_PARTY, Named, Party, named_rows

WILLING = (
    "Bertindak selaku Kepala Keluarga menyatakan dengan ini bahwa saya bersedia menerima sebagai anggota keluarga "
    "dalam Kartu Keluarga sebagai berikut:"
)
TRUTH = (
    "Demikian surat pernyataan ini saya buat dengan sebenar-benarnya dan apabila dikemudian hari ternyata pernyataan "
    "saya ini tidak benar, maka saya bersedia diproses secara hukum sesuai dengan peraturan perundang-undangan dan "
    "dokumen yang diterbitkan akibat dari pernyataan ini menjadi tidak sah."
)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The head of the family and whom he takes in."""

    head: Party = NO_PARTY
    people: tuple[Named, ...] = ()
    place: str = ""
    on: str = ""


def acceptance_form(data: Acceptance | None = None, *, marking: str = "") -> bytes:
    """The PDF; more than five people go on a further sheet; a blank has its guide behind it. Raises MissingGlyph."""
    blank, data = data is None, data or Acceptance()
    form = Form("F-1.03B", "Pernyataan Bersedia Menerima sebagai Anggota Keluarga", marking=marking)
    portions = sheets(data.people, EACH)
    title = "SURAT PERNYATAAN BERSEDIA MENERIMA SEBAGAI ANGGOTA KELUARGA"
    for number, people in enumerate(portions, 1):
        if number > 1:
            form.next_page()
        letter = Letter(form, title, sheet=number, of=len(portions))
        letter.say("Yang bertanda tangan di bawah ini:")
        letter.skip(1)
        letter.fields(data.head.rows())
        letter.skip(4)
        letter.say(WILLING)
        letter.skip(1)
        letter.table(COLUMNS, named_rows(people), least=EACH, first=(number - 1) * EACH + 1)
        letter.say(TRUTH)
        letter.skip(8)
        letter.date(data.place, data.on)
        letter.sign((None, Signer("Yang Membuat Pernyataan", data.head.name, "Meterai")))
    if blank:
        guide_page(form, "F-1.03B")
    return form.finish()
