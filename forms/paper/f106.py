"""F-1.06 Surat Pernyataan Perubahan Elemen Data Kependudukan (Permendagri 6/2026); also for errors of entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms.paper.form import Column, Form, sheets
from forms.paper.letter import LEFT, Letter, Signer
from forms.paper.people import NO_PARTY, Party

EACH = 5
MEMBERS = (
    Column("no", "No", 11, "centre"),
    Column("nama", "Nama", 55),
    Column("nik", "NIK", 38, "centre"),
    Column("shdk", "SHDK", 26, "centre"),
    Column("keterangan", "Keterangan", 30),
)
NUMBER, NOTE = 11.0, 23.0  # widths of the outer columns; three times two lie between them
PART = (19.5, 19.5, 24.0)
PARTS = ("Semula", "Menjadi", "Dasar perubahan")
TRUTH = (
    "Demikian surat pernyataan ini saya buat dengan sebenarnya, apabila dalam keterangan yang saya berikan terdapat "
    "hal-hal yang tidak berdasarkan keadaan yang sebenarnya, saya bersedia dikenakan sanksi sesuai ketentuan peraturan "
    "perundang-undangan yang berlaku."
)
FOOT = (
    "*) Perubahan Lainnya ini juga dapat digunakan untuk merubah data kependudukan yang diakibatkan adanya kesalahan "
    "pada waktu pengisian Formulir Biodata maupun kesalahan pada saat peng-entry-an biodata penduduk dimaksud."
)


@dataclass(frozen=True, slots=True)
class Element:
    """One element: what it was, what it becomes, by which document."""

    before: str = ""
    after: str = ""
    ground: str = ""

    def cells(self) -> tuple[str, str, str]:
        """As three cells."""
        return (self.before, self.after, self.ground)


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the family and what changes for him."""

    name: str = ""
    nik: str = ""
    relation: str = ""
    note: str = ""
    education: Element = Element()
    occupation: Element = Element()
    religion: Element = Element()
    other: Element = Element()
    change_note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Who declares, the members, and which other element the last columns are about ("Nama")."""

    applicant: Party = NO_PARTY
    members: tuple[Member, ...] = ()
    other: str = ""
    place: str = ""
    on: str = ""


def change_form(data: Change | None = None, *, marking: str = "") -> bytes:
    """The PDF; more than five members go on a further sheet. Raises MissingGlyph."""
    data = data or Change()
    form = Form("F-1.06", "Pernyataan Perubahan Elemen Data Kependudukan", marking=marking)
    portions = sheets(data.members, EACH)
    for number, members in enumerate(portions, 1):
        if number > 1:
            form.next_page()
        letter = Letter(
            form, "SURAT PERNYATAAN PERUBAHAN ELEMEN DATA KEPENDUDUKAN", sheet=number, of=len(portions), dense=True
        )
        _applicant(letter, data, members, first=(number - 1) * EACH + 1)
        _changes(letter, data, members, first=(number - 1) * EACH + 1)
        letter.say("Terlampir disampaikan fotokopi berkas-berkas yang terkait dengan perubahan elemen data tersebut.")
        letter.skip(1)
        letter.say(TRUTH)
        letter.skip(1)
        letter.date(data.place, data.on)
        letter.skip(-3)
        letter.sign((None, Signer("Yang menyatakan,", data.applicant.name, "Meterai")), room=18)
        form.sheet.paragraph(LEFT, 285.5, 160, FOOT, 7.5, lead=3.4)
    return form.finish()


def _applicant(letter: Letter, data: Change, members: Sequence[Member], first: int) -> None:
    letter.say("Yang bertanda tangan di bawah ini :")
    labels = ("Nama lengkap", "NIK", "Nomor KK", "Alamat rumah")
    values = (value for _, value in data.applicant.rows())
    letter.fields(tuple(zip(labels, values, strict=True)), colon=38.0, tall=5.4, indent=8.0)
    letter.skip(1)
    letter.say("Dengan rincian KK sebagai berikut :")
    rows = [(m.name, m.nik, m.relation, m.note) for m in members]
    letter.table(MEMBERS, rows, least=EACH, first=first, tall=5.1, size=8)


def _changes(letter: Letter, data: Change, members: Sequence[Member], first: int) -> None:
    letter.skip(-2)
    letter.say(
        "Menyatakan bahwa data elemen data kependudukan saya dan anggota keluarga saya telah berubah, dengan rincian:"
    )
    other = f"Lainnya yaitu {data.other}*)" if data.other else "Lainnya yaitu …………………*)"
    for title, heads, rows in (
        ("A.  Pendidikan dan Pekerjaan:", ("Pendidikan terakhir", "Pekerjaan"), [_first(m) for m in members]),
        ("B.  Agama dan Perubahan Lainnya", ("Agama", other), [_second(m) for m in members]),
    ):
        letter.form.label(LEFT, letter.y, title, letter.size)
        _elements(letter, heads, rows, first)


def _first(member: Member) -> tuple[str, ...]:
    return (*member.education.cells(), *member.occupation.cells(), member.change_note)


def _second(member: Member) -> tuple[str, ...]:
    return (*member.religion.cells(), *member.other.cells(), member.change_note)


def _elements(letter: Letter, heads: tuple[str, str], rows: list[tuple[str, ...]], first: int) -> None:
    """A table with heads in three storeys."""
    form, y, wide = letter.form, letter.y + 1.5, sum(PART)
    form.boxed("no", (LEFT, y, NUMBER, 14), "")
    form.value("no", (LEFT, y, NUMBER, 14), "NO", 8, align="centre")
    _head(letter, LEFT + NUMBER, y, 2 * wide, "Elemen Data")
    _head(letter, LEFT + NUMBER + 2 * wide, y, NOTE, "Keterangan", tall=14)
    columns = [Column("no", "", NUMBER, "centre")]
    for index, head in enumerate(heads):
        _head(letter, LEFT + NUMBER + index * wide, y + 4.6, wide, head)
        columns += [Column(f"{head}: {part}", part, width) for part, width in zip(PARTS, PART, strict=True)]
    form.heads(LEFT + NUMBER, y + 9.2, columns[1:], tall=4.8, size=7.5)
    columns.append(Column("keterangan", "", NOTE))
    empty = [("",) * 7] * (EACH - len(rows))
    numbered = [(f"{number}.", *row) for number, row in enumerate((*rows, *empty), first)]
    letter.y = form.table(LEFT, y + 14, columns, numbered, tall=6.4, size=7.5) + 4.6


def _head(letter: Letter, x: float, y: float, width: float, text: str, *, tall: float = 4.6) -> None:
    letter.form.sheet.box(x, y, width, tall)
    letter.form.value(text, (x, y, width, tall), text, 8, font="Inter", align="centre")
