"""What may be done at the print desk now, by its state: one card, a batch, a machine that stopped, a question."""

from __future__ import annotations

from typing import Protocol

from station.desk.governor import Advice, Step
from station.presenters.counter import clock_words
from station.presenters.print_state import PrintState
from station.presenters.printing import BATCH, PrintPresenter
from station.widgets.page import Act


class Deeds(Protocol):
    """What the page does itself: it asks something first."""

    def leave(self) -> None: ...
    def book(self) -> None: ...
    def ask_shortage(self) -> None: ...


def acts_of(state: PrintState, presenter: PrintPresenter, page: Deeds, *, ready: bool) -> tuple[Act, ...]:
    """The acts; `ready`: what is asked is answered."""
    if state.asking:
        again = (Act("Tanya mesin lagi", "F5", presenter.retry_printer),) if state.evidence is not None else ()
        return (*again, *_batch(state, presenter), Act("Catat", "Ctrl+Return", page.book, "primary", ready))
    if state.halted:
        return (
            Act("Batalkan kartu ini", "F8", presenter.cancel_card),
            Act("Lanjutkan", "F5", presenter.retry_printer, "primary"),
        )
    if state.batch is not None:
        return _batch(state, presenter)
    able = state.card is not None and state.free and not state.locked and not state.deferred and bool(state.blank)
    short = "Blangko cukup" if state.shortage else "Blangko kurang"
    return (
        Act("Kembali", "Esc", page.leave, "", state.free, place="none" if state.aside else "bar"),
        *((Act(f"Disisihkan ({state.aside})", "F7", presenter.look_aside, "", state.free),) if state.aside else ()),
        Act(short, "F3", page.ask_shortage, "", state.free, place="head"),
        Act("Lanjutkan", "F5", presenter.retry_printer, "", state.free, place="bar" if state.device_fault else "none"),
        Act("Cetak lewat aplikasi resmi", "F4", presenter.print_officially, "", able),
        Act(f"Cetak {BATCH} berikut", "Shift+Ctrl+Return", presenter.print_batch, "", able),
        Act("Cetak kartu ini", "Ctrl+Return", presenter.print_card, "primary", able, sign="printer"),
    )


def batch_words(state: PrintState) -> str:
    """How far the batch is, and why the next card waits."""
    batch = state.batch
    if batch is None:
        return ""
    now = f"Kartu {min(batch.done + 1, batch.total)} dari {batch.total}, {batch.good} baik"
    if batch.stopping:
        return f"{now} · berhenti setelah kartu ini"
    if batch.paused:
        return f"{now} · dijeda"
    return f"{now} · {rest_words(batch.rest)}" if batch.rest is not None else now


def rest_words(advice: Advice) -> str:
    """Why no card goes in now, or what is due.

    >>> rest_words(Advice(Step.CLEAN))
    'Pembersihan jatuh tempo: jalankan kartu pembersih.'
    """
    till = f" sampai {clock_words(f'{advice.until:%Y-%m-%dT%H:%M:%SZ}')[:5]}" if advice.until is not None else ""
    heat = f": suhu {advice.temperature} °C" if advice.temperature is not None else ""
    return {
        Step.REST: f"Istirahat{till}{heat}",
        Step.COOL: f"Istirahat{till}{heat or ': pencetak terlalu panas'}",
        Step.CLEAN: "Pembersihan jatuh tempo: jalankan kartu pembersih.",
        Step.TEST: "Pencetak lama menganggur: cetak uji pada kartu putih dahulu.",
        Step.GO: "",
    }[advice.step]


def _batch(state: PrintState, presenter: PrintPresenter) -> tuple[Act, ...]:
    batch = state.batch
    if batch is None:
        return ()
    return (
        Act("Hentikan setelah kartu ini", "F8", presenter.stop_batch, "", not batch.stopping),
        Act("Lanjutkan" if batch.paused else "Jeda", "F9", presenter.pause, "", not batch.stopping),
    )
