"""F-1.05 SPTJM Perkawinan/Perceraian Belum Tercatat (Permendagri 6/2026).

Two copies: on the first the stamp duty lies at the husband's signature, on the second at the wife's.
"""

from __future__ import annotations

from dataclasses import dataclass

from forms.paper.form import Column, Form, sheets
from forms.paper.guides import guide_page
from forms.paper.letter import LEFT, Letter, Signer
from forms.paper.people import NO_NAME, Named

EACH = 4
COLUMNS = (
    Column("no", "No", 12, "centre"),
    Column("nama", "Nama", 58),
    Column("akta", "No. Akta Kelahiran", 54, "centre"),
    Column("shdk", "SHDK", 36, "centre"),
)
TITLES = ("SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK", "PERKAWINAN/PERCERAIAN BELUM TERCATAT")
TRUTH = (
    "Demikian surat pernyataan ini kami buat dengan sebenarnya, apabila dalam keterangan yang saya berikan terdapat "
    "hal-hal yang tidak berdasarkan kebenaran yang sebenarnya, bersedia dikenakan sanksi sesuai dengan ketentuan "
    "peraturan perundang-undangan yang berlaku."
)
# The printed regulation says "tercatat" in a form about what is not; the sense needs "terikat".
MARRIED, DIVORCED = "telah terikat perkawinan sebagai suami istri", "telah melakukan perceraian"


@dataclass(frozen=True, slots=True)
class Child:
    """A child named in the statement."""

    name: str = ""
    certificate: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Union:
    """A marriage or divorce that no register has; `divorced` chooses the words, None leaves both to be struck out."""

    husband: Named = NO_NAME
    wife: Named = NO_NAME
    divorced: bool | None = None
    happened_on: str = ""
    witnesses: tuple[Named, Named] = (NO_NAME, NO_NAME)
    children: tuple[Child, ...] = ()
    place: str = ""
    on: str = ""


def union_form(data: Union | None = None, *, marking: str = "") -> bytes:
    """The PDF: both copies, each on as many sheets as the children need; a blank has its guide behind them.

    Raises MissingGlyph.
    """
    blank, data = data is None, data or Union()
    form = Form("F-1.05", "SPTJM Perkawinan/Perceraian Belum Tercatat", marking=marking)
    portions = sheets(data.children, EACH)
    pages = [(copy, number, part) for copy in (1, 2) for number, part in enumerate(portions, 1)]
    for index, (copy, number, children) in enumerate(pages):
        if index:
            form.next_page()
        letter = Letter(form, *TITLES, sheet=number, of=len(portions))
        _parties(letter, data)
        rows = [(child.name, child.certificate, child.relation) for child in children]
        letter.table(COLUMNS, rows, least=EACH, first=(number - 1) * EACH + 1, tall=5.6)
        letter.say(TRUTH)
        letter.skip(2)
        _sign(letter, data, copy)
        form.label(LEFT, 289, f"Lembar {copy}" if len(portions) == 1 else f"Lembar {copy}, bagian {number}", 9)
    if blank:
        guide_page(form, "F-1.05")
    return form.finish()


def _parties(letter: Letter, data: Union) -> None:
    letter.skip(-4)
    letter.say("Kami yang bertandatangan di bawah ini:")
    _party(letter, "I.", data.husband)
    letter.say("Sebagai suami, selanjutnya disebut PIHAK PERTAMA.")
    _party(letter, "II.", data.wife)
    letter.say("Sebagai istri, selanjutnya disebut PIHAK KEDUA,")
    both = f"{MARRIED} / {DIVORCED}*"
    what = both if data.divorced is None else DIVORCED if data.divorced else MARRIED
    when = data.happened_on or "……………………… (tanggal perkawinan/perceraian*)"
    letter.say(f"menyatakan bahwa kami {what}, yang dilaksanakan pada {when}, dengan saksi-saksi:")
    for numeral, witness in zip(("I.", "II."), data.witnesses, strict=True):
        _party(letter, numeral, witness)
    letter.say("Dengan nama anak-anak sebagai berikut:")


def _party(letter: Letter, numeral: str, who: Named) -> None:
    letter.form.label(LEFT, letter.y, numeral, 10.5)
    letter.fields((("Nama", who.name), ("NIK", who.nik)), colon=22.0, tall=6.0, indent=8.0)


def _sign(letter: Letter, data: Union, copy: int) -> None:
    letter.date(data.place, data.on, centre=105.0)
    letter.skip(-3.5)
    letter.form.label(105, letter.y, "Yang menyatakan,", 10.5, align="centre")
    letter.skip(6)
    second, first = data.wife, data.husband
    letter.sign(
        (
            Signer("PIHAK KEDUA,", second.name, "Meterai" if copy == 2 else "", second.nik),
            Signer("PIHAK PERTAMA,", first.name, "Meterai" if copy == 1 else "", first.nik),
        ),
        room=20,
    )
    letter.skip(7)
    one, two = data.witnesses
    letter.sign((Signer("Saksi II,", two.name, "", two.nik), Signer("Saksi I,", one.name, "", one.nik)), room=16)
