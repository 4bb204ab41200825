"""The pages of docs that are tables of the law, written from the data: `python -m registry.tables FOLDER`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from registry.codes import LEGACY, NEW, Code, CodeTables
from registry.counterparts import Match, counterpart
from registry.evidence import Requirement, paper_words
from registry.lifecycle import ANY, TABLE, Rule, Side, Status
from registry.promise import wait_in
from registry.services import SERVICES, Capture, Service
from registry.upstream import ADVICE

_WRITTEN = "This page is written by `python -m registry.tables docs`; a test compares."
_CAPTURE = {
    Capture.NONE: "tidak ada",
    Capture.IDENTIFY: "kenali saja",
    Capture.FULL: "lengkap",
    Capture.PHOTO_SIGNATURE: "foto dan tanda tangan",
}


def services_page(services: Iterable[Service] = SERVICES) -> str:
    """docs/services.md."""
    rows = [
        (
            each.name,
            " + ".join(each.forms),
            _boxes(each),
            _papers(each),
            ", ".join(each.asks) + (" (F-1.07 boleh)" if each.proxy else ""),
            _CAPTURE[each.capture],
            _ages(each),
            f"{each.days} hari kerja",
        )
        for each in services
    ]
    head = ("layanan", "formulir", "kotak F-1.02", "syarat", "pemohon", "perekaman", "usia", "janji")
    return _page(
        "Services",
        "What a kecamatan offers, as `registry/services.py` has it (Perpres 96/2018, Permendagri 6/2026). All are free "
        'of charge. The promise counts working days from the complete berkas ("berkas lengkap"), stops while the '
        "applicant has to act, and leaves out what waits with Dinas and Pusat (`registry/promise.py`). Who is only "
        "identified is recorded anew when SIAK answered ENROLL_FAILURE; nobody else is recorded twice. The KTP-el is "
        "recorded from 16 and printed from 17, or at once for who is or was married. Who may ask is our reading of "
        "who signs the form.",
        [_table(head, rows)],
    )


def codes_page() -> str:
    """docs/codes.md."""
    parts = []
    for table in CodeTables.load().names():
        parts += [f"## {table}", *_both_ways(table)]
    return _page(
        "Code lists",
        "Both versions: `2026` (Permendagri 6/2026) and `legacy` (what SIAK may still use). An entry is stored with "
        "its version, `2026:89`, for 89 means two things. Beside each entry stands what it is in the other version: "
        "one entry for certain, *one of* several, or *tidak ada* where nothing is certain.",
        parts,
    )


def lifecycle_page() -> str:
    """docs/lifecycle.md."""
    rows = [_line(sources, rule) for rule, sources in _grouped().items()]
    head = ("from", "action", "variant", "to", "side", "roles", "not by the author of", "only for")
    waits = [(status, wait_in(status)) for status in Status]
    advice = [
        (status, told.meaning, told.step, f"> {told.days} hari" if told.days else "segera", told.then)
        for status, told in ADVICE.items()
    ]
    return _page(
        "The life of a case",
        "The one table of `registry/lifecycle.py`: buttons, desk, sync and centre all read it. What is not here does "
        "not happen; an action that comes all the same is kept and shown as a problem. Returned, rejected and "
        "cancelled need a written reason.",
        [
            _table(head, rows),
            "## Whose turn it is\n\nFor the service clock: *kita* runs, *pemohon* and *pusat* stop it.",
            _table(("status", "turn"), waits),
            "## Names of SIAK\n\nWhat the upstream answers; `registry/upstream.py`. They are shown beside our status.",
            _table(("status", "arti", "langkah", "setelah", "lalu"), advice),
        ],
    )


def pages() -> Mapping[str, str]:
    """File name -> text."""
    return {"services.md": services_page(), "codes.md": codes_page(), "lifecycle.md": lifecycle_page()}


def main(arguments: list[str]) -> int:
    """Write the pages into a folder."""
    for name, text in pages().items():
        (Path(arguments[0]) / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


# services ---------------------------------------------------------------------------------------------------------
def _boxes(each: Service) -> str:
    boxes = " + ".join(each.boxes)
    return f"{boxes} (atau {', '.join(each.or_boxes)})" if each.or_boxes else boxes


def _papers(each: Service) -> str:
    asked = "; ".join(_paper(need) for need in each.papers)
    also = ", ".join(paper_words(kind) for kind in each.also)
    return f"{asked}; bila perlu {also}" if also else asked


def _paper(need: Requirement) -> str:
    words = " / ".join(paper_words(kind) for kind in (need.kind, *need.alternatives))
    return f"{words} (mulai {need.from_age} tahun)" if need.from_age else words


def _ages(each: Service) -> str:
    ages = each.ages
    if ages.below:
        return f"di bawah {ages.below}"
    if not ages.least:
        return ""
    return f"mulai {ages.least}" + (" atau pernah kawin" if ages.married else "")


# codes ------------------------------------------------------------------------------------------------------------
def _both_ways(table: str) -> list[str]:
    tables = CodeTables.load()
    new, old = tables.table(table), tables.table(table, LEGACY)
    if not old:
        return [_table(("2026", "nama"), [(code.code, code.name) for code in new])]
    if _alike(new) and _alike(old):
        return ["Sama dalam kedua versi.", _table(("kode", "nama"), [(code.code, code.name) for code in new])]
    head = ("nama", "di versi lain", "catatan")
    return [
        _table((version, *head), [_entry(code) for code in codes]) for version, codes in ((NEW, new), (LEGACY, old))
    ]


def _alike(codes: Iterable[Code]) -> bool:
    found = (counterpart(code).certain for code in codes)
    return all(other is not None and other.code == code.code and other.name == code.name
               for code, other in zip(codes, found, strict=True))  # fmt: skip


def _entry(code: Code) -> tuple[str, ...]:
    found = counterpart(code)
    several = "salah satu dari " + ", ".join(f"{each.code} {each.name}" for each in found.candidates)
    other = {
        Match.CERTAIN: f"{found.certain.code} {found.certain.name}" if found.certain else "",
        Match.AMBIGUOUS: several,
        Match.NONE: "tidak ada",
    }[found.match]
    return (code.code, code.name, other, found.note)


# lifecycle --------------------------------------------------------------------------------------------------------
def _grouped() -> dict[Rule, list[Status]]:
    """Rows that differ only in where they start are one line, with the sources in order; the key is the first row."""
    lines: dict[tuple[object, ...], list[Rule]] = {}
    for rule in TABLE:
        stays = rule.source is rule.target
        to = None if stays else rule.target
        key = (rule.kind, rule.variant, to, rule.side, rule.roles, rule.not_by, rule.group)
        lines.setdefault(key, []).append(rule)
    return {rules[0]: [rule.source for rule in rules] for rules in lines.values()}


def _line(sources: list[Status], rule: Rule) -> tuple[str, ...]:
    return (
        ", ".join(sources),
        rule.kind,
        "" if rule.variant == ANY else rule.variant,
        "*stays*" if rule.source is rule.target else rule.target,
        rule.side,
        ", ".join(sorted(rule.roles)) if rule.side is Side.STATION else "",
        ", ".join(sorted(rule.not_by)),
        rule.group or "",
    )


# markdown ---------------------------------------------------------------------------------------------------------
def _page(title: str, words: str, parts: Iterable[str]) -> str:
    return "\n\n".join([f"# {title}", words, _WRITTEN, *parts]) + "\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [tuple(head)]
    lines += [("---",) * len(lines[0]), *(tuple(row) for row in rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
