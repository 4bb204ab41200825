"""What Keluarga asks where someone leaves for good (why, on which paper), and of a KK that is new (who, and where)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QGridLayout, QWidget

from registry.edits import PLACE
from registry.evidence import PaperKind, paper_words
from registry.family_services import ABROAD, ARRIVAL, VULNERABLE
from registry.people import Address, Presence, Resident
from registry.regions import Region, Regions
from registry.rules import Context, check_field
from registry.services import service
from station.desk.family import NOBODY, new_member
from station.pages.family_sheets import AskSheet, forgiving, member_field, nik_reason, service_note
from station.problems import field_words
from station.widgets.field import Field
from station.widgets.layout import column
from station.widgets.theme import Theme

FROM_ELSEWHERE = (ARRIVAL, ABROAD, VULNERABLE)
PROOFS = {Presence.DEAD: PaperKind.DEATH_CERTIFICATE, Presence.MOVED: PaperKind.MOVING_LETTER}
# field -> title, row, column, width on a grid of 12
COMES = {
    "nik": ("&NIK, kosong bila belum punya", 0, 0, 4),
    "name": ("Nama &lengkap", 0, 4, 5),
    "relation": ("&Hubungan dalam keluarga", 0, 9, 3),
    "sex": ("&Jenis kelamin", 1, 0, 3),
    "birth_place": ("&Tempat lahir", 1, 3, 5),
    "birth_date": ("Tan&ggal lahir", 1, 8, 4),
    "religion": ("&Agama", 2, 0, 3),
    "marital": ("Status ka&win", 2, 3, 5),
    "blood": ("Gol. da&rah", 2, 8, 4),
    "education": ("&Pendidikan", 3, 0, 6),
    "occupation": ("Peker&jaan", 3, 6, 6),
    "mother": ("Nama i&bu", 4, 0, 6),
    "father": ("Nama a&yah", 4, 6, 6),
}
USUAL = {
    "relation": "2026:4", "sex": "1", "religion": "2026:1", "marital": "2026:1", "blood": "2026:13",
    "education": "2026:1", "occupation": "2026:1",
}  # fmt: skip
AT = {
    "street": ("&Alamat", 0, 0, 8),
    "rt": ("&RT", 0, 8, 2),
    "rw": ("R&W", 0, 10, 2),
    "village": ("Kamp&ung/Kelurahan", 1, 0, 8),
    "postal_code": ("K&ode pos", 1, 8, 4),
}


class LeaveSheet(AskSheet):
    """`Keluar dari KK`: died or moved away, and the number of the paper that proves it."""

    def __init__(self, theme: Theme, member: Resident) -> None:
        self.why = Field("why", "&Sebab", [(Presence.DEAD, "Meninggal"), (Presence.MOVED, "Pindah keluar")])
        self.basis = Field("basis", "&Nomor suratnya")
        body = QWidget()
        forgiving(self.basis)
        body.setLayout(column(self.why, self.basis, gap=8))
        text = "Data dan riwayatnya tetap tersimpan, ditandai; permohonan baru untuknya tertutup."
        super().__init__(theme, f"Keluar dari KK · {member.name}", body, text=text, deed="Keluar dari KK")
        self.why.changed.connect(lambda _why: self._tell())
        self._tell()

    @property
    def presence(self) -> Presence:
        """Why."""
        return Presence(self.why.text)

    def _tell(self) -> None:
        self.why.set_note(f"Syarat: {paper_words(PROOFS[self.presence])}")

    def wrong(self) -> Field | None:
        lacking = not self.basis.text.strip()
        paper = paper_words(PROOFS[self.presence])
        self.basis.set_error(f"Tulis nomor {paper[:1].lower()}{paper[1:]}." if lacking else None)
        return self.basis if lacking else None


class ComingSheet(AskSheet):
    """Someone from elsewhere, with all that F-1.01 asks; `offered` services to choose from where a case begins."""

    def __init__(
        self,
        theme: Theme,
        today: date,
        title: str = "Tambah anggota",
        texts: Mapping[str, str] | None = None,
        offered: Sequence[str] = (),
    ) -> None:
        self._today = today
        self.fields = {name: member_field(name, title_) for name, (title_, *_) in COMES.items()}
        self.service = Field("service", "La&yanan", [(name, service(name).name) for name in offered])
        body = QWidget()
        asked = self.service if offered else None
        body.setLayout(_grid({name: (self.fields[name], r, c, w) for name, (_, r, c, w) in COMES.items()}, asked))
        super().__init__(theme, title, body, deed=title, width=900)
        for name, text in (USUAL | dict(texts or {})).items():
            if name in self.fields:
                self.fields[name].put(text)
        if offered:
            self.service.changed.connect(lambda _name: self._tell())
            self._tell()

    def _tell(self) -> None:
        self.service.set_note(service_note(self.service.text))

    @property
    def texts(self) -> dict[str, str]:
        """What was entered."""
        return {name: field.text.strip() for name, field in self.fields.items()}

    def wrong(self) -> Field | None:
        bad = [field for name, field in self.fields.items() if self._complains(name, field)]
        return bad[0] if bad else None

    def _complains(self, name: str, field: Field) -> bool:
        known = bool(self.fields["nik"].text.strip())
        reason = nik_reason(field.text) if name == "nik" else _reason(name, field.text, self._today, known=known)
        field.set_error(reason or None)
        return bool(reason)


class PlaceSheet(AskSheet):
    """`Alamat KK baru`: where it stands, in a kampung of this station."""

    def __init__(self, theme: Theme, villages: Sequence[Region], now: Address | None) -> None:
        self.fields = {name: Field(name, title) for name, (title, *_) in AT.items() if name != "village"}
        choices = [(village.code, village.name) for village in villages]
        self.fields["village"] = Field("village", AT["village"][0], choices)
        body = QWidget()
        body.setLayout(_grid({name: (self.fields[name], r, c, w) for name, (_, r, c, w) in AT.items()}))
        super().__init__(theme, "Alamat KK baru", body, deed="Pakai alamat ini", width=640)
        for name in PLACE if now is not None and now.village else ():
            self.fields[name].put(str(getattr(now, name)))
        self.fields["village"].changed.connect(lambda _code: self._post())
        if not self.fields["postal_code"].text:
            self._post()

    def _post(self) -> None:
        """The postal code of a kampung is known."""
        self.fields["postal_code"].put(Regions.load().get(self.fields["village"].text).postal_code)

    @property
    def address(self) -> Address:
        """What was entered."""
        texts = {name: self.fields[name].text.strip() for name in PLACE}
        return Address(**{**texts, "rt": texts["rt"].zfill(3), "rw": texts["rw"].zfill(3)})

    def wrong(self) -> Field | None:
        for name, field in self.fields.items():
            field.set_error(_reason(name, field.text, date.max) or None)
        return next((field for field in self.fields.values() if field.wrong), None)


def villages_of(area: str) -> tuple[Region, ...]:
    """The kampung of an area; those of its kecamatan where the area is larger."""
    found = Regions.load().children(area)
    if found and not found[0].postal_code:
        return tuple(village for district in found for village in Regions.load().children(district.code))
    return tuple(found)


def _grid(fields: Mapping[str, tuple[Field, int, int, int]], above: Field | None = None) -> QGridLayout:
    """Fields in their places on a grid of 12; `above` them one over the whole width."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    if above is not None:
        grid.addWidget(above, 0, 0, 1, 12)
    for field, line, start, wide in fields.values():
        grid.addWidget(field, line + int(above is not None), start, 1, wide)
        forgiving(field)
    for number in range(12):
        grid.setColumnStretch(number, 1)
    return grid


def _reason(name: str, text: str, today: date, *, known: bool = False) -> str:
    """What is wrong with a field of somebody new; a name that is `known` to the law already keeps its form."""
    blank = new_member(NOBODY, "", {})
    if known or name in ("mother", "father"):
        blank = replace(blank, name=text, birth_place=text, mother=text, father=text)
    stops = [p for p in check_field(name, text, Context(blank, today)) if p.stops]
    return field_words(stops[0]) if stops else ""
