"""The register of one day at a counter: who asked for what, when, what became of it. No NIK."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from forms.lists.table import Column, Signature, Table, numbered


@dataclass(frozen=True, slots=True)
class Served:
    """One request taken in."""

    time: str  # "10.52"
    request: str
    name: str
    village: str
    service: str
    status: str
    promised: str  # dd-mm-yyyy, or why the clock stands
    officer: str


def service_register(office: tuple[str, ...], day: str, served: Sequence[Served], *, officer: str) -> Table:
    """The register of `day` ("24 November 2026") with the counts of each service."""
    columns = (
        Column("No", 10, "right"),
        Column("Jam", 14, "centre"),
        Column("Nomor permohonan", 30),
        Column("Nama", 60),
        Column("Kampung/Kelurahan", 38),
        Column("Layanan", 38),
        Column("Keadaan", 30),
        Column("Janji selesai", 22, "centre"),
        Column("Petugas", 25),
    )
    counts = Counter(row.service for row in served)
    summary = ", ".join(f"{service} {count}" for service, count in sorted(counts.items()))
    return Table(
        title="REGISTER PELAYANAN HARIAN",
        letterhead=office,
        facts=(("Tanggal", day), ("Jumlah permohonan", str(len(served)))),
        columns=columns,
        rows=numbered(
            [(r.time, r.request, r.name, r.village, r.service, r.status, r.promised, r.officer) for r in served]
        ),
        notes=(f"Menurut layanan: {summary}.",) if served else ("Tidak ada permohonan pada hari ini.",),
        signatures=(Signature("Petugas,", officer),),
        landscape=True,
    )
