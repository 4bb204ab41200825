"""The pick-up list of a counter and the list that goes with a parcel of cards; names and request numbers, no NIK."""

from __future__ import annotations

from dataclasses import dataclass

from forms.lists.table import Column, Signature, Table, numbered


@dataclass(frozen=True, slots=True)
class Ready:
    """A card that waits for its holder."""

    request: str  # "D-2611-0418"
    name: str
    village: str
    service: str
    ready_since: str  # dd-mm-yyyy
    days: int


@dataclass(frozen=True, slots=True)
class Shipped:
    """A card in a parcel."""

    request: str
    name: str
    service: str
    blank: str  # "B26-0417 / 00162"
    printed_on: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """A sealed parcel between two locations."""

    number: str  # "PK-0112"
    sender: str
    receiver: str
    on: str
    seal: str
    officer: str
    cards: tuple[Shipped, ...]


def pickup_list(office: tuple[str, ...], cards: tuple[Ready, ...], *, on: str, officer: str) -> Table:
    """Who may come for a card; the last column is for the signature at hand-over."""
    columns = (
        Column("No", 10, "right"),
        Column("Nomor permohonan", 32),
        Column("Nama", 70),
        Column("Kampung/Kelurahan", 42),
        Column("Layanan", 36),
        Column("Siap sejak", 24, "centre"),
        Column("Hari", 13, "right"),
        Column("Tanda terima", 40),
    )
    rows = [(c.request, c.name, c.village, c.service, c.ready_since, c.days, "") for c in cards]
    return Table(
        title="DAFTAR KARTU SIAP DIAMBIL",
        letterhead=office,
        facts=(("Keadaan pada", on), ("Jumlah kartu", str(len(cards)))),
        columns=columns,
        rows=numbered(rows),
        notes=("Kartu diserahkan kepada pemiliknya atau yang dikuasakan (F-1.07). Semua layanan gratis.",),
        signatures=(Signature("Petugas penyerahan,", officer),),
        landscape=True,
    )


def shipping_list(office: tuple[str, ...], parcel: Parcel) -> Table:
    """What lies in the parcel; the receiver ticks each card he counts."""
    columns = (
        Column("No", 10, "right"),
        Column("Nomor permohonan", 32),
        Column("Nama", 64),
        Column("Blangko", 34, "centre"),
        Column("Dicetak", 22, "centre"),
        Column("Dihitung", 18, "centre"),
    )
    rows = [(c.request, f"{c.name} ({c.service})", c.blank, c.printed_on, "") for c in parcel.cards]
    return Table(
        title=f"DAFTAR PENGIRIMAN {parcel.number}",
        letterhead=office,
        facts=(
            ("Dari", parcel.sender),
            ("Kepada", parcel.receiver),
            ("Tanggal", parcel.on),
            ("Nomor segel", parcel.seal),
            ("Jumlah kartu", str(len(parcel.cards))),
        ),
        columns=columns,
        rows=numbered(rows),
        notes=("Penerima menghitung setiap kartu sebelum menandatangani; kekurangan dicatat pada berita acara.",),
        signatures=(
            Signature("Yang mengirim,", parcel.officer, parcel.sender),
            Signature("Yang menerima,", "", parcel.receiver),
        ),
    )
