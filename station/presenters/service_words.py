"""What a service needs, in the words of the counter: forms, papers, who may ask, what is recorded, the promise."""

from __future__ import annotations

from datetime import date

from registry.evidence import Requirement, paper_words
from registry.people import Resident
from registry.services import Service
from station.presenters.counter import date_words
from station.presenters.status import siak_chip

OLD_DAYS = 7  # after which an answer of SIAK may have been overtaken
RECORDED = "foto, tanda tangan, sepuluh jari, iris"
NOT_AGAIN = "tidak direkam lagi"
FORM_ONLY = "tidak ada, berkas saja"


def paper_line(need: Requirement) -> str:
    """A paper and what serves as well."""
    return " atau ".join(paper_words(kind) for kind in (need.kind, *need.alternatives))


def facts_of(asked: Service, age: int, *, full: bool) -> list[tuple[str, str]]:
    """Everything about a service for an applicant of this age."""
    again = NOT_AGAIN if asked.group.value == "KTP-el" else FORM_ONLY
    proxy = "; kuasa dengan F-1.07" if asked.proxy else ""
    also = ", ".join(paper_words(kind) for kind in asked.also)
    rows = [
        ("Syarat", "\n".join(paper_line(need) for need in asked.papers_at(age))),
        *([("Bila perlu", also)] if also else []),
        ("Diajukan oleh", ", ".join(asked.asks) + proxy),
        ("Formulir", " dan ".join(asked.forms)),
        ("Direkam", RECORDED if full else again),
        ("Waktu", f"{asked.days} hari kerja sejak berkas lengkap"),
    ]
    return rows


def according(resident: Resident, today: date) -> tuple[str, bool]:
    """What SIAK said last of a recording, and whether that is old.

    The day stands beside it, for the station learns of a change only when it is connected.
    """
    shown, status, told = siak_chip(resident.ktp_status), resident.ktp_status, resident.ktp_status_on
    day = f" {date_words(told.isoformat())}" if told else ""
    old = told is not None and (today - told).days > OLD_DAYS
    return f"Menurut data SIAK{day}: {shown.word.lower()} ({status.value})", old
