"""Pengiriman, Penyerahan and Blangko: cards on their way, into the hand, and the blanks they are made of."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from registry.stock import Blank, Entry, Move, StockRefused
from station.presenters.counter import Counter, Route, date_words
from station.presenters.delivery import HandoverPresenter, HandoverState, ParcelPresenter, ParcelState
from station.problems import stock_words
from station.widgets.field import Field
from station.widgets.hands import finger_name
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Facts, card, label, row
from station.widgets.theme import Theme
from station.work import on


class ParcelPage(Page):
    """Out to the left, in to the right."""

    title = "Pengiriman"

    def __init__(self, theme: Theme, counter: Counter, target: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self.outgoing = Lines(theme, "Siap dikirim")
        self.incoming = Lines(theme, "Dalam perjalanan ke sini")
        self.number = Field("number", "&Nomor kartu yang dihitung")
        self.number.left.connect(self._count)
        self._banner = Banner(theme)
        self._counted = label("", "b")
        out = card(label(f"Siap dikirim ke {target}", "h2"), self.outgoing)
        coming = card(label("Dalam perjalanan ke sini", "h2"), self.number, self._counted, self._banner, self.incoming)
        whole = row(out, coming, gap=14, margins=(24, 12, 24, 16))
        self.setLayout(whole)
        self._presenter = ParcelPresenter(counter, self.render_state, target)

    def opened(self) -> None:
        self._presenter.open()
        self.number.line.setFocus()

    def refresh(self) -> None:
        self._presenter.open()

    def render_state(self, state: ParcelState) -> None:
        """Show both lists."""
        self.outgoing.show_lines([Line(r.id, r.name, r.number) for r in state.outgoing])
        self.incoming.show_lines(
            [
                Line(
                    r.id, r.name, r.number, ("Dihitung", "ok", "check") if r.id in state.counted else ("", "neu", "dot")
                )
                for r in state.incoming
            ]
        )
        total = len(state.incoming)
        self._counted.setText(f"{len(state.counted)} dari {total}" if total else "Tidak ada kiriman ke sini.")
        if state.fault is not None:
            self._banner.say("warn", state.fault.title, state.fault.text)
        else:
            self._banner.say("acc", "")
        self.context = f"{len(state.outgoing)} siap dikirim · {total} dalam perjalanan"
        whole = bool(state.counted) and len(state.counted) == total
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Kirim semua", "F5", self._presenter.send, "", bool(state.outgoing)),
                Act("Terima", "Ctrl+Return", self._presenter.receive, "primary", whole),
            )
        )

    def _count(self, _name: str, text: str) -> None:
        if text.strip():
            self._presenter.count(text)
            self.number.put("")
            if isinstance(self.number.line, QLineEdit):
                self.number.line.clear()


class HandoverPage(Page):
    """The ready list, the finger, the hand."""

    title = "Penyerahan"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._presenter = HandoverPresenter(counter, self.render_state)
        self._state = HandoverState()
        self.rows = Lines(theme, "Kartu siap diserahkan")
        self._empty = label("Tidak ada kartu di sini.", "mut", wrap=True)
        self._ask = label("", "lead", wrap=True)
        self._match = label("", "h2", wrap=True)
        self._banner = Banner(theme)
        self._facts = Facts(theme.px(140))
        self.witness = Field("witness", "&Saksi dan alasan (bila jari tidak cocok)")
        self.witness.left.connect(lambda _name, text: self._presenter.set_witness(text))
        left = card(label("Siap diserahkan", "h2"), self._empty, self.rows)
        right = card(self._ask, self._match, self._banner, self._facts, self.witness, None)
        whole = row(left, right, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 2)
        whole.setStretch(1, 3)
        self.setLayout(whole)
        self.witness.hide()
        self.rows.current.connect(self._choose)

    def opened(self) -> None:
        self._presenter.open()
        self.rows.setFocus()

    def left(self) -> None:
        self._presenter.close()

    def refresh(self) -> None:
        if self._state.row is None:
            self._presenter.open()

    def render_state(self, state: HandoverState) -> None:
        """Show list and match."""
        self._state = state
        self.rows.show_lines([Line(r.id, r.name, r.number) for r in state.rows], state.row.id if state.row else "")
        self._empty.setVisible(not state.rows)
        self.rows.setVisible(bool(state.rows))
        if state.done:
            self._ask.setText(f"✓ {state.done} diserahkan.")
        elif state.row is None:
            self._ask.setText("Pilih kartu di kiri.")
        elif state.matched:
            self._ask.setText("Cocok. Serahkan kartunya.")
        else:
            names = " atau ".join(finger_name(position) for position in state.templates)
            self._ask.setText(f"Tempelkan {names}" if names else "Tidak ada jari terekam: saksi dan alasan (F4).")
        self._match.setText(f"✓ {finger_name(state.matched).capitalize()}, skor {state.score}" if state.matched else "")
        words = state.fault or state.advice
        if words is not None:
            self._banner.say("err" if state.fault else "warn", words.title, words.text)
        else:
            self._banner.say("acc", "")
        if state.row is not None:
            born = date_words(state.row.birth_date) if state.row.birth_date else "-"
            self._facts.show_rows([("Pemohon", state.row.name), ("Nomor", state.row.number), ("Lahir", born)])
        else:
            self._facts.show_rows([])
        self.context = f"{len(state.rows)} kartu siap"
        ready = state.row is not None and bool(state.matched or state.witness)
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Coba lagi", "F5", self._presenter.scan_now, "", state.fault is not None),
                Act("Tidak cocok", "F4", self._without, "", state.row is not None and not state.matched),
                Act("Serahkan", "Ctrl+Return", self._presenter.hand_over, "primary", ready),
            )
        )

    def _without(self) -> None:
        self.witness.show()
        self.witness.line.setFocus()

    def _choose(self, case: str) -> None:
        found = next((entry for entry in self._state.rows if entry.id == case), None)
        if found is not None and (self._state.row is None or found.id != self._state.row.id):
            self._presenter.choose(found)


class BlanksPage(Page):
    """The ledger of this location, and receipts of new batches."""

    title = "Blangko"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._sum = label("", "lead", wrap=True)
        self._banner = Banner(theme)
        self.first = Field("first", "&Label pertama (B26-0417 / 00001)")
        self.count = Field("count", "&Jumlah")
        self.again = Field("again", "Jumlah, hitung &ulang")
        self.bast = Field("bast", "Nomor &BAST")
        self._lines = Lines(theme, "Buku blangko")
        form = card(label("Terima blangko", "h2"), self.first, self.count, self.again, self.bast, self._banner, None)
        form.setFixedWidth(theme.px(330))
        whole = row(card(self._sum, self._lines), form, gap=14, margins=(24, 12, 24, 16))
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def opened(self) -> None:
        self._counter.tasks.start(self._load())
        self.first.line.setFocus()

    async def _load(self) -> None:
        store = self._counter.session.store
        entries = await on("store", store.blanks.entries)
        sum_ = await on("store", store.blanks.balance)
        self._sum.setText(
            f"Masuk {sum_.received} − baik {sum_.good} − rusak {sum_.spoiled} − di meja {sum_.on_desk} = {sum_.on_hand}"
        )
        self._lines.show_lines(
            [
                Line(e.id, f"{e.move.value.capitalize()} · {e.blank}", f"{e.count} blangko · {e.officer} · {e.reason}")
                for e in reversed(entries)
            ]
        )
        self.context = f"{sum_.on_hand} blangko tersedia"
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Catat", "Ctrl+Return", self._receive, "primary"),
            )
        )

    def _receive(self) -> None:
        if self.count.text.strip() != self.again.text.strip() or not self.count.text.strip().isdigit():
            self.again.complain("Dua hitungan berbeda. Hitung lagi.")
            return
        if not self.bast.text.strip():
            self.bast.complain("Belum diisi. Nomor ada di berita acara serah terima.")
            return
        self.again.complain("")
        self.bast.complain("")
        self._counter.tasks.start(self._add())

    async def _add(self) -> None:
        session = self._counter.session
        try:
            blank = Blank.parse(self.first.text)
            entry = Entry(
                session.ids.next(),
                Move.RECEIVED,
                blank,
                int(self.count.text),
                "",
                self.bast.text.strip(),
                session.officer.handle,
                session.clock.stamp(),
            )
            await on("store", session.store.blanks.add, entry)
        except StockRefused as error:
            words = stock_words(error)
            self._banner.say("err", words.title, words.text)
            return
        self._banner.say("acc", "")
        self.saved = ("✓ Tersimpan", "ok")
        for made in (self.first, self.count, self.again, self.bast):
            made.put("")
            if isinstance(made.line, QLineEdit):
                made.line.clear()
        await self._load()
