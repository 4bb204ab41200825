"""The books of a location in words: moves, sums, forecasts, and why something is not booked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from registry.counting import Count, CountRefused
from registry.handing import HandingRefused
from registry.ledgers import Flow, LedgerRefused, Recap
from registry.stock import Item, Move, StockRefused
from station.presenters.counter import date_words, day_words, thousands
from station.problems import Words, ledger_words, stock_words, store_words
from station.store.stock_book import BookLine

MOVES: Mapping[str, tuple[str, str, str]] = {
    Move.RECEIVED.value: ("Diterima", "acc", "download"), Move.TAKEN.value: ("Di meja cetak", "acc", "printer"),
    Move.PUT_BACK.value: ("Kembali utuh", "neu", "back"), Move.GOOD.value: ("Kartu baik", "ok", "check"),
    Move.SPOILED.value: ("Rusak", "err", "x"), Move.LOST.value: ("Hilang", "err", "help"),
    Flow.WITHDRAWN.value: ("Ditarik", "acc", "undo"), Flow.COUNTED_MORE.value: ("Lebih hitung", "warn", "plus"),
    Flow.USED.value: ("Terpakai", "ok", "check"), Flow.SENT.value: ("Dikirim", "acc", "truck"),
    Flow.DESTROYED.value: ("Dimusnahkan", "neu", "trash"), Flow.COUNTED_LESS.value: ("Kurang hitung", "warn", "minus"),
}  # fmt: skip
REASONS = {
    "good": "", "gagal-encode": "gagal encode", "gagal-cetak": "gagal cetak", "elemen-salah": "elemen salah",
    "tidak-tercetak": "tidak tercetak", "rusak": "",
}  # fmt: skip
ITEM_WORDS = {
    Item.KTP: "blangko KTP-el", Item.KIA: "blangko KIA", Item.WITHDRAWN: "kartu ditarik", Item.RIBBON: "pita",
    Item.FILM: "film",
}  # fmt: skip
OUT_WORDS = {
    Flow.USED: "baik", Flow.SPOILED: "rusak", Flow.LOST: "hilang", Flow.SENT: "dikirim",
    Flow.DESTROYED: "dimusnahkan", Flow.COUNTED_LESS: "kurang hitung",
}  # fmt: skip
FORECAST_DAYS, FORESEEN_DAYS = 30, 400
_COUNTS = {
    "no-count": Words("Jumlah hitungan belum ada.", "Tulis dengan angka; 0 bila tidak ada yang tersisa."),
    "no-reason": Words("Sebab selisih belum ditulis.", "Tulis satu kalimat, lalu ulangi."),
    "no-witness": Words("Petugas kedua belum ada.", "Selisih dicatat dengan dua nama."),
    "same-person": Words("Petugas kedua harus orang lain.", "Tidak ada yang dicatat."),
    "moved": Words("Buku berubah selama dihitung.", "Hitung lagi (F5)."),
    "no-labels": Words("Jumlah label tidak sama dengan selisihnya.", "Sebut setiap label yang kurang atau ditemukan."),
}
_HANDINGS = {
    "no-count": Words("Jumlah belum diisi.", "Tulis jumlah dengan angka, paling sedikit 1."),
    "no-holder": Words("Petugas belum dipilih.", "Pilih siapa yang menerima atau mengembalikan."),
    "not-there": Words("Lebih banyak daripada yang ada di simpanan.", "Hitung lagi, lalu betulkan jumlahnya."),
    "not-held": Words("Lebih banyak daripada yang dipegang petugas itu.", "Yang sudah terpakai tidak dikembalikan."),
}


def refused_words(error: Exception) -> Words:
    """Why nothing was booked."""
    if isinstance(error, CountRefused):
        return _COUNTS[error.code]
    if isinstance(error, HandingRefused):
        return _HANDINGS[error.code]
    if isinstance(error, StockRefused):
        return stock_words(error)
    return ledger_words(error) if isinstance(error, LedgerRefused) else store_words(error)


def sum_words(recap: Recap) -> str:
    """The ledger of a period in one line: it always comes out.

    >>> sum_words(Recap(Item.KTP, 500, 0, 162, 338, {Flow.USED: 158, Flow.SPOILED: 4}))
    'Awal 500 + masuk 0 − keluar 162 (baik 158, rusak 4) = sisa 338'
    """
    words = {**OUT_WORDS, Flow.USED: OUT_WORDS[Flow.USED] if recap.item in (Item.KTP, Item.KIA) else "terpakai"}
    out = ", ".join(f"{words[flow]} {many}" for flow, many in recap.by.items() if flow in words)
    went = f"{thousands(recap.went)} ({out})" if out else thousands(recap.went)
    return f"Awal {thousands(recap.opening)} + masuk {thousands(recap.came)} − keluar {went} = sisa " + thousands(
        recap.closing
    )


def forecast(on_hand: int, used: int, today: date) -> date | None:
    """When a thing runs out at the pace of the last days; None while nothing is used.

    >>> forecast(140, 300, date(2026, 11, 25))
    datetime.date(2026, 12, 9)
    """
    return today + timedelta(days=on_hand * FORECAST_DAYS // used) if used else None


def forecast_words(on_hand: int, used: int, today: date) -> str:
    """The same in words; "" while it cannot be told."""
    ends = forecast(on_hand, used, today)
    near = ends is not None and (ends - today).days <= FORESEEN_DAYS
    return f"Habis sekitar {date_words(ends.isoformat())}" if ends is not None and near else ""


def count_words(counts: tuple[Count, ...]) -> str:
    """How the last count by hand came out."""
    if not counts:
        return "belum pernah"
    last = counts[0]
    found = "cocok" if not last.difference else f"selisih {signed(last.difference)}"
    return f"{day_words(last.at)}, {found}"


def signed(number: int) -> str:
    """A change with its sign.

    >>> signed(3), signed(-3), signed(0)
    ('+3', '−3', '0')
    """
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"


def note_words(line: BookLine, numbers: Mapping[str, str]) -> str:
    """What stands beside a line: its label, its paper, its case, its reason."""
    case = numbers.get(line.owner, line.owner if line.item is Item.WITHDRAWN else "")
    parts = (line.label, line.reference, case, REASONS.get(line.reason, line.reason))
    return " · ".join(part for part in parts if part)
