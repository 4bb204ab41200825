"""Where one may go: the rail of a role, and the steps of a case. Loaded with the rooms, after the first paint."""

from __future__ import annotations

from registry.roles import Role
from registry.services import Group, service
from station.widgets.items import RailItem, StepItem

STEPS = (
    ("berkas", "Berkas"),
    ("biodata", "Biodata F-1.02"),
    ("foto", "Foto"),
    ("tanda-tangan", "Tanda tangan"),
    ("sidik-jari", "Sidik jari"),
    ("iris", "Iris"),
    ("ulang-telunjuk", "Ulang telunjuk"),
    ("periksa", "Periksa"),
    ("resi", "Resi"),
)
FAMILY_STEPS = (("keluarga", "Keluarga"), ("berkas", "Berkas"), ("periksa-keluarga", "Periksa"), ("resi", "Resi"))
FORM_STEPS = tuple(step for step in STEPS if step[0] in ("berkas", "biodata", "periksa", "resi"))
STEP_IDS = tuple(dict.fromkeys(name for name, _ in (*STEPS, *FAMILY_STEPS)))
RULES = frozenset({"petugas", "audit", "stasiun", "impor"})  # the administrator's alone


def rail_of(roles: frozenset[Role]) -> list[RailItem]:
    """Where an officer of these roles may go."""
    items = [RailItem("beranda", "Beranda", "home", "Ctrl+1")]
    if roles & {Role.OPERATOR, Role.PRINTING}:
        items += [
            RailItem("penduduk", "Penduduk", "people", "Ctrl+3", "LOKET"),
            RailItem("permohonan", "Permohonan", "folder", "Ctrl+4"),
            RailItem("penyerahan", "Penyerahan", "hand", "Ctrl+8"),
            RailItem("formulir", "Formulir kosong", "doc"),
            RailItem("pengiriman", "Pengiriman", "truck", "", "BARANG"),
        ]
    if Role.PRINTING in roles:
        items += [
            RailItem("meja-cetak", "Meja cetak", "printer", "Ctrl+7", "CETAK DAN KARTU"),
            RailItem("blangko", "Blangko", "stack"),
        ]
    if Role.VERIFIER in roles:
        items += [
            RailItem("verifikasi", "Verifikasi", "shield", "Ctrl+5", "PEMERIKSAAN"),
            RailItem("setujui-cetak", "Setujui cetak", "stamp", "Ctrl+6"),
            RailItem("permohonan", "Permohonan", "folder", "Ctrl+4"),
        ]
    if Role.ADMINISTRATOR in roles:
        items += [
            RailItem("petugas", "Petugas dan peran", "people", "", "ATURAN"),
            RailItem("audit", "Jejak audit", "audit"),
            RailItem("cadangan", "Cadangan dan pulih", "backup"),
            RailItem("stasiun", "Stasiun dan kunci", "key"),
            RailItem("impor", "Impor data", "download"),
        ]
    return [
        *items,
        RailItem("sinkronisasi", "Sinkronisasi", "sync", "Ctrl+9", "SISTEM"),
        RailItem("stik-usb", "Stik USB", "usb"),
        RailItem("perangkat", "Perangkat", "device", "Ctrl+D"),
        RailItem("keluar", "Keluar", "user"),
    ]


def step_ids_of(service_id: str, *, full: bool) -> tuple[str, ...]:
    """The steps of a service, without those it does not need; `full`: the applicant is recorded."""
    return tuple(name for name, _ in _steps(service_id, full=full))


def _steps(service_id: str, *, full: bool) -> tuple[tuple[str, str], ...]:
    if service(service_id).group is Group.KK:
        return FAMILY_STEPS
    return STEPS if full else FORM_STEPS


def steps_of(current: str, done: tuple[str, ...], service_id: str, *, full: bool = True) -> list[StepItem]:
    """States of the steps: fingers are locked until the photo is approved."""
    items = []
    for name, word in _steps(service_id, full=full):
        early = name in ("sidik-jari", "ulang-telunjuk") and "foto" not in done
        locked = early or name == "resi" or current == "resi"
        state = "current" if name == current else "done" if name in done and current != "resi" else "open"
        if state == "open" and locked:
            state = "ended" if current == "resi" else "locked"
        items.append(StepItem(name, word, state))
    return items
