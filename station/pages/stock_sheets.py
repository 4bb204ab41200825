"""What Blangko asks before a line: who takes or gives back, what was used, what was counted, what was wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from registry.handing import Way
from station.desk.stock import USES
from station.pages.witness_sheet import WitnessSheet
from station.presenters.stock_words import MOVES
from station.widgets.field import Field
from station.widgets.layout import column, row
from station.widgets.sheet import BACK, Answer, Sheet
from station.widgets.theme import Theme

DEED = "ya"


class FieldsSheet(Sheet):
    """A few fields and a deed that opens once the `needed` ones are filled."""

    def __init__(
        self, theme: Theme, title: str, text: str, deed: str, fields: Sequence[Field], needed: Sequence[Field]
    ) -> None:
        self._needed = tuple(needed)
        body = QWidget()
        body.setLayout(column(*_pairs(fields), gap=8))
        answers = (Answer(BACK, "Kembali", key="Esc"), Answer(DEED, deed, "primary", "Ctrl+Return"))
        super().__init__(theme, title, text, answers, body=body, width=560)
        for field in fields:
            field.changed.connect(lambda _text: self._look())
        self._look()

    def _look(self) -> None:
        self.buttons[DEED].setEnabled(all(field.text.strip() for field in self._needed))


class HandSheet(FieldsSheet):
    """`Serahkan ke petugas` and `Kembalikan`."""

    def __init__(self, theme: Theme, way: Way, thing: str, officers: Sequence[tuple[str, str]]) -> None:
        out = way is Way.OUT
        self.holder = Field("holder", "&Petugas", [("", "Pilih petugas"), *officers])
        self.count = Field("count", "&Jumlah")
        self.note = Field("note", "&Label atau catatan")
        title = f"Serahkan {thing} ke petugas" if out else f"Kembalikan {thing}"
        text = "Tetap di buku lokasi ini; yang memegang menjawabnya." if out else "Kembali ke simpanan terkunci."
        fields = (self.holder, self.count, self.note)
        super().__init__(theme, title, text, "Serahkan" if out else "Kembalikan", fields, (self.holder, self.count))


class UseSheet(FieldsSheet):
    """Ribbon and film: used, spoiled, lost or sent."""

    def __init__(self, theme: Theme, thing: str) -> None:
        choices = [(flow.value, MOVES[flow.value][0]) for flow in USES]
        self.flow = Field("flow", "&Keadaan", choices)
        self.count = Field("count", "&Jumlah")
        self.reference = Field("reference", "Nomor &BAST (bila dikirim)")
        self.reason = Field("reason", "&Alasan (bila rusak atau hilang)")
        fields = (self.flow, self.count, self.reference, self.reason)
        super().__init__(theme, f"Catat {thing} yang keluar", "", "Catat", fields, (self.count,))


class WithdrawnSheet(FieldsSheet):
    """An old card taken from a resident: listed by whom it was taken from."""

    def __init__(self, theme: Theme) -> None:
        self.number = Field("number", "&Nomor permohonan")
        self.reason = Field("reason", "&Alasan ditarik")
        text = "Potong atau lubangi kartunya, lalu simpan terkunci."
        fields = (self.number, self.reason)
        super().__init__(theme, "Catat kartu ditarik", text, "Catat", fields, fields)


class CorrectSheet(FieldsSheet):
    """A line that was wrong: the right figure and why; the wrong line stays."""

    def __init__(self, theme: Theme, said: str) -> None:
        self.right = Field("right", "Jumlah yang &benar")
        self.reason = Field("reason", "&Alasan")
        text = f"Baris ini tetap: {said}. Baris baru mencatat selisihnya."
        fields = (self.right, self.reason)
        super().__init__(theme, "Betulkan dengan baris baru", text, "Catat", fields, fields)


class CountSheet(FieldsSheet):
    """`Hitung fisik`: the figure, without showing what the ledger says."""

    def __init__(self, theme: Theme, thing: str) -> None:
        self.counted = Field("counted", "Jumlah yang ter&hitung")
        text = "Hitung semua yang ada di lokasi ini: di simpanan, di tangan petugas dan di meja cetak."
        super().__init__(theme, f"Hitung fisik {thing}", text, "Bandingkan", (self.counted,), (self.counted,))


class DifferenceSheet(WitnessSheet):
    """A count that does not agree: a sentence, of blanks each label, and a second officer."""

    def __init__(
        self, theme: Theme, booked: int, counted: int, officers: Sequence[tuple[str, str]], *, labelled: bool
    ) -> None:
        less = counted < booked
        self.labels = Field("labels", "&Label yang kurang" if less else "&Label yang ditemukan")
        title = f"Selisih {abs(counted - booked)}: buku {booked}, hitungan {counted}"
        text = "Hitung sekali lagi lebih dulu. Selisih dicatat sebagai baris baru dengan dua nama."
        more = (self.labels,) if labelled else ()
        super().__init__(
            theme, title, text, "Catat selisih", officers, question="&Sebab selisih, satu kalimat", more=more
        )


def holders(held: Mapping[str, int], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Who holds something, with how much."""
    return [(who, f"{names.get(who, who)} ({many})") for who, many in sorted(held.items())]


def _pairs(fields: Sequence[Field]) -> list[QHBoxLayout]:
    """Two fields to a line."""
    lines: list[QHBoxLayout] = []
    for at in range(0, len(fields), 2):
        pair = row(*fields[at : at + 2], gap=12)
        for place in range(len(fields[at : at + 2])):
            pair.setStretch(place, 1)
        lines.append(pair)
    return lines
