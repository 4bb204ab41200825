"""Penduduk: find anyone of this kecamatan; from here lead the ways to his family, his cases and a new one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from registry.changes import HEAD
from registry.codes import NEW
from registry.people import Resident
from registry.regions import Regions
from registry.roles import Role
from station.pages.family_leaving import FROM_ELSEWHERE, ComingSheet
from station.pages.family_sheets import DEED
from station.pages.lookup_sheet import LookupSheet
from station.presenters.cases import case_chip, service_title
from station.presenters.counter import Counter, Route, date_words, day_words, thousands
from station.presenters.finding import FindPresenter, FindState
from station.presenters.status import resident_chip
from station.problems import Words, gone_words, number_words, rival_words
from station.store.alike import Alike
from station.store.finding import MOST, Hit
from station.store.index import CaseRow
from station.widgets.banner import Banner
from station.widgets.button import button
from station.widgets.card import Facts, card
from station.widgets.chip import Chip
from station.widgets.field import Field
from station.widgets.label import label
from station.widgets.layout import row
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.room import is_low
from station.widgets.theme import Theme

NIK_SHOWN_MS = 30_000
OF_CASE = "case:"  # begins the id of a row that is a case
REASONS = {
    "nik": "NIK cocok", "kk": "nomor KK cocok", "nama": "nama cocok", "mirip nama": "mirip nama",
    "tanggal lahir": "tanggal lahir sama",
}  # fmt: skip


class ResidentsPage(Page):
    """Search left, the chosen one right."""

    title = "Penduduk"

    def __init__(self, theme: Theme, counter: Counter, resident: str = "") -> None:
        super().__init__(theme)
        self._counter = counter
        self._resident = resident  # shown at once, as when one comes back to him
        self._presenter = FindPresenter(counter, self.render_state, self._supply)
        self._may_open = bool(counter.session.officer.roles & {Role.OPERATOR, Role.PRINTING})
        self._shown: FindState = FindState()
        self._sheet: LookupSheet | None = None
        self._known: dict[str, Resident] = {}  # those in the list so far
        self.field = Field("search", "&Cari NIK, KK, nama, tanggal lahir, alamat")
        self.list = Lines(theme, "Penduduk yang cocok")
        self._empty = label("", "mut", wrap=True)
        self._foot = label("", "small")
        left = card(self.field, self._empty, self.list, self._foot, None, fill=self.list)
        self._right = right = self._build_right()
        whole = row(left, right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 11)
        whole.setStretch(1, 9)
        self.setLayout(whole)
        self.panels = (left, right)
        self._veil = QTimer(self)
        self._veil.setSingleShot(True)
        self._veil.setInterval(NIK_SHOWN_MS)
        self._veil.timeout.connect(self._presenter.hide_nik)
        self.field.changed.connect(self._presenter.search)
        self.field.line.installEventFilter(self)
        self.list.current.connect(self._choose)

    # building ---------------------------------------------------------------------------------------------------------
    def _build_right(self) -> QFrame:
        self._name, self._chip = label("", "h2"), Chip(self.theme, "", "neu")
        self._facts = Facts(self.theme.px(120))
        self._nik = button("Tampilkan NIK", self._show_nik, sign="eye", theme=self.theme)
        self._banner = Banner(self.theme)
        self._family_head = label("Keluarga", "h3")
        self._family = Lines(self.theme, "Keluarga dan permohonan")
        self._family.opened.connect(self._open_below)
        self._nobody = label("Pilih penduduk di kiri. Keluarga dan status KTP-el tampil di sini.", "mut", wrap=True)
        self._of_chosen = (self._chip, self._facts, self._nik, self._family_head, self._family)
        head = row(self._name, self._chip)
        head.setStretch(0, 1)
        made = card(
            head, self._nobody, self._facts, self._banner,
            row(self._family_head, None, self._nik), self._family, None, gap=8, fill=self._family,
        )  # fmt: skip
        for part in self._of_chosen:
            part.hide()
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        return made

    # coming and going -------------------------------------------------------------------------------------------------
    def opened(self) -> None:
        self._presenter.open()
        if self._resident:
            self._presenter.show(self._resident)
        self.field.line.setFocus()
        self._tell()

    def left(self) -> None:
        self._veil.stop()
        self._presenter.close()

    def refresh(self) -> None:
        self._presenter.open()
        if self._sheet is not None:
            self._sheet.refresh()

    # showing ----------------------------------------------------------------------------------------------------------
    def render_state(self, state: FindState) -> None:
        """Show what was found."""
        if state.matches != self._shown.matches or state.hits != self._shown.hits:
            self._show_hits(state)
        self.field.complain(state.number_problem, warning=False)
        self.list.setVisible(bool(state.hits))
        self._foot.setVisible(bool(state.hits))
        self._foot.setText(foot_words(len(state.matches)) if state.answered == state.typed else "Mencari…")
        self._empty.setVisible(not state.hits and not state.number_problem and state.answered == state.typed)
        self._empty.setText(_empty_words(state))
        if state.chosen is not None:
            self._show_chosen(state.chosen, state)
        if state.nik_shown and not self._shown.nik_shown:
            self._veil.start()
        self._shown = state
        self._advise(state)
        self.context = f"{thousands(state.total)} penduduk kecamatan ini di stasiun"
        self._tell()

    def _show_hits(self, state: FindState) -> None:
        lines = [hit_line(hit) for hit in state.hits]

        def fetch(offset: int, limit: int) -> list[Line] | None:
            if offset + limit <= len(lines) or len(lines) == len(state.matches):
                return lines[offset : offset + limit]
            self._presenter.more(offset, limit)
            return None

        self._known = {hit.resident.id: hit.resident for hit in state.hits}
        self.list.show_source(len(state.matches), fetch)

    def _supply(self, offset: int, hits: tuple[Hit, ...]) -> None:
        self._known |= {hit.resident.id: hit.resident for hit in hits}
        self.list.supply(offset, [hit_line(hit) for hit in hits])

    def _advise(self, state: FindState) -> None:
        """One banner: what stopped, and what to look at."""
        words = _advice(state)
        self._banner.say("err" if state.fault is not None else "warn", words.title, words.text)

    def _show_chosen(self, resident: Resident, state: FindState) -> None:
        shown = resident_chip(resident)
        self._chip.show_word(shown.word, shown.role, shown.glyph)
        self._name.setText(resident.name)
        number = resident.nik
        members = state.family.members if state.family else ()
        head = state.family.head.name if state.family and state.family.head else "-"
        nik = (number.grouped if state.nik_shown else number.masked) if number else "Menunggu SIAK"
        rows = [
            ("NIK", nik),
            ("Lahir", f"{resident.birth_place.title()}, {date_words(resident.birth_date.isoformat())}"),
            ("Umur", f"{resident.age(self._counter.today)} tahun"),
            ("Kepala keluarga", head),
            ("Alamat", f"{resident.address.street}, {_village(resident)}"),
        ]
        self._facts.show_rows(rows)
        self._family_head.setText(below_words(len(members), len(state.cases)))
        today = self._counter.session.clock.today()
        self._family.show_lines([*(case_line(entry, today) for entry in state.cases), *map(member_line, members)])
        for part in self._of_chosen:
            part.show()
        self._nobody.hide()
        self._nik.setVisible(number is not None and not state.nik_shown)
        self._family.setVisible(bool(members or state.cases))

    def _tell(self) -> None:
        state = self._shown
        new = Act("Permohonan baru", "Ctrl+N", self._new, "primary", state.chosen is not None)
        past = Act("Riwayat", "F10", self._open_history, "", bool(state.cases))
        pair = (Act("Bandingkan", "Ctrl+B", self._compare, sign="people"),) if state.alike else ()
        ask = Act("Ambil dari Pusat", "F4", self._look_up)
        kk = Act("Keluarga", "F7", self._open_family, "", state.chosen is not None, sign="people")
        place = "none" if is_low(self, self.theme) else "head"
        come = Act("Keluarga datang", "F8", self._ask_coming, "", self._may_open, "people", place=place)
        self.tell((Act("Kembali", "Esc", self._home), come, ask, *pair, kk, past, new))

    def _ask_coming(self) -> None:
        """People whom nobody here may know: pindah datang, from abroad, rentan. What was not kept is there again."""
        head = {"relation": f"{NEW}:{HEAD}", **self._shown.entered}
        sheet = ComingSheet(self.theme, self._counter.today, "Keluarga datang", head, FROM_ELSEWHERE)
        sheet.answered.connect(
            lambda answer: self._presenter.arrive(sheet.service.text, sheet.texts) if answer == DEED else None
        )
        self.ask(sheet)

    def _look_up(self) -> None:
        """Somebody who lives elsewhere; what is typed is taken along when it is a number."""
        typed = self.field.text.strip()
        sheet = LookupSheet(self.theme, self._counter, typed if typed[:1].isdigit() else "")
        sheet.wanted.connect(self.field.line.setText)  # type: ignore[union-attr]  # a field without choices is a line
        sheet.answered.connect(lambda _answer: self._close_sheet())
        self._sheet = sheet
        self.ask(sheet)

    def _close_sheet(self) -> None:
        self._sheet = None

    # acts -------------------------------------------------------------------------------------------------------------
    def _new(self) -> None:
        if self._shown.chosen is not None:
            self._counter.go(Route("layanan", self._shown.chosen.id))

    def _open_family(self) -> None:
        if self._shown.chosen is not None:
            self._counter.go(Route("kk", self._shown.chosen.id))

    def _home(self) -> None:
        self._counter.go(Route("beranda"))

    def _show_nik(self) -> None:
        self._presenter.show_nik()

    def _choose(self, resident: str) -> None:
        if resident in self._known:
            self._presenter.choose(self._known[resident])

    def _open_below(self, name: str) -> None:
        """A case of his, or someone of his family, who is then shown himself."""
        if name.startswith(OF_CASE):
            self._counter.go(Route("riwayat", name.removeprefix(OF_CASE)))
            return
        members = self._shown.family.members if self._shown.family else ()
        member = next((each for each in members if each.id == name), None)
        if member is not None:
            self._presenter.choose(member)

    def _open_history(self) -> None:
        if self._shown.cases:
            self._counter.go(Route("riwayat", self._shown.cases[0].id))

    def _compare(self) -> None:
        if self._shown.chosen is not None and self._shown.alike:
            self._counter.go(Route("bandingkan", self._shown.chosen.id))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self._right.layout()
        if inside is not None:
            inside.setContentsMargins(*((14, 12, 14, 12) if is_low(self, self.theme) else (18, 16, 18, 16)))
        if self._shown.chosen is not None:
            self._show_chosen(self._shown.chosen, self._shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.list.setFocus()
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self.list.model().index(0, 0))
            return True
        return super().eventFilter(watched, event)


def hit_line(hit: Hit) -> Line:
    """A resident found, as a row: name; birth date, kampung and why; the last KTP-el status. No NIK."""
    shown = resident_chip(hit.resident)
    born = date_words(hit.resident.birth_date.isoformat())
    below = f"{born} · {_village(hit.resident)} · {REASONS.get(hit.reason, hit.reason)}"
    return Line(hit.resident.id, hit.resident.name, below, (shown.word, shown.role, shown.glyph))


def case_line(entry: CaseRow, today: str) -> Line:
    """A case of his as a row: service and number, when it last moved, its chip."""
    shown = case_chip(entry, today)
    title = f"{service_title(entry.service)} · {entry.number}"
    chip = (shown.word, shown.role, shown.glyph)
    return Line(f"{OF_CASE}{entry.id}", title, day_words(entry.last_at), chip, "sign:folder")


def member_line(member: Resident) -> Line:
    """Someone of the family as a row."""
    return Line(member.id, member.name, f"{member.relation.name} · {date_words(member.birth_date.isoformat())}")


def _village(resident: Resident) -> str:
    return Regions.load().get(resident.address.village).name


def foot_words(many: int) -> str:
    """How many were found; a search stops at the most that anyone reads.

    >>> foot_words(3), foot_words(1000)
    ('3 cocok', '1.000 teratas; ketik lebih banyak untuk mempersempit')
    """
    return f"{thousands(many)} teratas; ketik lebih banyak untuk mempersempit" if many >= MOST else f"{many} cocok"


def below_words(members: int, cases: int) -> str:
    """What stands below the facts."""
    family = f"Keluarga · {members} anggota" if members else "Belum ada KK"
    return f"{cases} permohonan · {family}" if cases else family


def alike_words(alike: tuple[Alike, ...]) -> tuple[str, str]:
    """That he may be written twice, and how to look."""
    others = f"{len(alike)} data lain" if len(alike) > 1 else alike[0].name
    return f"Mungkin orang yang sama: {others}.", "Bandingkan dulu (Ctrl+B)."


def _empty_words(state: FindState) -> str:
    if len(state.typed.strip()) < 2:
        return "Ketik paling sedikit dua huruf atau angka. Panah bawah memilih."
    way = "Ambil dari Pusat (F4) dengan nomor permohonan dan alasan, atau daftarkan biodata baru."
    return f"Tidak ada di data kecamatan ini. {way}"


def _advice(state: FindState) -> Words:
    """The gravest thing to know of who is shown; no title for nothing."""
    if state.fault is not None:
        return state.fault
    if state.rivals:
        return rival_words(state.rivals)
    if state.alike:
        return Words(*alike_words(state.alike))
    if state.chosen is not None and state.chosen.presence:
        return gone_words(state.chosen.presence)
    if state.doubts:
        return Words("Periksa NIK.", " ".join(number_words(doubt) for doubt in state.doubts))
    return Words("")
