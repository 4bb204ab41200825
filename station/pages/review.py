"""Periksa and Resi: one page to read aloud, the applicant signs for the truth of it, and leaves with a number."""

from __future__ import annotations

from pathlib import Path

from registry.codes import CodeTables
from registry.ink import Ink
from registry.people import CODED, Resident
from registry.regions import Regions
from station.presenters.counter import Counter, Route, clock_words, date_words
from station.presenters.ink import InkPresenter, Lines
from station.presenters.review import ReceiptPresenter, ReceiptState, ReviewPresenter, ReviewState
from station.problems import Words
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Facts, button, card, label, row
from station.widgets.pictures import InkView, Picture
from station.widgets.theme import Theme

NOTICE = (
    "Data dan rekaman ini dipakai untuk KTP-el Anda. Disimpan terenkripsi di sini dan dikirim tersegel ke Dinas. "
    "Rekaman di stasiun ini dihapus setelah kartu diserahkan. Anda berhak melihat dan membetulkan data Anda."
)
STEP_WORDS = {
    "biodata": "Biodata", "foto": "Foto", "tanda-tangan": "Tanda tangan", "sidik-jari": "Sidik jari", "iris": "Iris",
    "ulang-telunjuk": "Ulang telunjuk",
}  # fmt: skip


class ReviewPage(Page):
    """Read aloud, sign, finish."""

    title = "Periksa"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._facts = Facts(theme.px(130))
        self._photo = Picture("Foto pemohon")
        self._photo.setFixedSize(theme.px(108), theme.px(144))
        self._captures = label("", "b", wrap=True)
        self._banner = Banner(theme)
        data = card(label("Bacakan kepada pemohon", "h2"), self._facts, None)
        top = row(self._photo, self._captures, gap=14)
        self.ink = InkView(theme, "Tanda tangan pernyataan")
        self.ink.setMinimumHeight(theme.px(90))
        sign = card(
            top,
            label(NOTICE, "small", wrap=True),
            label("Saya menyatakan data ini benar.", "b", wrap=True),
            self._banner,
            self.ink,
            margins=(16, 14, 16, 14),
        )
        whole = row(data, sign, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 1)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._presenter = ReviewPresenter(counter, case, self.render_state)
        self._pen = InkPresenter(counter, self._flow, self._signed, self._fault)
        self.ink.drawn.connect(self._pen.pointer)
        self._began = False

    def opened(self) -> None:
        self._presenter.open()

    def left(self) -> None:
        self._pen.stop()

    def render_state(self, state: ReviewState) -> None:
        """Show everything."""
        self.context = f"{state.draft.number} · {state.form.resident.name}"
        self._facts.show_rows(_rows(state.form.resident))
        self._photo.show_file(state.photo)
        exceptions = sum(1 for take in state.draft.fingers.values() if take.exception)
        self._captures.setText(
            f"Sidik jari {state.draft.recorded} dari 10"
            + (f", {exceptions} pengecualian" if exceptions else "")
            + f"\nTelunjuk diulang: {'cocok' if state.draft.matched else 'belum'}"
            + f"\nIris: tidak direkam ({state.draft.iris_reason or 'belum ada alasan'})"
            + f"\nBerkas: {len(state.draft.papers)} jenis"
        )
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
        elif state.open_steps:
            words = ", ".join(STEP_WORDS[step] for step in state.open_steps)
            self._banner.say("warn", "Masih ada langkah yang belum selesai.", words)
        if state.declaration is not None:
            ink = state.declaration
            self._flow([[(p.x, p.y) for p in stroke] for stroke in ink.strokes], (ink.width, ink.height))
        elif not self._began:
            self._began = True
            self._pen.start()
        if state.saved:
            self.saved = (f"✓ Tersimpan {clock_words(state.saved)}", "ok")
        ready = state.declaration is not None and not state.open_steps
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("ulang-telunjuk", self._case))),
                Act("Tetikus atau layar", "F4", self._hand),
                Act("Ulangi tanda tangan", "F8", self._pen.start),
                Act("Selesaikan perekaman", "Ctrl+Return", self._presenter.finish, "primary", ready),
            )
        )

    def _flow(self, lines: Lines, size: tuple[int, int]) -> None:
        self.ink.show_lines(lines, size)

    def _signed(self, ink: Ink) -> None:
        if ink.is_signature:
            self._presenter.sign(ink)
        else:
            self._banner.say("warn", "✕ Belum ada goresan.", "Minta pemohon tanda tangan penuh, lalu ulangi (F8).")

    def _fault(self, words: Words | None) -> None:
        if words is not None:
            self._banner.say("err", words.title, f"{words.text} Atau F4: tetikus atau layar.")

    def _hand(self) -> None:
        self.ink.by_hand = True
        self._pen.by_hand()


class ReceiptPage(Page):
    """The applicant may go."""

    title = "Resi"

    def __init__(self, theme: Theme, counter: Counter, case: str, folder: Path) -> None:
        super().__init__(theme)
        self._counter = counter
        self._number = label("", "num")
        self._next = label("", "", wrap=True)
        self._picture = Picture("Resi")
        self._where = label("", "small", wrap=True)
        left = card(
            label("Selesai. Pemohon boleh pulang.", "lead", wrap=True),
            label("Nomor permohonan", "mut"),
            self._number,
            label("GRATIS", "h2"),
            label("Langkah berikut", "b"),
            self._next,
            self._where,
            button("Buat resi PDF", lambda: self._presenter.output(), key=""),
            None,
        )
        whole = row(left, card(self._picture), gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 1)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._presenter = ReceiptPresenter(counter, case, folder, self.render_state)

    def opened(self) -> None:
        self._presenter.open()

    def render_state(self, state: ReceiptState) -> None:
        """Show number and paper."""
        from forms.raster import render  # pdfium is needed on this page only

        self.context = state.applicant
        self._number.setText(state.number)
        self._next.setText(state.next_step)
        page = render(state.pdf, dpi=96)
        self._picture.show_rgb(page.width, page.height, page.rgb)
        self._where.setText(f"✓ Resi dibuat: {state.printed_to}" if state.printed_to else "")
        self.saved = ("✓ Tersimpan, menunggu verifikasi", "ok")
        self.tell(
            (
                Act("Cetak resi", "F9", self._presenter.output),
                Act("Pemohon berikutnya", "Alt+Y", lambda: self._counter.go(Route("penduduk")), "primary"),
            )
        )


def _rows(resident: Resident) -> list[tuple[str, str]]:
    regions = Regions.load()
    village = regions.get(resident.address.village).name
    tables = CodeTables.load()
    coded = {name: tables.get(CODED[name], getattr(resident, name).key).name for name in CODED}
    address = resident.address
    return [
        ("NIK", resident.nik.grouped if resident.nik else "Menunggu SIAK"),
        ("Nama", resident.name),
        ("Lahir", f"{resident.birth_place.title()}, {date_words(resident.birth_date.isoformat())}"),
        ("Jenis kelamin", "Laki-laki" if resident.sex == "1" else "Perempuan"),
        ("Gol. darah", coded["blood"]),
        ("Alamat", address.street),
        ("RT/RW, kampung", f"{address.rt}/{address.rw}, {village}"),
        ("Agama", coded["religion"]),
        ("Status kawin", coded["marital"]),
        ("Pekerjaan", coded["occupation"]),
        ("Pendidikan", coded["education"]),
        ("Telepon", address.phone or "-"),
        ("Ibu / Ayah", f"{resident.mother} / {resident.father}"),
    ]
