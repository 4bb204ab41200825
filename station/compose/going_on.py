"""Opening a recording where it was left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from registry.case import NotAllowed
from station.desk.mending import MendingDesk
from station.desk.recording import Draft, RecordingDesk
from station.desk.session import Session
from station.presenters.counter import Route
from station.problems import refusal_words, store_words
from station.store.errors import NotFound, StoreError
from station.work import on


async def go_on(session: Session, window: Any, go: Callable[[Route], None], name: str, case: str) -> None:
    """Open a recording at its step ("lanjut"); one that came back becomes a draft again ("perbaiki")."""
    opened = RecordingDesk(session).load if name == "lanjut" else MendingDesk(session).reopen
    try:
        draft: Draft = await on("store", opened, case)
    except NotAllowed as error:
        window.toast(refusal_words(error).line, "err")
    except LookupError:
        window.toast("Rekaman ini sudah dihapus dari stasiun. Rekam lagi dari Penduduk.", "err")
    except NotFound:
        window.toast("Data pemohon tidak ada di stasiun ini. Perbaiki di stasiun yang merekam.", "err")
    except StoreError as error:
        window.toast(store_words(error).line, "err")
    else:
        go(Route(draft.step, case))
