"""The signed KK of a case, written out as it came; or why it cannot be."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from forms.errors import DocumentRefused
from registry.lifecycle import Status
from station.desk.session import Session
from station.desk.signed_paper import write_signed
from station.problems import Words
from station.store.errors import NotFound
from station.work import on

SIGNED = (Status.KK_READY, Status.OLD_WITHDRAWN)
NOT_COME = Words("PDF sah belum sampai di stasiun ini.", "Sinkronkan dengan Dinas, lalu F9 lagi.")
NOT_HOLDING = Words(
    "PDF ini tidak lagi terbukti sah, jadi tidak dicetak.",
    "Minta Dinas mengirim ulang dokumennya. Jangan cetak dari tempat lain.",
)
NOT_WRITTEN = Words("PDF belum tertulis.", "Periksa folder keluaran dan ruang disk, lalu F9 lagi.")


async def put_out(session: Session, case: str, number: str, folder: Path) -> str | Words:
    """The name of the file, or what is wrong; nothing is changed by it and it may be done again."""
    now = datetime.fromisoformat(session.clock.stamp())
    try:
        kept = await on("store", session.store.documents.of_case, case)
        root = await on("store", session.store.documents.root)
        file = await on("files", write_signed, kept, root, now, folder, f"kk-{number}")
    except NotFound:
        return NOT_COME
    except DocumentRefused:
        return NOT_HOLDING
    except OSError:
        return NOT_WRITTEN
    return file.name
