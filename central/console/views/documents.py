"""Dokumen TTE: signed PDFs of the Kadis, taken one by one; each is judged, matched to its case and kept as it came."""

from __future__ import annotations

from collections.abc import Mapping

from central.console.errors import Refused
from central.console.page import DINAS, Page, Pager, Values, Visit
from central.document_import import KNOWN, REFUSED, TAKEN, DocumentImport
from central.ledger.documents import count_documents, page_of_documents

WHY: Mapping[str, str] = {
    "too-large": "Berkas lebih dari 2 MB.",
    "broken": "Berkas bukan PDF yang utuh.",
    "encrypted": "PDF terkunci sandi.",
    "too-many-pages": "PDF lebih dari 20 halaman.",
    "active": "PDF memuat skrip, lampiran atau isian aktif.",
    "unsigned": "PDF tidak ditandatangani.",
    "two-signatures": "PDF memuat lebih dari satu tanda tangan.",
    "altered": "Isi PDF berubah sesudah ditandatangani.",
    "not-whole": "Tanda tangan tidak mencakup seluruh PDF, atau ada yang ditambahkan sesudahnya.",
    "no-time": "Waktu tanda tangan tidak ada atau di masa depan.",
    "revoked": "Sertifikat penanda tangan sudah dicabut.",
    "expired": "Sertifikat tidak berlaku saat menandatangani.",
    "unknown-root": "Sertifikat tidak berasal dari akar yang terpasang.",
    "unmarked": "PDF latihan tanpa SPESIMEN di setiap halaman.",
    "other-kind": "Dokumen latihan dan dokumen asli tidak boleh bercampur.",
    "other-members": "Anggota di PDF bukan anggota permohonan ini.",
    "other-number": "Nomor KK di PDF bukan nomor permohonan ini.",
    "unclear-numbers": "NIK atau nomor KK baru tidak dapat dipastikan dari PDF.",
    "other-case": "PDF ini sudah dipakai permohonan lain.",
    "no-reference": "Permohonan ini belum punya referensi SIAK; isi referensinya.",
}
NOT_MATCHED = "PDF sah, tetapi permohonannya tidak pasti. Beri nama berkas dengan nomor permohonan, lalu muat lagi."


def show(visit: Visit) -> Values:
    """What was taken, the newest first."""
    db = visit.book.connection
    pager = Pager.of(visit, count_documents(db))
    rows = page_of_documents(db, limit=pager.size, offset=pager.offset)
    return {"rows": [(row, _number_of(visit, row.case)) for row in rows], "pager": pager}


def take(visit: Visit) -> str:
    """One PDF; what is refused says why and changes nothing."""
    upload = visit.files.get("file")
    if upload is None or not upload.data:
        raise Refused("field-missing", 400)
    reference = visit.form.get("reference", "")
    desk, person = DocumentImport(visit.desk.office), visit.person.name
    found = desk.take(visit.book, upload.data, name=upload.name[:120], officer=person, reference=reference)
    visit.subject = found.case or found.sha256[:16]
    if found.result == REFUSED:
        visit.note = f"Tidak dipakai. {WHY.get(found.detail, found.detail)} Tidak ada yang diubah."
    elif found.result == TAKEN:
        visit.note = f"PDF dipakai untuk {_number_of(visit, found.case)} dan dikirim ke pemegangnya."
    elif found.result == KNOWN:
        visit.note = "PDF yang sama sudah ada. Tidak ada yang diubah."
    else:
        visit.note = NOT_MATCHED
    return ""


def _number_of(visit: Visit, case: str) -> str:
    row = visit.book.case(case)
    return row.number if row is not None else "—"


PAGES = (Page("/tte", "Dokumen TTE", "tte.html", DINAS, show, group="SIAK", deeds={"muat": take}),)
