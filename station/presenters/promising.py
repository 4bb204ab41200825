"""The service clock in words: on receipts and beside a case."""

from __future__ import annotations

from datetime import date

from registry.case import Case
from registry.promise import ServiceClock, Wait, service_clock
from registry.services import UnknownService, service
from station.presenters.counter import Counter, date_words, weekday_words

_STANDS = {
    Wait.APPLICANT: "berhenti, giliran pemohon",
    Wait.CENTRE: "berhenti, di Dinas atau Pusat",
    Wait.ENDED: "selesai",
}
_STOPS = {
    Wait.APPLICANT: "Berhenti sampai berkas atau perbaikan Anda diterima",
    Wait.CENTRE: "Berhenti selama menunggu Dinas dan Pusat",
    Wait.ENDED: "Selesai",
}


def clock_of(case: Case, counter: Counter) -> ServiceClock | None:
    """How a case stands to what its service promises; None for a service of another version of Loket."""
    try:
        days = service(case.service).days
    except UnknownService:
        return None
    return service_clock(case, days, counter.today, counter.calendar)


def standing_words(clock: ServiceClock | None, today: date) -> str:
    """The service clock beside a case, short.

    >>> due = date(2026, 11, 25)
    >>> standing_words(ServiceClock(1, Wait.OURS, date(2026, 11, 24), due=due), due)
    'sampai 25 Nov 2026'
    >>> standing_words(ServiceClock(1, Wait.OURS, date(2026, 11, 24), due=due), date(2026, 11, 27))
    'lewat sejak 25 Nov 2026'
    """
    if clock is None or clock.due is None:
        return "belum mulai"
    if clock.turn is not Wait.OURS:
        return _STANDS[clock.turn]
    return f"{'lewat sejak' if clock.late(today) else 'sampai'} {date_words(clock.due.isoformat())}"


def promise_words(clock: ServiceClock | None) -> str:
    """The service clock on a receipt.

    >>> promise_words(ServiceClock(1, Wait.OURS, date(2026, 11, 24), due=date(2026, 11, 25)))
    'Paling lambat Rabu, 25 Nov 2026, ditambah waktu menunggu Pusat (1 hari kerja sejak berkas lengkap)'
    >>> promise_words(ServiceClock(1, Wait.APPLICANT))
    'Mulai dihitung setelah berkas lengkap, lalu 1 hari kerja'
    """
    if clock is None:
        return "-"
    if clock.due is None:
        return f"Mulai dihitung setelah berkas lengkap, lalu {clock.promised} hari kerja"
    if clock.stopped:
        return _STOPS[clock.turn]
    by = weekday_words(clock.due.isoformat())
    return f"Paling lambat {by}, ditambah waktu menunggu Pusat ({clock.promised} hari kerja sejak berkas lengkap)"
