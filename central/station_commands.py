"""`loket central` with a word: code, waiting, confirm, reject, stations, revoke, readmit, lost, former-key,
extend-officer, revoke-officer.

What an administrator of the centre does at its own keyboard; the console calls the same functions. A running centre may
go on: each command is one transaction on the same file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from central.clock import Clock
from central.compose import Centre, open_centre
from central.enrolment import Site
from central.errors import CentreError
from central.ledger.ledger import Book
from central.ledger.stations import WAITING, all_enrolments, enrolment
from central.watch import standings
from forms.codes import qr_rows

_DARK = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}  # white on black, as a terminal is
_QUIET = 4  # cells around a symbol (ISO/IEC 18004)


def run_command(given: list[str]) -> int:
    """Run one; 1 when it was refused, with the reason in words."""
    options = _parser().parse_args(given)
    centre = open_centre(options.home, printing={}, verifying={}, upstream_delay_s=0, operational=None)
    try:
        with centre.ledger.writing() as book:
            return COMMANDS[options.command][2](centre, book, options)
    except CentreError as error:
        _complain(REFUSALS.get(error.code, error.code))
        return 1
    finally:
        centre.ledger.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="loket central")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (words, fill, _) in COMMANDS.items():
        one = commands.add_parser(name, help=words)
        one.add_argument("--home", type=Path, required=True, help="folder of the centre")
        one.add_argument("--by", default="pusat", help="who does it, for the record")
        fill(one)
    return parser


# codes ----------------------------------------------------------------------------------------------------------------
def _fill_code(one: argparse.ArgumentParser) -> None:
    one.add_argument("--url", required=True, help="where stations find this centre")
    one.add_argument("--station", required=True, help="id: DAYUN")
    one.add_argument("--name", required=True, help="as it stands on the door: Kantor Camat Dayun")
    one.add_argument("--area", default="", help="whose residents it has: 14.08.06")
    one.add_argument("--letter", default="", help="begins the numbers of its cases")
    one.add_argument("--administrator", required=True, help="handle of its first administrator")
    one.add_argument("--administrator-name", required=True)
    one.add_argument("--qr", type=Path, help="also as an SVG file, to print")


def _code(centre: Centre, book: Book, options: argparse.Namespace) -> int:
    place = Site(
        options.station,
        options.name,
        options.area,
        options.letter,
        options.administrator,
        options.administrator_name,
    )
    before = book.station(place.station)
    text = centre.registrar.new_code(book, place, options.url).to_text()
    rows = qr_rows(text)
    if options.qr:
        options.qr.write_text(qr_svg(rows), encoding="utf-8")
    _say(qr_text(rows))
    _say(text)
    _say(f"Berlaku 72 jam, sekali pakai, untuk {place.name}. Jangan dikirim lewat pesan; serahkan atau bacakan.")
    if before is not None:
        _say("Stasiun ini sudah ada: setelah empat kata dicocokkan, komputer lamanya berhenti.")
        _warn_of_unsent(centre, book, place.station)
    return 0


def _warn_of_unsent(centre: Centre, book: Book, station: str) -> None:
    standing = next(each for each in standings(book, Clock()) if each.station == station)
    _say(f"Kontak terakhir {standing.contact_at[:16]}, menunggu kirim {standing.waiting}, draf {standing.drafts}.")
    if standing.waiting or standing.drafts:
        _say("Yang belum terkirim hilang bila komputer lama tidak dipakai lagi. Kirim dulu, atau ekspor ke stik.")


def _waiting(centre: Centre, book: Book, _options: argparse.Namespace) -> int:
    for row in all_enrolments(book.connection, state=WAITING):
        _say(f"{row.code}  {row.station}  {row.administrator_name}  {' '.join(centre.registrar.words(row))}")
    return 0


def _fill_words(one: argparse.ArgumentParser) -> None:
    one.add_argument("code")
    one.add_argument("--words", default="", help="the four words that were heard; asked for without it")


def _confirm(centre: Centre, book: Book, options: argparse.Namespace) -> int:
    row = enrolment(book.connection, options.code)
    said = options.words or input(f"Empat kata dari {row.station if row else options.code}: ")
    station = centre.registrar.confirm(book, options.code, said, options.by)
    if station is None:
        _say("Katanya berbeda: kode dibatalkan. Buat kode baru, dan periksa siapa yang memegang kode ini.")
        return 1
    _say(f"{station.name} aktif, epoch {station.epoch}.")
    return 0


def _fill_reject(one: argparse.ArgumentParser) -> None:
    one.add_argument("code")


def _reject(centre: Centre, book: Book, options: argparse.Namespace) -> int:
    centre.registrar.reject(book, options.code, options.by)
    _say("Kode dibatalkan.")
    return 0


# stations -------------------------------------------------------------------------------------------------------------
def _fill_nothing(_one: argparse.ArgumentParser) -> None:
    """It takes no more than all do."""


def _stations(_centre: Centre, book: Book, _options: argparse.Namespace) -> int:
    for each in standings(book, Clock()):
        state = each.shut or (f"kunci sampai {each.key_until}" if each.key_until else "kunci tanpa masa")
        _say(
            f"{each.mark} {each.station}  epoch {each.epoch}  kontak {each.contact_at[:16]} ({each.days} hari)  "
            f"menunggu {each.waiting}  {state}"
        )
    return 0


def _fill_end(one: argparse.ArgumentParser) -> None:
    one.add_argument("station")
    one.add_argument("--reason", required=True)


def _revoke(centre: Centre, book: Book, options: argparse.Namespace) -> int:
    row = centre.stations.end(book, options.station, options.reason)
    _say(f"{row.name} dicabut. Tidak ada kiriman yang diterima lagi; bila tersambung, pencetakannya terkunci.")
    return 0


def _fill_station(one: argparse.ArgumentParser) -> None:
    one.add_argument("station")


def _readmit(centre: Centre, book: Book, options: argparse.Namespace) -> int:
    row = centre.stations.readmit(book, options.station)
    _say(f"{row.name} diterima lagi. Kuncinya terbuka setelah tersambung.")
    return 0


def _lost(centre: Centre, book: Book, options: argparse.Namespace) -> int:
    row = centre.stations.end(book, options.station, options.reason, lost=True)
    _say(f"{row.name}: komputer hilang dicabut, tugas semua petugasnya di sana berakhir.")
    _warn_of_unsent(centre, book, row.id)
    _say(f"Komputer baru: loket central code --station {row.id} ..., lalu administrator mengundang petugas lagi.")
    return 0


def _fill_former(one: argparse.ArgumentParser) -> None:
    one.add_argument("station")
    one.add_argument("key", help="the former key that the restored data know, hex")


def _former(centre: Centre, book: Book, options: argparse.Namespace) -> int:
    row = centre.stations.back_to(book, options.station, options.key)
    _say(f"{row.name}: kunci itu berlaku lagi. Setelah stasiun tersambung: loket central epoch {row.id}")
    return 0


def _fill_officer(one: argparse.ArgumentParser) -> None:
    one.add_argument("officer", help="handle")
    one.add_argument("--station", default="", help="at one station; without it everywhere")
    one.add_argument("--reason", required=True)


def _revoke_officer(centre: Centre, book: Book, options: argparse.Namespace) -> int:
    held = [grant for grant in centre.vouching.grants(book).everyone() if grant.officer == options.officer]
    places = [grant.station for grant in held if options.station in ("", grant.station)]
    if not places:
        _complain(f"Tidak ada petugas {options.officer} di sana.")
        return 1
    centre.vouching.end(book, options.officer, options.station, options.reason)
    _say(f"Tugas {options.officer} dicabut di {', '.join(sorted(places))}.")
    return 0


def _fill_extend(one: argparse.ArgumentParser) -> None:
    one.add_argument("officer", help="handle")
    one.add_argument("--station", required=True)
    one.add_argument("--until", required=True, help="last day, 2027-12-31; at most a year ahead")


def _extend(centre: Centre, book: Book, options: argparse.Namespace) -> int:
    grant = centre.vouching.extend(book, options.officer, options.station, options.until)
    _say(f"Tugas {grant.name} di {grant.station} berlaku sampai {grant.until}.")
    return 0


Fill: TypeAlias = Callable[[argparse.ArgumentParser], None]
Deed: TypeAlias = Callable[[Centre, Book, argparse.Namespace], int]
COMMANDS: Mapping[str, tuple[str, Fill, Deed]] = {
    "code": ("a one-time code for a station, also for a new computer of one", _fill_code, _code),
    "waiting": ("stations that wait for their four words", _fill_nothing, _waiting),
    "confirm": ("take a station in: the words that were heard are its words", _fill_words, _confirm),
    "reject": ("void a code", _fill_reject, _reject),
    "stations": ("all stations: last contact, what waits, keys", _fill_nothing, _stations),
    "revoke": ("shut a station out", _fill_end, _revoke),
    "readmit": ("take a revoked station back", _fill_station, _readmit),
    "lost": ("a station's computer is gone: shut it out and end its officers", _fill_end, _lost),
    "former-key": ("let data in that were restored from before a station's newest key", _fill_former, _former),
    "extend-officer": ("a longer term for an officer, also for the only administrator", _fill_extend, _extend),
    "revoke-officer": ("end an officer's duty, at one station or everywhere", _fill_officer, _revoke_officer),
}
REFUSALS: Mapping[str, str] = {
    "no-such-officer": "Petugas itu tidak ada di sana, atau tugasnya dicabut.",
    "bad-date": "Tanggal itu tidak terbaca; tulis seperti 2027-12-31.",
    "bad-code": "Kode itu tidak ada.",
    "code-closed": "Kode itu sudah dipakai atau dibatalkan.",
    "code-not-used": "Stasiun belum memakai kode itu; katanya belum ada.",
    "not-revoked": "Stasiun itu tidak dicabut, atau komputernya sudah hilang atau diganti.",
    "overtaken": "Stasiun itu sudah dipasang dengan kode lain. Buat kode baru.",
    "unknown-station": "Stasiun itu tidak ada.",
    "unknown-key": "Kunci itu bukan kunci stasiun ini.",
    "key-ended": "Kunci itu dicabut dan tidak dapat dipakai lagi.",
    "locked": "Stasiun itu sudah dicabut. Buat kode baru untuk komputernya.",
}


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _complain(line: str) -> None:
    sys.stderr.write(line + "\n")


def qr_text(rows: list[bytes]) -> str:
    """A QR symbol for a terminal, two rows of cells a line, with its quiet zone."""
    width = len(rows) + 2 * _QUIET
    blank = [bytes(width)] * _QUIET
    cells = [*blank, *(bytes(_QUIET) + row + bytes(_QUIET) for row in rows), *blank, bytes(width)]
    pairs = zip(cells[0::2], cells[1::2], strict=False)
    return "\n".join("".join(_DARK[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs)


def qr_svg(rows: list[bytes]) -> str:
    """The same as SVG, a unit a cell."""
    size = len(rows) + 2 * _QUIET
    dark = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, cell in enumerate(row) if cell
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path d="{dark}"/></svg>\n'
    )
