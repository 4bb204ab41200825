"""The codes to fill F-1.01 in with by hand: read from the lists of the registry, never typed twice."""

from __future__ import annotations

from forms.paper.form import Form
from forms.sheet import BOLD
from registry.codes import CodeTables

LISTS = (
    ("8. Tipe Sponsor", "tipe_sponsor"),
    ("10. Jenis Kelamin", "jenis_kelamin"),
    ("15, 21, 24. Akta", "akta_kepemilikan"),
    ("17. Golongan Darah", "golongan_darah"),
    ("18. Agama", "agama"),
    ("20. Status Perkawinan", "status_perkawinan"),
    ("27. Status Hubungan Dalam Keluarga", "shdk"),
    ("28. Penyandang Disabilitas", "penyandang_disabilitas"),
    ("29. Jenis Disabilitas", "jenis_disabilitas"),
    ("30. Pendidikan Terakhir", "pendidikan"),
    ("31. Jenis Pekerjaan", "pekerjaan"),
)
TOP, BOTTOM, STEP, COLUMN = 24.0, 202.0, 3.45, 69.0


def code_pages(form: Form) -> None:
    """One page with all lists in columns."""
    form.next_page()
    form.label(12, 16, "TATA CARA PENGISIAN F-1.01: KODE", 10, font=BOLD)
    form.label(285, 16, "Permendagri 6/2026", 9, align="right")
    x, y = 12.0, TOP
    for title, table in LISTS:
        entries = [(code.code, code.name) for code in CodeTables.load().table(table)]
        if y + 3 * STEP > BOTTOM:
            x, y = x + COLUMN, TOP
        form.label(x, y, title, 7.8, font=BOLD)
        y += STEP
        for code, name in entries:
            if y > BOTTOM:
                x, y = x + COLUMN, TOP
            form.label(x + 5.5, y, code, 7.2, align="right")
            form.value(table, (x + 6, y - 2.82, COLUMN - 7, 3.8), name, 7.2, font="Inter")
            y += STEP
        y += 1.6
