"""What Keluarga asks before a row: who comes in, which element changes, as whom one leaves, where the old KK is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from registry.changes import ELEMENTS
from registry.codes import CodeTables
from registry.evidence import paper_words
from registry.family_services import BIRTH, CHANGE, JOINING, NEW_FAMILY, NEW_HEAD, REPLACEMENT, SPLIT
from registry.numbers import BadNumber, Nik
from registry.people import CODED, Family, Resident, Sex
from registry.rules import Context, check_field, field_text
from registry.services import service
from station.presenters.family_facts import ELEMENT_WORDS, value_words
from station.problems import field_words, number_words
from station.widgets.field import Field
from station.widgets.fields import DateField, NumberField
from station.widgets.layout import column
from station.widgets.sheet import BACK, Answer, Sheet
from station.widgets.theme import Theme

DEED = "ya"
OFFERED = (BIRTH, JOINING, SPLIT, NEW_HEAD, NEW_FAMILY, CHANGE, REPLACEMENT)
SEXES = [("1", "1 Laki-laki"), ("2", "2 Perempuan")]
# field -> title, row, column, width on a grid of 6
MEMBER = {
    "nik": ("&NIK, kosong bila baru lahir", 0, 0, 3),
    "relation": ("&Hubungan dalam keluarga", 0, 3, 3),
    "name": ("Nama &lengkap", 1, 0, 4),
    "sex": ("&Jenis kelamin", 1, 4, 2),
    "birth_place": ("&Tempat lahir", 2, 0, 4),
    "birth_date": ("Tan&ggal lahir", 2, 4, 2),
    "mother": ("Nama i&bu", 3, 0, 3),
    "father": ("Nama a&yah", 3, 3, 3),
}


class AskSheet(Sheet):
    """Fields and one deed; the deed is done only while nothing is wrong, else the field says what is."""

    def __init__(self, theme: Theme, title: str, body: QWidget, *, text: str = "", deed: str, width: int = 560) -> None:
        back = Answer(BACK, QCoreApplication.translate("Sheet", "Kembali"), key="Esc")
        super().__init__(
            theme, title, text, (back, Answer(DEED, deed, "primary", "Ctrl+Return")), body=body, width=width
        )

    def wrong(self) -> Field | None:
        """The first field that stops the deed, which now says why."""
        return None

    def close_with(self, answer: str) -> None:
        """Answer and go, unless something is wrong."""
        bad = self.wrong() if answer == DEED else None
        if bad is not None:
            bad.line.setFocus()
            return
        super().close_with(answer)


class MemberSheet(AskSheet):
    """`Tambah anggota`: a newborn by what the akta says, or someone known by NIK."""

    def __init__(self, theme: Theme, family: Family, today: date) -> None:
        self._today = today
        self._head = family.head or family.members[0]
        self.fields = {name: member_field(name, title) for name, (title, *_) in MEMBER.items()}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for name, (_, row, column_, wide) in MEMBER.items():
            grid.addWidget(self.fields[name], row, column_, 1, wide)
            forgiving(self.fields[name])
        for number in range(6):
            grid.setColumnStretch(number, 1)
        body = QWidget()
        body.setLayout(grid)
        super().__init__(theme, "Tambah anggota", body, deed="Tambah anggota", width=640)
        self._fill(family)
        self.fields["nik"].changed.connect(self._known)

    def _fill(self, family: Family) -> None:
        """What is most often so: a child of the head and of his wife or her husband, born in the kabupaten."""
        spouse = next((m for m in family.members if m.relation.code in ("2", "3")), None)
        parents = {person.sex: person.name for person in (self._head, spouse) if person is not None}
        texts = {"relation": "2026:4", "birth_place": "KABUPATEN SIAK", "sex": "1"}
        texts |= {"father": parents.get(Sex.MALE, ""), "mother": parents.get(Sex.FEMALE, "")}
        for name, text in texts.items():
            self.fields[name].put(text)

    def _known(self, nik: str) -> None:
        """Someone with a NIK is known with everything else."""
        for name, field in self.fields.items():
            field.setEnabled(name in ("nik", "relation") or not nik.strip())

    @property
    def texts(self) -> Mapping[str, str]:
        """What was entered; only NIK and place in the family where a NIK is given."""
        found = {name: field.text.strip() for name, field in self.fields.items()}
        return {name: found[name] for name in ("nik", "relation")} if found["nik"] else found

    def wrong(self) -> Field | None:
        bad = [field for name, field in self.fields.items() if name in self.texts and self._complains(name, field)]
        return bad[0] if bad else None

    def _complains(self, name: str, field: Field) -> bool:
        reason = self._reason(name, field.text)
        field.set_error(reason or None)
        return bool(reason)

    def _reason(self, name: str, text: str) -> str:
        if name == "nik":
            return nik_reason(text)
        nobody = replace(self._head, nik=None)  # there is no number to compare with
        stops = [p for p in check_field(name, text, Context(nobody, self._today)) if p.stops]
        return field_words(stops[0]) if stops else ""


class ElementSheet(AskSheet):
    """`Ubah elemen`: semula, menjadi, dasar perubahan (F-1.06)."""

    def __init__(self, theme: Theme, member: Resident, today: date) -> None:
        self._member, self._today = member, today
        self.element = Field("element", "&Elemen", [(name, ELEMENT_WORDS[name]) for name in ELEMENTS])
        self.choice = Field("choice", "&Menjadi", [("", "")])
        self.typed = Field("typed", "Men&jadi")
        self.basis = Field("basis", "&Dasar perubahan")
        body = QWidget()
        for field in (self.choice, self.typed, self.basis):
            forgiving(field)
        body.setLayout(column(self.element, self.choice, self.typed, self.basis, gap=8))
        super().__init__(theme, f"Ubah elemen · {member.name}", body, deed="Ubah elemen")
        self.element.changed.connect(lambda _name: self._ask())
        self._ask()

    def _ask(self) -> None:
        """The right kind of field for the element, standing on what it is now."""
        name = self.element.text
        now = field_text(self._member, name)
        choices = _choices(name)
        self.choice.setVisible(choices is not None)
        self.typed.setVisible(choices is None)
        if choices is not None:
            self.choice.set_choices(choices)
        self.value.put(now)
        self.value.set_note(f"Semula: {value_words(name, now) or '-'}")
        self.value.set_error(None)

    @property
    def value(self) -> Field:
        """The field that asks for the new value."""
        return self.choice if _choices(self.element.text) is not None else self.typed

    def wrong(self) -> Field | None:
        name, text = self.element.text, self.value.text
        stops = [p for p in check_field(name, text, Context(self._member, self._today)) if p.stops]
        same = text.strip().upper() == field_text(self._member, name).upper()
        self.value.set_error(field_words(stops[0]) if stops else "Sama dengan semula." if same else None)
        self.basis.set_error(None if self.basis.text.strip() else "Sebut dokumennya, seperti ijazah atau SK.")
        return next((field for field in (self.value, self.basis) if field.wrong), None)


class SplitSheet(AskSheet):
    """`Pisahkan ke KK baru`: as whom."""

    def __init__(self, theme: Theme, member: Resident, *, first: bool) -> None:
        codes = CodeTables.load().table(CODED["relation"])
        self.relation = Field("relation", "&Hubungan di KK baru", [(c.key, f"{c.code} {c.name}") for c in codes])
        body = QWidget()
        body.setLayout(column(self.relation, gap=8))
        text = "KK baru di alamat yang sama. Nomornya hanya dari SIAK."
        super().__init__(theme, f"Pisahkan ke KK baru · {member.name}", body, text=text, deed="Pisahkan ke KK baru")
        self.relation.put("2026:1" if first else member.relation.key)


class ServiceSheet(AskSheet):
    """`Permohonan baru`: the services of the KK that change or replace the sheet of a family that is here."""

    def __init__(self, theme: Theme) -> None:
        self.service = Field("service", "&Layanan", [(name, service(name).name) for name in OFFERED])
        body = QWidget()
        body.setLayout(column(self.service, gap=8))
        super().__init__(theme, "Permohonan baru", body, text="GRATIS", deed="Buka permohonan")
        self.service.changed.connect(lambda _name: self._tell())
        self._tell()

    def _tell(self) -> None:
        self.service.set_note(service_note(self.service.text))


def service_note(name: str) -> str:
    """What a service wants before one begins: its forms and its papers."""
    asked = service(name)
    papers = ", ".join(paper_words(need.kind) for need in asked.papers)
    return f"Formulir: {', '.join(asked.forms)}. Syarat: {papers}"


class WithdrawSheet(AskSheet):
    """`Tarik KK lama`: in our hands, or lost with a police letter; beside a `new` KK there need not be one."""

    def __init__(self, theme: Theme, *, new: bool = False) -> None:
        none = [("tidak-ada", "Tidak ada, KK ini baru")] if new else []
        self.how = Field("how", "&Keadaan KK lama", [*none, ("ditarik", "Ditarik, lembarnya di tangan kita"),
                                                     ("hilang", "Hilang, surat polisi dilihat")])  # fmt: skip
        self.reason = Field("reason", "&Catatan (nomor surat polisi bila hilang)")
        body = QWidget()
        body.setLayout(column(self.how, self.reason, gap=8))
        text = "Tindakan tidak dapat ditarik. Nama Anda dan jamnya tercatat."
        super().__init__(theme, "Tarik KK lama", body, text=text, deed="Tarik KK lama")

    def wrong(self) -> Field | None:
        lacking = self.how.text == "hilang" and not self.reason.text.strip()
        self.reason.set_error("Tulis nomor surat polisi." if lacking else None)
        return self.reason if lacking else None


def forgiving(field: Field) -> None:
    """What was wrong is judged again only when the deed is asked for again."""
    field.changed.connect(lambda _text: field.set_error(None))


def member_field(name: str, title: str) -> Field:
    """The kind of field that an element wants."""
    if name == "nik":
        return NumberField(name, title)
    if name == "birth_date":
        return DateField(name, title)
    return Field(name, title, _choices(name))


def _choices(name: str) -> list[tuple[str, str]] | None:
    if name == "sex":
        return list(SEXES)
    if name in CODED:
        return [(code.key, f"{code.code} {code.name}") for code in CodeTables.load().table(CODED[name])]
    return None


def nik_reason(text: str) -> str:
    """What is wrong with a NIK as typed; nothing with none."""
    if not text.strip():
        return ""
    try:
        Nik(text)
    except BadNumber as error:
        return number_words(error)
    return ""
