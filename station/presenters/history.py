"""The acts of a case in plain words: what was done, by whom, when and why."""

from __future__ import annotations

from dataclasses import dataclass

from registry.actions import Action, Kind, Outcome
from registry.evidence import paper_words
from registry.lifecycle import Status, find
from station.desk.recording import Returned
from station.presenters.counter import day_words
from station.presenters.status import chip
from station.problems import Words

KIND_WORDS = {
    Kind.SUBMITTED: "Direkam dan diajukan", Kind.VERIFIED: "Diverifikasi", Kind.RETURNED: "Dikembalikan",
    Kind.REJECTED: "Ditolak", Kind.CANCELLED: "Dibatalkan", Kind.UPSTREAM_ANSWERED: "Jawaban SIAK",
    Kind.HELD: "Ditahan Dinas", Kind.HOLD_LIFTED: "Penahanan dilepas", Kind.RELEASED: "Rilis cetak terbit",
    Kind.ROUTED: "Dipindahkan", Kind.PRINT_APPROVED: "Cetak disetujui", Kind.PRINT_STARTED: "Pencetakan dimulai",
    Kind.PRINT_BOOKED: "Hasil cetak dibukukan", Kind.CHIP_VERIFIED: "Cip diperiksa", Kind.SHIPPED: "Dikirim",
    Kind.COUNTED_IN: "Dihitung saat tiba", Kind.HANDED_OVER: "Diserahkan", Kind.ERASED: "Rekaman dihapus",
    Kind.WITHDRAWN: "KK lama", Kind.LOOKUP_ASKED: "Data diminta dari Pusat",
    Kind.LOOKUP_ANSWERED: "Permintaan data dijawab", Kind.IMPORT_PROPOSED: "Impor data diajukan",
    Kind.IMPORT_CONFIRMED: "Impor data disahkan petugas kedua", Kind.STOCK_BOOKED: "Persediaan dibukukan",
}  # fmt: skip
VARIANTS = {
    "complete": "berkas lengkap", "incomplete": "berkas kurang", "loket": "lewat Loket",
    "resmi": "lewat aplikasi resmi", Outcome.GOOD: "baik", Outcome.ENCODE_FAILED: "gagal encode",
    Outcome.DAMAGED: "rusak", Outcome.PRINT_FAILED: "gagal cetak", Outcome.WRONG_ELEMENT: "elemen salah",
    Outcome.UNKNOWN: "belum pasti", Outcome.NOT_PRINTED: "tidak tercetak", "finger": "sidik jari cocok",
    "witness": "dengan saksi", "proxy": "lewat kuasa", "kk": "KK baru", "ditarik": "ditarik", "hilang": "hilang",
    "tidak-ada": "tidak ada KK lama",
}  # fmt: skip
SIGN_ANEW = "Pemohon menandatangani kebenaran data lagi di Periksa."
ANEW = "Foto, tanda tangan dan sidik jari direkam lagi."
TOWARDS = frozenset({Kind.ROUTED, Kind.SHIPPED})
SIGNS = {
    Kind.SUBMITTED: "finger", Kind.VERIFIED: "shield", Kind.RETURNED: "back", Kind.REJECTED: "x",
    Kind.CANCELLED: "x", Kind.UPSTREAM_ANSWERED: "send", Kind.HELD: "pause", Kind.HOLD_LIFTED: "play",
    Kind.RELEASED: "key", Kind.ROUTED: "right", Kind.PRINT_APPROVED: "stamp", Kind.PRINT_STARTED: "printer",
    Kind.PRINT_BOOKED: "printer", Kind.CHIP_VERIFIED: "card", Kind.SHIPPED: "truck", Kind.COUNTED_IN: "check",
    Kind.HANDED_OVER: "hand", Kind.ERASED: "trash",
    Kind.WITHDRAWN: "undo", Kind.LOOKUP_ASKED: "send", Kind.LOOKUP_ANSWERED: "download",
    Kind.IMPORT_PROPOSED: "download", Kind.IMPORT_CONFIRMED: "shield", Kind.STOCK_BOOKED: "stack",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One act: its id, what, by whom and why, and its sign."""

    id: str
    what: str
    below: str
    sign: str


def tell(action: Action, names: dict[str, str]) -> Told:
    """An act as it stands in the history."""
    head = action.header
    what = KIND_WORDS[head.kind]
    if head.variant:
        variant = VARIANTS.get(head.variant, head.variant)
        what = f"{what} ke {variant}" if head.kind in TOWARDS else f"{what}: {variant}"
    parts = (names.get(head.author, head.author), day_words(head.at), why(action))
    return Told(head.id, what, " · ".join(part for part in parts if part), SIGNS[head.kind])


def returned_words(back: Returned) -> Words:
    """Who sent a recording back, when and why, for the pages on which it is mended."""
    at = day_words(back.at)
    if back.status is Status.RERECORD:
        return Words(f"Perlu rekam ulang, jawaban Pusat {at}.", f"{back.reason}: rekaman tidak terbaca. {ANEW}")
    if back.status is Status.INCOMPLETE:
        papers = ", ".join(paper_words(kind) for kind in back.fields)
        return Words(f"Berkas kurang sejak {at}.", f"Ditunggu: {papers}. {SIGN_ANEW}")
    return Words(f"Dikembalikan {back.by}, {at}.", back.reason or f"Periksa lagi. {SIGN_ANEW}")


def why(action: Action) -> str:
    """What its writer gave as reason; "" where there is none or the payload is erased."""
    if action.payload is None:
        return ""
    record, kind = action.record, action.header.kind
    if kind is Kind.UPSTREAM_ANSWERED:
        return _answer_words(action.header.variant)
    if kind is Kind.HANDED_OVER and record.get("witness"):
        return f"saksi {record['witness']}: {record['reason']}"
    if kind is Kind.COUNTED_IN and record.get("missing"):
        return f"kurang {record['missing']}"
    if kind in (Kind.RETURNED, Kind.REJECTED, Kind.PRINT_BOOKED, Kind.CANCELLED, Kind.WITHDRAWN):
        return " · ".join(str(record[name]) for name in ("law", "reason") if record.get(name))
    return str(record.get("blank", "")) if kind is Kind.PRINT_STARTED else ""


def _answer_words(variant: str) -> str:
    """A name of SIAK in our words, by the status it leads to."""
    rule = find(Status.VERIFIED, Kind.UPSTREAM_ANSWERED, variant)
    return chip(rule.target).word if rule is not None else ""
