"""The service clock in words: on receipts and beside a case."""

from __future__ import annotations

from registry.case import Case
from registry.promise import ServiceClock, Wait, service_clock
from registry.services import UnknownService, service
from station.presenters.counter import Counter, weekday_words

STOPS = {
    Wait.APPLICANT: "Berhenti sampai berkas atau perbaikan Anda diterima",
    Wait.CENTRE: "Berhenti selama menunggu Dinas dan Pusat",
    Wait.ENDED: "Selesai",
}


def promise_of(case: Case, counter: Counter) -> str:
    """How a case stands to what its service promises; "-" for a service of another version of Loket."""
    try:
        days = service(case.service).days
    except UnknownService:
        return "-"
    return promise_words(service_clock(case, days, counter.today, counter.calendar))


def promise_words(clock: ServiceClock) -> str:
    """The service clock on a receipt.

    >>> from datetime import date
    >>> promise_words(ServiceClock(1, Wait.OURS, date(2026, 11, 24), due=date(2026, 11, 25)))
    'Paling lambat Rabu, 25 Nov 2026, ditambah waktu menunggu Pusat (1 hari kerja sejak berkas lengkap)'
    >>> promise_words(ServiceClock(1, Wait.APPLICANT))
    'Mulai dihitung setelah berkas lengkap, lalu 1 hari kerja'
    """
    if clock.due is None:
        return f"Mulai dihitung setelah berkas lengkap, lalu {clock.promised} hari kerja"
    if clock.stopped:
        return STOPS[clock.turn]
    by = weekday_words(clock.due.isoformat())
    return f"Paling lambat {by}, ditambah waktu menunggu Pusat ({clock.promised} hari kerja sejak berkas lengkap)"
