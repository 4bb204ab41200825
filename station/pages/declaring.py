"""The end of a form: the applicant signs for the truth of its data, on the pad or by mouse and screen (F4)."""

from __future__ import annotations

from collections.abc import Callable

from registry.ink import Ink
from station.presenters.counter import Counter
from station.presenters.ink import InkPresenter, Lines
from station.problems import Words
from station.widgets.banner import Banner
from station.widgets.ink import InkView
from station.widgets.page import Page
from station.widgets.theme import Theme

TO_SIGN = "Saya menyatakan data ini benar. Silakan tanda tangan di papan."
SIGNED = "Saya menyatakan data ini benar."


class DeclaringPage(Page):
    """A page that ends in a signature. A subclass lays out `ink` and `_banner` and calls `_listen` once it can sign."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._banner = Banner(theme)
        self.ink = InkView(theme, "Tanda tangan pernyataan")
        self.ink.setMinimumHeight(theme.px(90))
        self._pad_fault: Words | None = None
        self._stuck = False  # what the store could not keep is told before what the pad lacks

    def _listen(self, counter: Counter, sign: Callable[[Ink], None]) -> None:
        """Hear the pad; a full signature goes to `sign`."""
        self._sign = sign
        self._pen = InkPresenter(counter, self._flow, self._signed, self._fault)
        self.ink.drawn.connect(self._pen.pointer)

    def _say_pad_fault(self, words: Words) -> None:
        self._banner.say("err", words.title, f"{words.text} Atau F4: tetikus atau layar.")

    def _flow(self, lines: Lines, size: tuple[int, int]) -> None:
        self.ink.show_lines(lines, size)

    def _signed(self, ink: Ink) -> None:
        if ink.is_signature:
            self._sign(ink)
        else:
            self._banner.say("warn", "✕ Belum ada goresan.", "Minta pemohon tanda tangan penuh, lalu ulangi (F8).")

    def _fault(self, words: Words | None) -> None:
        self._pad_fault = words
        if words is not None and not self._stuck:
            self._say_pad_fault(words)

    def _hand(self) -> None:
        self._pad_fault = None
        self._banner.say("acc", "")
        self.ink.by_hand = True
        self._pen.by_hand()

    def _again(self) -> None:
        self._banner.say("acc", "")
        self.ink.by_hand = False
        self._pen.start()
