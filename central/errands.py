"""`loket central stick` and `loket central epoch`: errands of a person, whether the centre serves meanwhile or not.

loket central stick --home FOLDER STICK [--from CURSOR]    take every parcel, and write a return file for each station
loket central epoch --home FOLDER STATION                  compare the journal it told with the one in the books
loket central epoch --home FOLDER STATION --reason WHY     and let it go on from the last act both have
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TextIO

from central.compose import Centre, open_centre
from central.epochs import Comparison
from central.errors import CentreError
from central.stick import ReturnFile, TakenParcel
from sync.errors import SyncError

ERRANDS = ("stick", "epoch")
STATES = {
    "same": "sama dengan catatan Pusat",
    "ahead": "lanjutan dari catatan Pusat",
    "shorter": "lebih pendek dari catatan Pusat",
    "forked": "bercabang dari catatan Pusat",
    "gap": "lebih panjang dari catatan Pusat, yang pernah dipulihkan",
}
FAULTS = {
    "unknown-station": "stasiun tidak dikenal",
    "half-copied": "tidak utuh; salin ulang",
    "bad-signature": "bukan dari stasiun itu",
    "bad-index": "daftar isi tidak dapat dibaca",
    "old-epoch": "dari riwayat lama; bawa berkas balasan ke stasiun",
    "out-of-turn": "menunggu kiriman sebelumnya",
    "chain-shorter": "riwayat stasiun lebih pendek; cocokkan dengan `epoch`",
    "chain-forked": "riwayat stasiun bercabang; cocokkan dengan `epoch`",
    "chain-gap": "riwayat Pusat lebih pendek; cocokkan dengan `epoch`",
    "no-claim": "stasiun belum menyampaikan riwayatnya",
    "journal-unclear": "awal riwayatnya lain; stasiun harus didaftarkan lagi",
    "no-reason": "alasan wajib ditulis",
    "stick-full": "stik penuh",
    "stick-read-only": "stik tidak dapat ditulisi",
    "stick-pulled": "stik tidak terbaca atau sudah dicabut",
    "stick-odd": "di stik ada berkas lain dengan nama itu",
}


def run_errand(arguments: list[str]) -> int:
    """Run one; 1 when something was not taken."""
    options = _options(arguments)
    centre = open_centre(options.home, printing={}, verifying={}, upstream_delay_s=3.0, operational=None)
    try:
        return _stick(centre, options) if options.errand == "stick" else _epoch(centre, options)
    except (CentreError, SyncError) as error:
        _say(_why(error.code), sys.stderr)
        return 1
    finally:
        centre.ledger.close()


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="loket central")
    errands = parser.add_subparsers(dest="errand", required=True)
    stick = errands.add_parser("stick", help="take a stick and write return files onto it")
    stick.add_argument("folder", type=Path, help="the stick, or a folder on it")
    stick.add_argument("--from", dest="since", type=int, default=None, help="cursor to begin the return files at")
    epoch = errands.add_parser("epoch", help="compare a station's journal; with a reason, let it go on")
    epoch.add_argument("station")
    epoch.add_argument("--reason", default="", help="why; without it nothing is changed")
    for one in (stick, epoch):
        one.add_argument("--home", type=Path, required=True, help="folder of the centre")
    return parser.parse_args(arguments)


def _stick(centre: Centre, options: argparse.Namespace) -> int:
    taken = centre.sticks.take_stick(options.folder)
    for parcel in taken:
        _say(taken_words(parcel))
    known = dict.fromkeys(parcel.station for parcel in taken if parcel.fault in ("", "old-epoch"))
    for station in known:
        _say(return_words(centre.sticks.write_return(station, options.folder, options.since)))
    if not taken:
        _say("Tidak ada kiriman stasiun di sini.", sys.stderr)
    return 0 if taken and not any(parcel.fault or parcel.problems for parcel in taken) else 1


def _epoch(centre: Centre, options: argparse.Namespace) -> int:
    with centre.ledger.writing() as book:
        found = centre.epochs.compare(book, options.station)
        _say(comparison_words(found))
        if options.reason:
            given = centre.epochs.give(book, options.station, options.reason)
            _say(f"Riwayat baru nomor {given.epoch} diberikan; sampai di stasiun lewat jaringan atau berkas balasan.")
    return 0


def taken_words(parcel: TakenParcel) -> str:
    """One line about a parcel, and one for each packet that was not taken."""
    if parcel.fault:
        return f"✕ {parcel.name}: {_why(parcel.fault)}"
    counts = f"{parcel.accepted} diterima, {parcel.known} sudah ada, {parcel.refused} ditolak"
    lines = [f"✓ {parcel.name}: {counts}"]
    return "\n".join([*lines, *(f"  ▲ {packet}: {_why(code)}" for packet, code in parcel.problems)])


def return_words(written: ReturnFile) -> str:
    """One line about a return file."""
    more = "; sebagian menunggu stik berikutnya" if written.more else ""
    return f"✓ {written.folder.name}: {written.receipts} tanda terima, {written.entries} kabar{more}"


def comparison_words(found: Comparison) -> str:
    """What the two journals have in common."""
    told = f"{found.claimed} tindakan di stasiun, {found.known} di Pusat, {found.common} sama"
    lost = f"; {len(found.lost)} akan dikembalikan ke stasiun" if found.lost else ""
    return f"Riwayat {found.station} {STATES[found.state]}: {told}{lost}."


def _say(words: str, where: TextIO | None = None) -> None:
    (where or sys.stdout).write(words + "\n")


def _why(code: str) -> str:
    return FAULTS.get(code, code)
