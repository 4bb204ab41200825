"""Sinkronisasi: what waits, how long, why, what next; what the line may carry; and what the Dinas says."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from station.desk.syncing import SyncDesk
from station.pages.line_sheet import SET, LineSheet
from station.presenters.counter import Counter, Route, date_words, local_day
from station.presenters.sync import SyncPresenter, SyncView, age_words, reason_words, size_words
from station.store.outgoing import Outgoing
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Facts, card, column, filled, label, reveal, row
from station.widgets.sheet import scrolling
from station.widgets.table import Cell, Column, PagedTable, TableRow
from station.widgets.theme import Theme

WIDE, NARROW, ROOMY = 326, 284, 980
COLUMNS = (
    Column("Permohonan", 130), Column("Besar", 72), Column("Umur", 74), Column("Coba", 58), Column("Sebab"),
    Column("Dicoba lagi", 110),
)  # fmt: skip


class SyncPage(Page):
    """What waits, how long, why, what next."""

    title = "Sinkronisasi"

    def __init__(self, theme: Theme, counter: Counter, desk: SyncDesk, sync_now: Callable[[], None]) -> None:
        super().__init__(theme)
        self._counter, self._sync_now = counter, sync_now
        self._view = SyncView()
        self._known: dict[str, Outgoing] = {}
        self._head = label("", "big", wrap=True)
        self._banner = Banner(theme)
        self.table = PagedTable(theme, "Kiriman yang menunggu", COLUMNS)
        self.table.current.connect(self._tell_why)
        self._why = label("", "mut", wrap=True)
        left = filled(self.table, self._head, self._banner, self.table, self._why)
        self._facts = Facts(theme.px(96))
        self._news = QWidget()
        self._news.setAccessibleName("Pengumuman Dinas")
        self._news_title = label("Pengumuman Dinas", "h2")
        self._scroll = scrolling(self._news, 0)
        right = card(
            label("Sambungan", "h2"), self._facts, self._news_title, self._scroll, None, margins=(16, 14, 16, 12),
            fill=self._scroll,
        )  # fmt: skip
        self._right = right
        whole = row(left, right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.panels = (left, right)
        self._presenter = SyncPresenter(counter, desk, self.render_state, self._supply)

    def opened(self) -> None:
        self._presenter.open()
        self.table.setFocus()

    def refresh(self) -> None:
        self._presenter.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The helper column is narrower on a small screen."""
        super().resizeEvent(event)
        self._right.setFixedWidth(self.theme.px(WIDE if self.width() >= self.theme.px(ROOMY) else NARROW))

    # showing ----------------------------------------------------------------------------------------------------------
    def render_state(self, view: SyncView) -> None:
        """Show what waits."""
        before, self._view = self._view, view
        self._known = {packet.id: packet for packet in view.rows}
        self._head.setText(view.head)
        role, words = view.banner
        self._banner.say(role, words.title, words.text, "info" if role == "acc" else "")
        if (view.rows, view.total, view.now[:16]) != (before.rows, before.total, before.now[:16]):
            kept = self.table.chosen
            at = next((n for n, packet in enumerate(view.rows) if packet.id == kept), 0)
            self.table.show_source(view.total, self._fetch, at)
        reveal(self.table, bool(view.total))
        self._tell_why(self.table.chosen)
        self._facts.show_rows(view.facts)
        self._show_news()
        count = view.state.backlog.count
        self.context = f"{count} menunggu" if count else "Tidak ada yang menunggu"
        self.tell(self._acts())

    def _acts(self) -> tuple[Act, ...]:
        rules, state = self._view.state.rules, self._view.state
        lean = state.clock_wrong and not state.leaning
        return (
            Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
            *((Act("Kiriman bermasalah", "F7", self._look_at_problems, sign="x"),) if self._view.problems else ()),
            Act("Stik USB", "F4", lambda: self._counter.go(Route("stik-usb")), sign="usb"),
            *((Act("Pakai jam Dinas", "F8", self._presenter.lean, sign="clock"),) if lean else ()),
            Act("Batas kecepatan", "Alt+B", self._ask_line),
            Act("Lanjutkan", "Alt+J", self._presenter.resume, sign="play")
            if rules.paused
            else Act("Jeda", "Alt+J", self._presenter.pause, sign="pause"),
            Act("Kirim sekarang", "F5", self._sync_now, "primary", sign="sync"),
        )

    def _look_at_problems(self) -> None:
        self._counter.go(Route("masalah"))

    def _fetch(self, offset: int, limit: int) -> list[TableRow] | None:
        """The first page is here; what lies beyond it is asked for and comes later."""
        rows = self._view.rows
        if offset + limit <= len(rows) or len(rows) >= self._view.total:
            return [self._row(packet) for packet in rows[offset : offset + limit]]
        self._presenter.more(offset, limit)
        return None

    def _supply(self, offset: int, rows: tuple[Outgoing, ...]) -> None:
        self._known |= {packet.id: packet for packet in rows}
        self.table.supply(offset, [self._row(packet) for packet in rows])

    def _row(self, packet: Outgoing) -> TableRow:
        refused = packet.state == "refused"
        cells = (
            Cell(self._view.subject(packet), "b"),
            size_words(packet.size),
            age_words(packet.created, self._view.now),
            str(packet.tries),
            Cell(reason_words(packet).title, "err" if refused else ""),
            Cell(self._view.next_words(packet), "mut"),
        )
        return TableRow(packet.id, cells, "err" if refused else "")

    def _tell_why(self, chosen: str) -> None:
        """The whole reason of the row in hand, and its step: a cell may be too narrow for it."""
        packet = self._known.get(chosen)
        self._why.setText(f"{self._view.subject(packet)}: {reason_words(packet).line}" if packet else "")
        reveal(self._why, packet is not None)

    def _show_news(self) -> None:
        inside = column(gap=4, margins=(0, 0, 6, 0))
        for piece in self._view.news:
            inside.addWidget(label(f"{date_words(local_day(piece.at))} · {piece.title}", "b", wrap=True))
            inside.addWidget(label(piece.text, "", wrap=True))
            inside.addSpacing(8)
        if not self._view.news:
            inside.addWidget(label("Belum ada pengumuman.", "mut"))
        inside.addStretch(1)
        fresh = QWidget()
        fresh.setAccessibleName("Pengumuman Dinas")
        fresh.setLayout(inside)
        self._scroll.setWidget(fresh)
        self._news = fresh

    # the line ---------------------------------------------------------------------------------------------------------
    def _ask_line(self) -> None:
        sheet = LineSheet(self.theme, self._view.state.rules)
        sheet.answered.connect(lambda answer: self._set_line(sheet) if answer == SET else None)
        self.ask(sheet)

    def _set_line(self, sheet: LineSheet) -> None:
        self._presenter.set_line(sheet.limit.text, sheet.begin.text, sheet.end.text)
        self.toast("Diubah: batas kecepatan dan jam tenang")
