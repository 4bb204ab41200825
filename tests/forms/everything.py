"""Every sheet and card beside the forms of tests.forms.paper: as usual, and with the longest legal values.

`python -m tests.forms.everything` writes the golden pictures anew; look at each before committing it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image

from forms import kia, ktp
from forms.kk import family_draft
from forms.lists.paper import list_pdf
from forms.raster import page_count, render
from forms.receipt import receipt
from forms.recovery import RecoverySheet, recovery_sheet
from forms.ruler import ruler_card
from registry.card import CardElements
from registry.changes import FamilyChange
from registry.child_card import ChildElements, child_elements
from registry.codes import CodeTables
from registry.foreign_card import foreign_card_elements
from registry.people import Resident
from registry.regions import Regions
from registry.releases import Authority, Printable, Spending
from station.desk.family_paper import draft_paper
from tests.forms.lists.tables import KINDS
from tests.forms.making import TODAY, Maker, check, ink, photo, printable, release, resident
from tests.forms.paper.sheets import CERTIFICATE, NAME
from tests.forms.test_card_room import LONG
from tests.forms.test_kk import CHANGE, LONG_CARD, MADE, many
from tests.forms.test_receipt import DATA

GOLDEN = Path(__file__).with_name("golden")
CARD_DPI, PAPER_DPI = 100, 40
REGIONS, TABLES = Regions.load(), CodeTables.load()


@dataclass(frozen=True, slots=True)
class Kind:
    """One sheet: how it is made, its size in mm, and words that another reader must find."""

    make: Callable[[], bytes]
    size: tuple[int, int]
    words: tuple[str, ...]

    @property
    def dpi(self) -> int:
        """Of its golden picture."""
        return CARD_DPI if self.size == CARD else PAPER_DPI


CARD, A4, WIDE, A5 = (86, 54), (210, 297), (297, 210), (148, 210)
LONG_RECEIPT = replace(
    DATA,
    applicant=NAME,
    officer=NAME,
    service="KK WNI dari luar negeri",
    office=f"Kantor Camat {max((REGIONS.get(c.code).name for c in REGIONS.children('14.08')), key=len)}",
    missing=tuple(f"Kutipan akta kelahiran asli anak ke-{n} dari kepala keluarga" for n in range(1, 5)),
)


def _of(elements: CardElements) -> Printable:
    maker = Maker()
    return Authority(check, training_roots=frozenset({maker.root_key})).printable(
        maker.sign(release(elements)),
        elements,
        case="case-1",
        station="UPTD-SIAK",
        today="2026-11-24",
        spending=Spending(0, 0),
        photo=photo(),
        signature=ink(),
    )


def foreigner(who: Resident, occupation: str) -> CardElements:
    """The card of a foreigner with a permit of five years."""
    return foreign_card_elements(
        who,
        REGIONS,
        occupation=occupation,
        until=date(2031, 11, 23),
        photo=hashlib.sha256(photo()).hexdigest(),
        signature=hashlib.sha256(ink()).hexdigest(),
        issued=TODAY,
    )


LEE = replace(
    resident(), name="HENRY LEE", birth_place="SINGAPURA", birth_date=date(1980, 5, 2), nationality="SINGAPURA",
    religion=TABLES.by_name("agama", "Budha"), marital=TABLES.by_name("status_perkawinan", "Kawin Tercatat"),
)  # fmt: skip
LONG_LEE = replace(LONG, nationality="REPUBLIK DEMOKRATIK RAKYAT LAOS", birth_date=date(1980, 5, 2))


def child(*, small: bool, long: bool = False) -> ChildElements:
    """A KIA below five, or above."""
    born = date(2024, 3, 12) if small else date(2015, 3, 12)
    who = replace(LONG if long else resident(), birth_date=born)
    return child_elements(
        who,
        REGIONS,
        head=NAME if long else "MARDIANTO",
        certificate=CERTIFICATE if long else "1408-LT-12032015-0011",
        photo="" if small else hashlib.sha256(photo()).hexdigest(),
        issued=TODAY,
    )


def _draft(count: int) -> bytes:
    return draft_paper(FamilyChange(many(count)), **MADE)


KEY = bytes(range(200))
SHEETS: dict[str, Kind] = {
    "ktp": Kind(
        lambda: ktp.front(printable()), CARD, ("1408065203099004", "SUHAILA MARDIANI", "SEUMUR HIDUP", "SPESIMEN")
    ),
    "ktp longest": Kind(lambda: ktp.front(printable(LONG)), CARD, ("SPESIMEN",)),
    "ktp-oa": Kind(lambda: ktp.front(_of(foreigner(LEE, "Manager"))), CARD, ("HENRY LEE", "BUDDHIST", "23-11-2031")),
    "ktp-oa longest": Kind(
        lambda: ktp.front(_of(foreigner(LONG_LEE, "Agricultural machinery maintenance supervisor"))), CARD, ("LAOS",)
    ),
    "kia-0": Kind(lambda: kia.front(child(small=True), b""), CARD, ("12-03-2029", "1408-LT-12032015-0011", "SPESIMEN")),
    "kia-0 longest": Kind(lambda: kia.front(child(small=True, long=True), b""), CARD, ("SPESIMEN",)),
    "kia-5": Kind(
        lambda: kia.front(child(small=False), photo()), CARD, ("11-03-2032", "1408061203159007", "MARDIANTO")
    ),
    "kia-5 longest": Kind(lambda: kia.front(child(small=False, long=True), photo()), CARD, ("SPESIMEN",)),
    "penggaris": Kind(ruler_card, CARD, ("Kartu penggaris", "10,0 mm")),
    "resi": Kind(lambda: receipt(DATA), A5, ("D-2611-0418", "GRATIS", "SPESIMEN")),
    "resi longest": Kind(lambda: receipt(LONG_RECEIPT), A5, ("D-2611-0418", "ke-4")),
    "pemulihan": Kind(
        lambda: recovery_sheet(RecoverySheet("Kantor Camat Dayun", "DAYUN", "25 Nov 2026, 10.52", KEY)),
        A4,
        ("Kunci pemulihan stasiun", "BEGIN AGE ENCRYPTED FILE"),
    ),
    "rancangan-kk": Kind(lambda: draft_paper(CHANGE, **MADE), WIDE, ("ALIF PRIYATNA", "RANCANGAN, bukan KK")),
    "rancangan-kk-12": Kind(lambda: _draft(12), WIDE, ("ANAK KE A", "lembar 2 dari 2")),
    "rancangan-kk longest": Kind(lambda: family_draft((LONG_CARD,), **MADE), WIDE, ("RANCANGAN",)),
    **{
        kind.__name__.replace("_", "-"): Kind(lambda k=kind: list_pdf(k(21), marking="SPESIMEN"), (0, 0), ("SPESIMEN",))
        for kind in KINDS
    },
}


def picture(pdf: bytes, page: int, dpi: int) -> Image.Image:
    """A page as a small grey picture."""
    raster = render(pdf, dpi=dpi, page=page)
    return Image.frombytes("RGB", (raster.width, raster.height), raster.rgb).convert("L")


def golden_file(name: str, page: int) -> Path:
    """Where the picture of a page is kept."""
    return GOLDEN / f"{name.replace(' ', '-')}-{page + 1}.png"


def main() -> None:
    """Write all golden pictures."""
    for name, kind in SHEETS.items():
        pdf = kind.make()
        for page in range(page_count(pdf)):
            out = BytesIO()
            picture(pdf, page, kind.dpi).quantize(16).save(out, "PNG", optimize=True)
            golden_file(name, page).write_bytes(out.getvalue())


if __name__ == "__main__":
    main()
