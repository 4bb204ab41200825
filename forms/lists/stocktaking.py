"""A month of one location out of its ledgers (registry.ledgers): blanks by outcome, everything else by flow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from forms.lists.recap import Month
from forms.lists.table import Column, Signature, Table
from registry.actions import Outcome
from registry.ledgers import Flow, Line, Recap, recap
from registry.stock import Item

WORDS = {
    Item.KTP: "Blangko KTP-el",
    Item.KIA: "Blangko KIA",
    Item.WITHDRAWN: "Kartu ditarik",
    Item.RIBBON: "Pita (panel)",
    Item.FILM: "Film (panel)",
}
_NAMED = (Outcome.ENCODE_FAILED, Outcome.PRINT_FAILED, Outcome.WRONG_ELEMENT)


def month_of(
    lines: Iterable[Line], item: Item, *, location: str, first: date, last: date, counted: int | None
) -> Month:
    """A kind of blank from a day to a day, both counted.

    A spoiled blank whose reason the circular does not name counts as damaged.
    """
    own = tuple(line for line in lines if line.item is item)
    found = recap(own, item, first, last)
    within = [line for line in own if first.isoformat() <= line.at[:10] <= last.isoformat()]
    reasons: Counter[str] = Counter()
    for line in within:
        reasons[line.reason] += line.count if line.flow is Flow.SPOILED else 0
    named = {outcome: reasons[outcome.value] for outcome in _NAMED}
    by = Counter(found.by)
    return Month(
        location=location,
        kind=WORDS[item].removeprefix("Blangko "),
        opening=found.opening,
        counted=counted,
        received=by[Flow.RECEIVED],
        sent=by[Flow.SENT],
        good=by[Flow.USED],
        encode_failed=named[Outcome.ENCODE_FAILED],
        damaged=by[Flow.SPOILED] - sum(named.values()),
        print_failed=named[Outcome.PRINT_FAILED],
        wrong_element=named[Outcome.WRONG_ELEMENT],
        lost=by[Flow.LOST],
        destroyed=by[Flow.DESTROYED],
        corrected=by[Flow.COUNTED_MORE] - by[Flow.COUNTED_LESS],
    )


def supplies_recap(office: tuple[str, ...], month: str, recaps: Sequence[Recap], *, officer: str, head: str) -> Table:
    """Withdrawn cards, ribbon, film (and blanks) of a location: a line each, with what came and went by reason."""
    columns = (
        Column("Jenis", 38),
        Column("Awal", 18, "right"),
        Column("Masuk", 18, "right"),
        Column("Keluar", 18, "right"),
        Column("Akhir", 18, "right"),
        Column("Menurut alasan", 70),
    )
    rows = tuple(
        (WORDS[found.item], found.opening, found.came, found.went, found.closing, _reasons(found)) for found in recaps
    )
    return Table(
        title="REKAPITULASI PERSEDIAAN BULANAN",
        letterhead=office,
        facts=(("Bulan", month),),
        columns=columns,
        rows=rows,
        notes=("Akhir = awal + masuk − keluar.",),
        signatures=(Signature("Petugas persediaan,", officer), Signature("Mengetahui,", head)),
    )


def _reasons(found: Recap) -> str:
    return ", ".join(f"{flow.value} {count}" for flow, count in found.by.items())
