"""Stasiun dan kunci: who this station is, how long its key is good, and what only this computer has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from forms.recovery import RecoverySheet, recovery_sheet
from station.desk.contact import Contact, read_contact
from station.desk.moving import Unsent, unsent
from station.desk.renewing import ask_renewal, want_renewal
from station.presenters.counter import Counter, date_words, day_words
from station.problems import Words
from station.problems.contact import contact_words, key_words, lock_words
from station.problems.data import store_words
from station.store.errors import StoreError
from station.store.renewing import KEY_UNTIL, KEY_WANTED
from station.store.slots import Slots
from station.work import on
from sync.durable import write_durably

KINDS = {"draft": "Draf, hanya di sini", "waiting": "Menunggu kirim", "unsealed": "Belum disegel"}


@dataclass(frozen=True, slots=True)
class StationView:
    """What the page shows; `asked` while a new key is under way."""

    contact: Contact = field(default_factory=lambda: Contact(0, 0))
    until: str = ""
    asked: bool = False
    secret_in: str = ""
    unsent: tuple[Unsent, ...] = ()
    paper: str = ""


class StationPresenter:
    """Reads; asks for a new key; prints the recovery key."""

    def __init__(
        self, counter: Counter, slots: Slots, secret_in: str, output: Path, show: Callable[[StationView], None]
    ) -> None:
        self._counter = counter
        self._slots = slots
        self._output = output
        self._show = show
        self._view = StationView(secret_in=secret_in)

    def open(self) -> None:
        """Load."""
        self._counter.tasks.start(self._load())

    def renew(self) -> None:
        """Ask for another key of the station now."""
        self._counter.tasks.start(self._renew())

    def print_recovery(self) -> None:
        """Write the recovery key on paper anew."""
        self._counter.tasks.start(self._print())

    async def _load(self) -> None:
        self._view = await on("store", self._read)
        self._show(self._view)

    async def _renew(self) -> None:
        await on("store", self._ask)
        await self._load()
        self._counter.toast("ok", "Kunci baru diminta; berlaku setelah Dinas menjawab. Kerja berlanjut.")

    async def _print(self) -> None:
        try:
            pdf = await on("store", self._write)
        except (StoreError, OSError) as error:
            self._counter.toast("err", store_words(error).line)
            return
        self._view = replace(self._view, paper=str(pdf))
        self._show(self._view)

    def _read(self) -> StationView:
        store = self._counter.session.store
        until = (store.facts.get(KEY_UNTIL) or b"").decode()
        return replace(
            self._view,
            contact=read_contact(store, self._counter.session.clock),
            until=until,
            asked=bool(store.facts.get(KEY_WANTED)),
            unsent=unsent(store),
        )

    def _ask(self) -> None:
        want_renewal(self._counter.session.store, "")
        ask_renewal(self._counter.session)

    def _write(self) -> Path:
        who, at = self._counter.session.store.identity, day_words(self._counter.session.clock.stamp())
        self._output.mkdir(parents=True, exist_ok=True)
        pdf = self._output / f"kunci-pemulihan-{who.station}.pdf"
        write_durably(pdf, recovery_sheet(RecoverySheet(who.name, who.station, at, self._slots.recovery())))
        return pdf


def warnings_of(view: StationView) -> tuple[str, Words]:
    """The worst that is to be said, with its role; nothing where all is well."""
    contact = view.contact
    found = (
        ("err", lock_words(contact.lock)),
        ("warn", contact_words(contact.days, contact.waiting)),
        ("warn", key_words(contact.key_days)),
    )
    return next(((role, words) for role, words in found if words is not None), ("acc", Words("", "")))


def key_facts(view: StationView) -> str:
    """How long the key is good."""
    if view.asked:
        return "kunci baru diminta"
    return f"sampai {date_words(view.until)}" if view.until else "belum bermasa; diganti saat tersambung"
