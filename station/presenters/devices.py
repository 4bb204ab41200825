"""How each device of this counter is: asked who it is, how fast it answers, and what it has left."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from devices.errors import DeviceError, DeviceFault
from devices.health import Identity
from devices.printer.port import PrinterState
from station.desk.calibrating import CalibrationDesk
from station.desk.equipment import KINDS
from station.presenters.counter import Counter
from station.problems import KINDS as KIND_WORDS
from station.problems import Words, device_words
from station.work import on

ROUNDS, SLOW_MS, LOW = 5, 500.0, 10


@dataclass(frozen=True, slots=True)
class Check:
    """One test: what, its value, its limit, and the role of its outcome (ok, warn or err)."""

    name: str
    value: str
    limit: str
    role: str


@dataclass(frozen=True, slots=True)
class DeviceView:
    """One device: its word, how it is (chip), its tests, and what to do."""

    kind: str
    name: str
    below: str
    chip: tuple[str, str, str]
    checks: tuple[Check, ...] = ()
    cure: Words | None = None
    tested_at: str = ""


@dataclass(frozen=True, slots=True)
class DevicesState:
    """All devices and the one in view."""

    devices: Mapping[str, DeviceView] = field(default_factory=dict)
    chosen: str = KINDS[0]
    told: Words | None = None  # of the ruler card
    failed: bool = False


class DevicesPresenter:
    """Asks each device on its own lane."""

    def __init__(self, counter: Counter, show: Callable[[DevicesState], None]) -> None:
        self._counter = counter
        self._show = show
        self._calibration = CalibrationDesk(counter.session.store.folder, counter.equipment.uri("printer"))
        self._state = DevicesState()

    def test_all(self) -> None:
        """Ask every device."""
        for kind in KINDS:
            self.test(kind)

    def test(self, kind: str) -> None:
        """Ask one device."""
        name = KIND_WORDS[kind][0]
        self._put(DeviceView(kind, name, "sedang ditanya…", ("Diuji", "acc", "clock")))
        self._counter.tasks.start(self._test(kind, name))

    def choose(self, kind: str) -> None:
        """Look at another one."""
        self._state = replace(self._state, chosen=kind, told=None)
        self._show(self._state)

    @property
    def calibrates(self) -> bool:
        """Whether the device in view is a card printer that is set up."""
        return self._state.chosen == "printer" and self._counter.equipment.installed("printer")

    def print_ruler(self) -> None:
        """A ruler card, on a plain card."""
        self._counter.tasks.start(self._print_ruler())

    def calibrate(self, left: float, top: float) -> None:
        """Keep what the ruler card measured, in mm."""
        self._counter.tasks.start(self._calibrate(left, top))

    async def _print_ruler(self) -> None:
        try:
            printer = await on("printer", self._counter.equipment.printer)
            await on("printer", self._calibration.print_ruler, printer, self._counter.session.ids.next())
        except DeviceError as error:
            await on("printer", self._counter.equipment.drop, "printer")
            self._tell(device_words("printer", error), failed=True)
        else:
            self._tell(Words("Kartu penggaris dicetak.", "Ukur kedua garis, lalu F8."))

    async def _calibrate(self, left: float, top: float) -> None:
        try:
            kept = await on("files", self._calibration.keep, left, top)
        except ValueError:
            self._tell(
                Words("Geseran lebih dari 3 mm.", "Periksa letak kartu, cetak kartu penggaris lagi."), failed=True
            )
        except OSError:
            self._tell(Words("Geseran belum tersimpan.", "Periksa ruang disk, lalu F8 lagi."), failed=True)
        else:
            moved = f"{_way(kept.x, 'kanan', 'kiri')}, {_way(kept.y, 'bawah', 'atas')}"
            self._tell(Words("Geseran pencetak tersimpan.", f"{moved}. Cetak kartu penggaris lagi untuk memeriksanya."))

    def _tell(self, words: Words, *, failed: bool = False) -> None:
        self._state = replace(self._state, told=words, failed=failed)
        self._show(self._state)

    async def _test(self, kind: str, name: str) -> None:
        equipment = self._counter.equipment
        stamp = self._counter.session.clock.stamp()
        if not equipment.installed(kind):
            cure = Words(f"{name} tidak dipasang di loket ini.", "Bila ada, teknisi memasangnya di Pengaturan.")
            view = DeviceView(kind, name, "tidak dipasang", ("Tidak ada", "neu", "ring"), cure=cure)
            self._put(replace(view, tested_at=stamp))
            return
        try:
            device = await on(kind, getattr(equipment, kind))
            answer: tuple[Identity, float] = await on(kind, _ask, device)
            machine = await on(kind, device.state) if kind == "printer" else None
        except DeviceError as error:
            await on(kind, equipment.drop, kind)
            self._put(_silent(kind, name, error, stamp))
        else:
            self._put(_answering(kind, name, *answer, machine, stamp))

    def _put(self, view: DeviceView) -> None:
        self._state = replace(self._state, devices={**self._state.devices, view.kind: view})
        self._show(self._state)


def _way(mm: float, one: str, other: str) -> str:
    """How far and which way: "0,40 mm ke kiri"."""
    return f"{abs(mm):.2f} mm ke {one if mm >= 0 else other}".replace(".", ",")


def _ask(device: Any) -> tuple[Identity, float]:
    """Who it is, and the usual time of an answer in ms."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        identity: Identity = device.identify()
        times.append((time.perf_counter() - began) * 1000)
    return identity, median(times)


def _silent(kind: str, name: str, error: DeviceError, stamp: str) -> DeviceView:
    words = device_words(kind, error)
    check = Check("Sambungan dan identitas", words.title.rstrip("."), "menjawab", "err")
    return DeviceView(kind, name, words.title.rstrip("."), ("Gangguan", "err", "x"), (check,), words, stamp)


def _answering(
    kind: str, name: str, identity: Identity, took: float, machine: PrinterState | None, stamp: str
) -> DeviceView:
    who = " · ".join(part for part in (identity.model, identity.serial, identity.firmware) if part)
    checks = [
        Check("Sambungan dan identitas", who or "menjawab", "menjawab", "ok"),
        Check("Waktu jawab", f"{took:.0f} ms", f"< {SLOW_MS:.0f} ms", "ok" if took < SLOW_MS else "warn"),
    ]
    cure = None
    if took >= SLOW_MS:
        cure = Words(f"{name} lambat menjawab ({took:.0f} ms).", f"Periksa {KIND_WORDS[kind][1]}, lalu uji lagi.")
    if machine is not None:
        checks += _supplies(machine)
        if machine.reasons:
            cure = device_words(kind, DeviceFault(reason=machine.reasons[0]))
            checks.append(Check("Keadaan mesin", cure.title.rstrip("."), "tidak ada gangguan", "warn"))
    role = "warn" if cure or any(check.role == "warn" for check in checks) else "ok"
    chip = ("Siap", "ok", "check") if role == "ok" else ("Perlu dilihat", "warn", "warn")
    return DeviceView(kind, name, who or name, chip, tuple(checks), cure, stamp)


def _supplies(machine: PrinterState) -> list[Check]:
    found = [
        Check(
            marker.name,
            "tidak diketahui" if marker.level is None else f"{marker.level} %",
            f"> {LOW} %",
            "warn" if marker.level is not None and marker.level <= LOW else "ok",
        )
        for marker in machine.markers
    ]
    if machine.cards_printed is not None:
        found.append(Check("Penghitung mesin", f"{machine.cards_printed} kartu", "-", "ok"))
    return found
