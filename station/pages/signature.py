"""Tanda tangan: ink from the pad as it flows; by mouse or screen when the pad is away, marked so."""

from __future__ import annotations

from registry.ink import Ink
from station.desk.recording import RecordingDesk, Returned
from station.pages.mended import say_returned
from station.presenters.counter import Counter, Route, clock_words
from station.presenters.ink import InkPresenter, Lines
from station.problems import Words, store_words
from station.store.errors import StoreError
from station.widgets.banner import Banner
from station.widgets.card import card
from station.widgets.chip import Chip
from station.widgets.ink import InkView
from station.widgets.label import label
from station.widgets.layout import column, row
from station.widgets.page import Act, Page
from station.widgets.theme import Theme
from station.work import on

ON_PAD = "Silakan tanda tangan di papan."
BY_HAND = "Silakan tanda tangan dengan tetikus atau layar."
KEPT = "Tanda tangan tersimpan. Pakai, atau hapus dan ulangi."


class SignaturePage(Page):
    """The applicant's signature for the card."""

    title = "Tanda tangan"

    def __init__(self, theme: Theme, counter: Counter, case: str) -> None:
        super().__init__(theme)
        self._counter = counter
        self._case = case
        self._desk = RecordingDesk(counter.session)
        self._kept = False
        self._banner = Banner(theme)
        self._fault_shown = False
        self._unsaved: Ink | None = None
        self._back: Returned | None = None
        self._ask = label(ON_PAD, "lead")
        self._where = Chip(theme, "Papan tanda tangan", "acc", "pen")
        note = label("Tersimpan dua detik setelah pena diangkat.", "mut", wrap=True)
        self.ink = InkView(theme, "Tanda tangan pemohon")
        top = row(self._ask, self._where)
        top.setStretch(0, 1)
        self.setLayout(column(card(top, note, self._banner, self.ink), gap=0, margins=(24, 12, 24, 16)))
        self._presenter = InkPresenter(counter, self._flow, self._done, self._fault)
        self.ink.drawn.connect(self._presenter.pointer)

    def opened(self) -> None:
        self._counter.tasks.start(self._load())

    def left(self) -> None:
        self._presenter.stop()

    async def _load(self) -> None:
        draft = await on("store", self._desk.at_step, self._case, "tanda-tangan")
        self.context = draft.number
        self._back = draft.returned
        say_returned(self._banner, self._back)
        if draft.signature:
            ink = Ink.from_bytes(await on("store", self._desk.blob, draft.signature))
            self._flow([[(p.x, p.y) for p in stroke] for stroke in ink.strokes], (ink.width, ink.height))
            self._kept = True
            self._say(KEPT, "Tersimpan", "ok", "check")
        else:
            self._presenter.start()
        self._tell()

    def _say(self, ask: str, where: str, role: str, glyph: str) -> None:
        """What to do, and where the ink comes from or how it stands."""
        self._ask.setText(ask)
        self._where.show_word(where, role, glyph)

    async def _save(self, ink: Ink) -> None:
        try:
            await on("store", self._desk.put_signature, self._case, ink.to_bytes())
        except StoreError as error:  # the ink stays on screen, and F5 keeps the same
            self._unsaved = ink
            words = store_words(error)
            self._banner.say("err", words.title, words.text)
            self.saved = (words.title.rstrip("."), "err")
            self._tell()
            return
        if self._unsaved is not None:
            self._unsaved = None
            say_returned(self._banner, self._back)
        self._kept = True
        self.saved = (f"✓ Tersimpan {clock_words(self._counter.session.clock.stamp())}", "ok")
        self._say(KEPT, "Tersimpan", "ok", "check")
        self._tell()

    def _flow(self, lines: Lines, size: tuple[int, int]) -> None:
        self.ink.show_lines(lines, size)

    def _done(self, ink: Ink) -> None:
        if ink.is_signature:
            self._counter.tasks.start(self._save(ink))
        else:
            self._banner.say("warn", "✕ Belum ada goresan.", "Minta pemohon tanda tangan penuh, lalu ulangi (F8).")

    def _fault(self, words: Words | None) -> None:
        self._fault_shown = words is not None
        if words is None:
            say_returned(self._banner, self._back)
        elif self._unsaved is None:  # what could not be kept is told before what the pad lacks
            self._banner.say("err", words.title, f"{words.text} Atau F4: tanda tangan dengan tetikus atau layar.")
        self._tell()

    def _once_more(self) -> None:
        """Keep the ink that could not be kept, else try the pad again."""
        if self._unsaved is not None:
            self._counter.tasks.start(self._save(self._unsaved))
        else:
            self._again()

    def _again(self) -> None:
        self._kept, self._unsaved = False, None
        self.ink.by_hand = False
        self._say(ON_PAD, "Papan tanda tangan", "acc", "pen")
        self._presenter.start()
        self._tell()

    def _hand(self) -> None:
        self._kept, self._unsaved = False, None
        self.ink.by_hand = True
        self._say(BY_HAND, "Tetikus atau layar", "warn", "pen")
        self._presenter.by_hand()
        self._tell()

    def _tell(self) -> None:
        stuck = self._fault_shown or self._unsaved is not None
        again = (Act("Coba lagi", "F5", self._once_more, sign="rotate"),) if stuck else ()
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("foto", self._case))),
                *again,
                Act("Tetikus atau layar", "F4", self._hand, sign="pen"),
                Act("Hapus, ulangi", "F8", self._again, sign="rotate"),
                Act("Pakai", "Ctrl+Return", self._on, "primary", self._kept),
            )
        )

    def _on(self) -> None:
        self._counter.go(Route("sidik-jari", self._case))
