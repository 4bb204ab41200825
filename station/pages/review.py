"""Periksa and Resi: one page to read aloud, the applicant signs for the truth of it, and leaves with a number."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from registry.codes import CodeTables
from registry.people import CODED, Resident
from registry.regions import Regions
from station.pages.declaring import SIGNED, TO_SIGN, DeclaringPage
from station.pages.mended import say_returned
from station.presenters.counter import Counter, Route, clock_words, date_words
from station.presenters.review import ReceiptPresenter, ReceiptState, ReviewPresenter, ReviewState
from station.widgets.button import Button, button
from station.widgets.card import Facts, card, head, well
from station.widgets.chip import Chip
from station.widgets.label import Note, label, sign
from station.widgets.layout import column, reveal, row
from station.widgets.page import Act, Page
from station.widgets.picture import Picture
from station.widgets.room import is_low
from station.widgets.status_rows import Standing, StatusRows
from station.widgets.theme import Theme

NOTICE = (
    "Data dan rekaman ini dipakai untuk KTP-el Anda. Disimpan terenkripsi di sini dan dikirim tersegel ke Dinas. "
    "Rekaman di stasiun ini dihapus setelah kartu diserahkan. Anda berhak melihat dan membetulkan data Anda."
)
NOTICE_FORM = (
    "Data ini dipakai untuk layanan yang Anda minta. Disimpan terenkripsi di sini dan dikirim tersegel ke Dinas. "
    "Anda tidak direkam lagi. Anda berhak melihat dan membetulkan data Anda."
)
STEP_WORDS = {
    "biodata": "Biodata", "foto": "Foto", "tanda-tangan": "Tanda tangan", "sidik-jari": "Sidik jari", "iris": "Iris",
    "ulang-telunjuk": "Ulang telunjuk",
}  # fmt: skip


class ReviewPage(DeclaringPage):
    """Read aloud, sign, finish."""

    title = "Periksa"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._facts = Facts(theme.px(130), "h2", gap=7)
        self._photo = Picture("Foto pemohon", theme)
        self._captures = StatusRows(theme, gap=5)
        self._notice = label(NOTICE, "small", wrap=True)
        whole = row(self._data_card(), self._sign_card(), gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 1)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._presenter = ReviewPresenter(counter, case, self.render_state)
        self._listen(counter, self._presenter.sign)
        self._began = False

    # building ---------------------------------------------------------------------------------------------------------
    def _data_card(self) -> QFrame:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._facts)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._data_scroll = scroll
        return card(head("Bacakan kepada pemohon", self._mend("biodata")), scroll, self._banner, fill=scroll)

    def _sign_card(self) -> QFrame:
        self._mends = QWidget()
        self._of_capture = (self._mend("foto"), self._mend("sidik-jari"))
        self._mends.setLayout(row(None, *self._of_capture, self._mend("berkas"), gap=0))
        top = row(self._photo, gap=14)
        top.setAlignment(self._photo, Qt.AlignmentFlag.AlignTop)
        top.addLayout(column(self._captures, None, self._mends, gap=4), 1)
        self._says = label("Saya menyatakan data ini benar.", "h2", wrap=True)
        return card(top, self._notice, self._says, self.ink, gap=8, margins=(16, 14, 16, 14))

    def _mend(self, step: str) -> Button:
        """Back to the step of a block."""
        words = {"biodata": "Ubah", "foto": "Ubah foto", "sidik-jari": "Ubah sidik jari", "berkas": "Ubah berkas"}
        made = button(words[step], lambda: self._counter.go(Route(step, self._case)), role="flat")
        made.setAccessibleName("Ubah biodata" if step == "biodata" else words[step])
        return made

    # coming and going -------------------------------------------------------------------------------------------------
    def opened(self) -> None:
        self._presenter.open()

    def left(self) -> None:
        self._pen.stop()

    def render_state(self, state: ReviewState) -> None:
        """Show everything."""
        self.context = f"{state.draft.number} · {state.form.resident.name}"
        self._facts.show_rows(_rows(state.form.resident))
        self._photo.show_file(state.photo)
        for part in (self._photo, *self._of_capture):
            reveal(part, state.full)
        self._notice.setText(NOTICE if state.full else NOTICE_FORM)
        self._captures.show_rows(capture_rows(state) if state.full else form_rows(state))
        if state.saved:
            self.saved = (f"✓ Tersimpan {clock_words(state.saved)}", "ok")
        self._show_banner(state)
        if state.declaration is not None:
            ink = state.declaration
            self._flow([[(p.x, p.y) for p in stroke] for stroke in ink.strokes], (ink.width, ink.height))
        elif not self._began:
            self._began = True
            self._pen.start()
        self._says.setText(SIGNED if state.declaration is not None else TO_SIGN)
        ready = state.declaration is not None and not state.open_steps
        before = "ulang-telunjuk" if state.full else "biodata"
        deed = "Selesaikan perekaman" if state.full else "Ajukan"
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route(before, self._case))),
                *((Act("Coba lagi", "F5", self._presenter.again, sign="rotate"),) if state.unsaved is not None else ()),
                Act("Tetikus atau layar", "F4", self._hand, sign="pen"),
                Act("Ulangi tanda tangan", "F8", self._again, sign="rotate"),
                Act(deed, "Ctrl+Return", self._presenter.finish, "primary", ready),
            )
        )

    def _show_banner(self, state: ReviewState) -> None:
        self._stuck = state.fault is not None
        if state.fault is not None:
            self._banner.say("err", state.fault.title, state.fault.text)
            self.saved = (state.fault.title.rstrip("."), "err")
        elif state.open_steps:
            words = ", ".join(STEP_WORDS[step] for step in state.open_steps)
            self._banner.say("warn", "Masih ada langkah yang belum selesai.", words)
        elif self._pad_fault is not None and state.declaration is None:
            self._say_pad_fault(self._pad_fault)
        else:
            say_returned(self._banner, state.draft.returned)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = is_low(self, self.theme)
        tall = self.theme.px(108 if low else 144)
        self._photo.setFixedSize(tall * 3 // 4, tall)
        self._mends.setVisible(not low)  # the steps of the rail lead there too
        self._facts.wear("b" if low else "h2", 4 if low else 7)


class ReceiptPage(Page):
    """The applicant may go."""

    title = "Resi"

    def __init__(self, theme: Theme, counter: Counter, case: str, folder: Path) -> None:
        super().__init__(theme)
        self._counter = counter
        self._number = label("", "num")
        self._number.setAccessibleName("Nomor permohonan")
        self._next = label("", "", wrap=True)
        self._picture = Picture("Resi", theme)
        self._where = Note("", "ok")
        done = row(sign(theme, "check", "ok", 32, 2.2), label("Selesai. Pemohon boleh pulang.", "lead"), gap=12)
        done.setStretch(1, 1)
        number = well(
            label("Nomor permohonan", "mut"), row(self._number, None, Chip(theme, "GRATIS", "ok", "check")), gap=2
        )
        left = card(
            done,
            label("Sebutkan nomor ini kepada pemohon. F9 mencetak resi.", "mut", wrap=True),
            number,
            label("Langkah berikut", "h3"),
            self._next,
            self._where,
            None,
            gap=12,
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
        self.context = f"{state.number} · {state.applicant}"
        self._number.setText(state.number)
        self._next.setText(state.next_step)
        page = state.picture
        self._picture.show_rgb(page.width, page.height, page.rgb)
        self._where.say("ok", f"✓ Resi dibuat: {state.printed_to}" if state.printed_to else "")
        self.saved = ("✓ Tersimpan, menunggu verifikasi", "ok")
        self.tell(
            (
                Act("Cetak resi", "F9", self._presenter.output, sign="printer"),
                Act("Pemohon berikutnya", "Alt+Y", lambda: self._counter.go(Route("penduduk")), "primary"),
            )
        )


def capture_rows(state: ReviewState) -> list[Standing]:
    """Photo, fingers, index again, iris and papers, each as it stands."""
    draft = state.draft
    excepted = sum(1 for take in draft.fingers.values() if take.exception)
    fingers = f"{draft.recorded} dari 10" + (f", {excepted} pengecualian" if excepted else "")
    papers = len(draft.papers)
    agreed = bool(draft.photo.approved_at)
    return [
        _standing(agreed, "Foto", "disetujui" if agreed else "belum disetujui"),
        _standing(draft.fingers_done, "Sidik jari", fingers, "warn" if excepted else "ok"),
        _standing(draft.matched, "Telunjuk diulang", "cocok" if draft.matched else "belum"),
        _standing(bool(draft.iris_reason), "Iris", draft.iris_reason or "belum ada alasan", "warn"),
        _standing(bool(papers), "Berkas", f"{papers} jenis"),
    ]


def form_rows(state: ReviewState) -> list[Standing]:
    """What there is to see of a service that records nobody."""
    papers = len(state.draft.papers)
    return [
        _standing(bool(papers), "Berkas", f"{papers} jenis"),
        ("neu", "finger", "Perekaman", "tidak diperlukan untuk layanan ini"),
    ]


def _standing(done: bool, name: str, value: str, role: str = "ok") -> Standing:
    return (role, "check" if role == "ok" else "warn", name, value) if done else ("neu", "ring", name, value)


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
