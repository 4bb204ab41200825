"""F-1.03A Surat Kuasa Pengasuhan Anak dari Orang Tua/Wali (Permendagri 6/2026); stamp duty at the giver's signature."""

from __future__ import annotations

from dataclasses import dataclass

from forms.paper.form import Form, sheets
from forms.paper.guides import guide_page
from forms.paper.letter import Letter, Signer
from forms.paper.people import COLUMNS, EACH, NO_PARTY, Named, Party, named_rows

PURPOSE = (
    "Untuk mengasuh anak Pemberi Kuasa dan memasukkan datanya ke dalam Kartu Keluarga Penerima Kuasa, sebagai berikut:"
)
TRUTH = (
    "Demikian surat kuasa ini dibuat dengan sebenar-benarnya dan apabila dikemudian hari ternyata pernyataan ini tidak "
    "benar, maka kami selaku Pemberi Kuasa dan Penerima Kuasa bersedia diproses secara hukum sesuai dengan peraturan "
    "perundang-undangan dan dokumen yang diterbitkan akibat dari pernyataan ini menjadi tidak sah."
)


@dataclass(frozen=True, slots=True)
class Custody:
    """Who gives, who takes, which children."""

    giver: Party = NO_PARTY
    taker: Party = NO_PARTY
    children: tuple[Named, ...] = ()
    place: str = ""
    on: str = ""


def custody_form(data: Custody | None = None, *, marking: str = "") -> bytes:
    """The PDF; more than five children go on a further sheet; a blank has its guide behind it. Raises MissingGlyph."""
    blank, data = data is None, data or Custody()
    form = Form("F-1.03A", "Surat Kuasa Pengasuhan Anak", marking=marking)
    portions = sheets(data.children, EACH)
    for number, children in enumerate(portions, 1):
        if number > 1:
            form.next_page()
        letter = Letter(form, "SURAT KUASA PENGASUHAN ANAK DARI ORANG TUA/WALI", sheet=number, of=len(portions))
        letter.say("Yang bertanda tangan di bawah ini:")
        letter.skip(1)
        letter.fields(data.giver.rows())
        letter.say("yang selanjutnya disebut Pemberi Kuasa.")
        letter.skip(4)
        letter.say("Memberikan kuasa kepada:")
        letter.skip(1)
        letter.fields(data.taker.rows())
        letter.say("yang selanjutnya disebut Penerima Kuasa.")
        letter.skip(4)
        letter.say(PURPOSE)
        letter.skip(1)
        letter.table(COLUMNS, named_rows(children), least=EACH, first=(number - 1) * EACH + 1)
        letter.say(TRUTH)
        letter.skip(6)
        letter.date(data.place, data.on)
        letter.sign((Signer("Penerima Kuasa", data.taker.name), Signer("Pemberi Kuasa", data.giver.name, "Meterai")))
    if blank:
        guide_page(form, "F-1.03A")
    return form.finish()
