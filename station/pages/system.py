"""Sinkronisasi and Perangkat: what waits and why, and how each device is."""

from __future__ import annotations

from collections.abc import Callable

from devices.errors import DeviceError
from station.desk.equipment import KINDS
from station.desk.syncing import SyncDesk
from station.presenters.counter import Counter, Route, day_words
from station.problems import KINDS as KIND_WORDS
from station.problems import device_words
from station.widgets.lists import Line, Lines
from station.widgets.page import Act, Page
from station.widgets.parts import Banner, Facts, card, column, label, row
from station.widgets.theme import Theme
from station.work import on

REASON_WORDS = {"": "menunggu giliran", "unreachable": "belum ada jaringan", "clock-wrong": "jam stasiun salah",
                "out-of-turn": "menunggu kiriman sebelumnya dari permohonan yang sama"}  # fmt: skip


class SyncPage(Page):
    """What waits, how long, why, what next."""

    title = "Sinkronisasi"

    def __init__(self, theme: Theme, counter: Counter, desk: SyncDesk, sync_now: Callable[[], None]) -> None:
        super().__init__(theme)
        self._counter = counter
        self._desk = desk
        self._sync_now = sync_now
        self._head = label("", "lead", wrap=True)
        self._lines = Lines(theme, "Kiriman yang menunggu")
        self._facts = Facts(theme.px(180))
        whole = row(card(self._head, self._lines), card(label("Sambungan", "h2"), self._facts, None), gap=14,
                    margins=(24, 12, 24, 16))  # fmt: skip
        whole.setStretch(0, 3)
        whole.setStretch(1, 2)
        self.setLayout(whole)

    def opened(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        self._counter.tasks.start(self._load())

    async def _load(self) -> None:
        state = await on("store", self._desk.state)
        count = len(state.waiting) + state.unsealed
        contact = day_words(state.contact_at) if state.contact_at else "belum pernah"
        if count:
            self._head.setText(f"{count} kiriman menunggu. Dikirim sendiri; Anda tidak perlu menunggu.")
        else:
            self._head.setText(f"Semua sudah diterima Dinas, kontak terakhir {contact}.")
        self._lines.show_lines(
            [
                Line(
                    p.id,
                    f"{p.size / 1024:.0f} kB · {p.kind}",
                    f"percobaan {p.tries} · {REASON_WORDS.get(p.reason, p.reason)}",
                )
                for p in state.waiting
            ]
        )
        who = self._counter.session.store.identity
        cursor = await on("store", self._counter.session.store.side.cursor)
        self._facts.show_rows(
            [
                ("Stasiun", who.station),
                ("Dinas", who.centre_url),
                ("Kontak terakhir", contact),
                ("Berita diterima", str(cursor)),
                ("Kunci pencetakan", state.locked or "tidak dikunci"),
            ]
        )
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Kirim sekarang", "F5", self._sync_now, "primary"),
            )
        )


class DevicesPage(Page):
    """Each device of this counter: present, silent or absent, with cause and next step."""

    title = "Perangkat"

    def __init__(self, theme: Theme, counter: Counter) -> None:
        super().__init__(theme)
        self._counter = counter
        self._lines = Lines(theme, "Perangkat")
        self._banner = Banner(theme)
        self.setLayout(column(card(self._banner, self._lines), gap=0, margins=(24, 12, 24, 16)))
        self._shown: dict[str, Line] = {}

    def opened(self) -> None:
        self._test()
        self.tell(
            (
                Act("Kembali", "Esc", lambda: self._counter.go(Route("beranda"))),
                Act("Uji", "F5", self._test, "primary"),
            )
        )

    def _test(self) -> None:
        for kind in KINDS:
            self._shown[kind] = Line(kind, KIND_WORDS[kind][0], "sedang ditanya…", ("Uji", "acc", "clock"))
            self._counter.tasks.start(self._ask(kind))
        self._lines.show_lines(list(self._shown.values()))

    async def _ask(self, kind: str) -> None:
        name = KIND_WORDS[kind][0]
        equipment = self._counter.equipment
        if not equipment.installed(kind):
            self._shown[kind] = Line(kind, name, "tidak dipasang di loket ini", ("Tidak ada", "neu", "ring"))
        else:
            try:
                device = await on(kind, getattr(equipment, kind))
                identity = await on(kind, device.identify)
                below = " · ".join(part for part in (identity.model, identity.serial, identity.firmware) if part)
                self._shown[kind] = Line(kind, name, below, ("Siap", "ok", "check"))
            except DeviceError as error:
                await on(kind, equipment.drop, kind)
                self._shown[kind] = Line(kind, name, device_words(kind, error).line, ("Gangguan", "err", "x"))
        self._lines.show_lines(list(self._shown.values()))
