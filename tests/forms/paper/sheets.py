"""Every form blank, filled as usual and filled with the longest values the law and the lists allow.

`python -m tests.forms.paper.sheets` writes the golden pictures anew; look at each before committing it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, fields, replace
from io import BytesIO
from pathlib import Path

from PIL import Image

from forms.paper.catalogue import BLANKS
from forms.paper.f101 import Abroad, Biodata, Kind, Region, biodata_form
from forms.paper.f101_columns import Member as Row
from forms.paper.f102 import Request, request_form
from forms.paper.f102_boxes import CODES
from forms.paper.f103 import moving_form
from forms.paper.f103_values import Mover, Moving, Site
from forms.paper.f103a import Custody, custody_form
from forms.paper.f103b import Acceptance, acceptance_form
from forms.paper.f103c import AddressUse, address_form
from forms.paper.f104 import NoDocuments, no_documents_form
from forms.paper.f105 import Child, Union, union_form
from forms.paper.f106 import Change, Element, Member, change_form
from forms.paper.f107 import Proxy, proxy_form
from forms.paper.people import Named, Party
from forms.raster import page_count, render
from registry.codes import CodeTables
from registry.regions import Regions

GOLDEN = Path(__file__).with_name("golden")
DPI = 40


def longest(table: str) -> str:
    """The longest entry of a code list."""
    return max((f"{code.code} {code.name}" for code in CodeTables.load().table(table)), key=len)


def _longest_regions() -> tuple[str, ...]:
    """The longest name of each level, down the one branch that has the longest kampung of its kecamatan."""
    regions = Regions.load()
    levels: list[list[str]] = [[f"{number:02}" for number in range(11, 97) if regions.knows_province(f"{number:02}")]]
    levels.append([child.code for code in levels[0] for child in regions.children(code)])
    levels.append([child.code for code in levels[1] for child in regions.children(code)])
    names = [max((regions.get(code).name for code in codes), key=len) for codes in levels]
    district = max(levels[2], key=lambda code: len(regions.get(code).name))
    return (*names, max((child.name for child in regions.children(district)), key=len))


PROVINCE, REGENCY, DISTRICT, VILLAGE = (name.upper() for name in _longest_regions())
NAME = "MUHAMMAD WAHYUDDIN ABDURRAHMAN WICAKSONO MANGKUWINATA HASMUM"  # 60 signs
STREET = "Jl. Panglima Besar Datuk Laksamana Raja di Laut Gang Melur Simpang Empat Nomor 127 Blok C Lantai 2 Unit 14"
ADDRESS = f"{STREET}, RT 003 RW 002, {VILLAGE}, Kec. {DISTRICT}, {REGENCY}, {PROVINCE} 28671"
NIK, KK = "1408065203099004", "1408061203159007"
CERTIFICATE = "1408-LT-12032009-0011/DISDUKCAPIL/2026"
MAIL = "wahyuddin.abdurrahman.wicaksono.mangkuwinata@kependudukan.contoh.go.id"
DAY, PLACE, ON = "12-03-2009", "Simpang Belutu", "24 November 2026"
HERE = {"place": PLACE, "on": ON}
LONG_PARTY, LONG_NAMED = Party(NAME, NIK, KK, ADDRESS), Named(NAME, NIK)
PARTY = Party(
    "SUHAILA MARDIANI", NIK, KK, "Jl. Pemda Km 4, RT 003 RW 002, Dayun, Kec. Dayun, Kabupaten Siak, Riau 28671"
)
PEOPLE = tuple(Named(name, NIK) for name in ("YUSNIDAR", "MARDIANTO", "ARIF MARDIANTO"))


def long_row() -> Row:
    """A member whose every column is as long as may be."""
    row = Row(**{field.name: CERTIFICATE for field in fields(Row)})
    tables = {
        "sponsor_type": "tipe_sponsor", "sex": "jenis_kelamin", "blood": "golongan_darah", "religion": "agama",
        "marital": "status_perkawinan", "relation": "shdk", "education": "pendidikan", "occupation": "pekerjaan",
        "disability": "jenis_disabilitas", "disabled": "penyandang_disabilitas",
        "birth_certificate": "akta_kepemilikan", "marriage_certificate": "akta_kepemilikan",
        "divorce_certificate": "akta_kepemilikan",
    }  # fmt: skip
    days = ("passport_until", "birth_date", "married_on", "divorced_on", "permit_from", "permit_until", "arrived_on")
    return replace(
        row,
        **{name: longest(table) for name, table in tables.items()},
        **dict.fromkeys(days, DAY),
        **dict.fromkeys(("name", "mother", "father", "sponsor"), NAME),
        **dict.fromkeys(("mother_nik", "father_nik"), NIK),
        sponsor_address=ADDRESS,
        birth_place=REGENCY,
        permit_place=REGENCY,
        arrived_at=REGENCY,
        nationality="WNI/REPUBLIK DEMOKRATIK RAKYAT LAOS",
        belief="Penghayat Kepercayaan Terhadap Tuhan Yang Maha Esa Paguyuban Sumarah Purbo",
        title_before="Prof. Dr. Ir. H.",
        title_after="S.Kom., M.Sc., Ph.D.",
    )


def _site(*, long: bool) -> Site:
    if not long:
        return Site("Jl. Pemda Km 4", "003", "002", "DAYUN", "DAYUN", "KABUPATEN SIAK", "RIAU", "28671")
    return Site(STREET, "003", "002", VILLAGE, DISTRICT, REGENCY, PROVINCE, "28671")


def _request(*, long: bool) -> Request:
    if long:
        return Request(
            NAME, NIK, KK, CODES, frozenset(range(1, 17)), ("Surat pengantar RT/RW", "Ijazah"), PLACE, ON, NAME
        )
    return Request(
        "SUHAILA MARDIANI", NIK, KK, frozenset({"KTP-C2"}), frozenset({1, 6}), (), "Dayun", ON, "RINA OKTAVIANI"
    )


def _biodata(*, long: bool) -> Biodata:
    row = Row("SUHAILA MARDIANI", sex="2 Perempuan", birth_place="KABUPATEN SIAK", birth_date=DAY, mother="YUSNIDAR")
    plain = Biodata(
        kind=Kind.CITIZEN, letterhead="PEMERINTAH KABUPATEN SIAK", head="SUHAILA MARDIANI", address="Jl. Pemda Km 4",
        postal_code="28671", rt="003", rw="002", count="1", phone="081234567890", email="suhaila@contoh.id",
        province=Region("14", "RIAU"), regency=Region("08", "KABUPATEN SIAK"), district=Region("06", "DAYUN"),
        village=Region("2001", "DAYUN"), members=(row,),
    )  # fmt: skip
    if not long:
        return plain
    abroad = Abroad(
        ADDRESS,
        REGENCY,
        PROVINCE,
        "REPUBLIK DEMOKRATIK RAKYAT LAOS",
        "28671",
        "7",
        "+856201234567",
        MAIL,
        Region("LAO", "REPUBLIK DEMOKRATIK RAKYAT LAOS"),
        Region("VTE", "KBRI VIENTIANE"),
    )  # fmt: skip - one value, one line
    return replace(
        plain, kind=Kind.ABROAD, letterhead=f"PEMERINTAH {REGENCY}", head=NAME, address=ADDRESS, count="7", email=MAIL,
        province=Region("14", PROVINCE), regency=Region("08", REGENCY), district=Region("06", DISTRICT),
        village=Region("2001", VILLAGE), hamlet=VILLAGE, abroad=abroad, members=(long_row(),) * 7,
    )  # fmt: skip


def _moving(*, long: bool) -> Moving:
    site, who = _site(long=long), Mover(NIK, NAME, longest("shdk"))
    if long:
        return Moving(
            KK,
            NAME,
            NIK,
            frozenset({"SKP", "SKPLN", "SKTT"}),
            site,
            "5",
            site,
            "7",
            "mengikuti orang tua yang dipindahtugaskan",
            "2",
            "1",
            "2",
            (who,) * 36,
            NAME,
            "1",
            ADDRESS,
            CERTIFICATE,
            DAY,
            "REPUBLIK DEMOKRATIK RAKYAT LAOS",
            ADDRESS,
            NAME,
            DAY,
            PLACE,
            ON,
        )  # fmt: skip - one value, one line
    return Moving(
        KK,
        "SUHAILA MARDIANI",
        NIK,
        frozenset({"SKP"}),
        site,
        "3",
        site,
        "1",
        how="2",
        leaving="2",
        members=(Mover(NIK, "SUHAILA MARDIANI", "Kepala Keluarga"),),
        **HERE,
    )  # fmt: skip - one value, one line


def _change(*, long: bool) -> Change:
    if not long:
        one = Member(
            "SUHAILA MARDIANI", NIK, "Anak", education=Element("SLTP/SMP/Sederajat", "SLTA/SMA/Sederajat", "Ijazah")
        )
        return Change(PARTY, (one,), **HERE)
    element = Element(longest("pendidikan"), longest("pekerjaan"), f"Ijazah nomor {CERTIFICATE}")
    name = Element(NAME, NAME[::-1], CERTIFICATE)
    one = Member(NAME, NIK, longest("shdk"), "menyusul", element, element, element, name, "ralat entri petugas")
    return Change(LONG_PARTY, (one,) * 7, "Nama, Tempat lahir", **HERE)


def _filled(*, long: bool) -> dict[str, Callable[[], bytes]]:
    who = LONG_PARTY if long else PARTY
    people = (LONG_NAMED,) * 7 if long else PEOPLE
    child = Child(NAME, CERTIFICATE, longest("shdk")) if long else Child("ARIF MARDIANTO", "1408-LT-1", "Anak")
    birth = f"{REGENCY}, {DAY}" if long else f"KABUPATEN SIAK, {DAY}"
    job = longest("pekerjaan") if long else "Petani/Pekebun"
    reason = "sedang dirawat di rumah sakit umum daerah" if long else ""
    marking = "SPESIMEN"
    orphan = NoDocuments(who.name, who.address, birth, who.name, **HERE)
    return {
        "F-1.01": lambda: biodata_form(_biodata(long=long), marking=marking),
        "F-1.02": lambda: request_form(_request(long=long), marking=marking),
        "F-1.03": lambda: moving_form(_moving(long=long), marking=marking),
        "F-1.03A": lambda: custody_form(Custody(who, who, people, **HERE), marking=marking),
        "F-1.03B": lambda: acceptance_form(Acceptance(who, people, **HERE), marking=marking),
        "F-1.03C": lambda: address_form(AddressUse(who, who.address, people[0], people, **HERE), marking=marking),
        "F-1.04": lambda: no_documents_form(orphan, marking=marking),
        "F-1.05": lambda: union_form(Union(people[0], people[1], long, "12 Maret 2019", (people[1], people[2]), (child,) * (6 if long else 1), **HERE), marking=marking),  # noqa: E501 - one form, one line
        "F-1.06": lambda: change_form(_change(long=long), marking=marking),
        "F-1.07": lambda: proxy_form(Proxy("Selasa", "24", "November", "2026", PLACE, who.name, birth, job, who.address, people[0], not long, reason), marking=marking),  # noqa: E501 - one form, one line
    }  # fmt: skip


SHEETS: dict[str, Callable[[], bytes]] = {
    **{f"{name} blank": make for name, make in BLANKS.items()},
    **{f"{name} filled": make for name, make in _filled(long=False).items()},
    **{f"{name} longest": make for name, make in _filled(long=True).items()},
}
LONG_VALUES: dict[str, tuple[str, ...]] = {
    "F-1.01": (*astuple(long_row()), MAIL, ADDRESS, VILLAGE, DISTRICT, REGENCY, PROVINCE),
    "F-1.02": (NAME, NIK, KK, "Surat pengantar RT/RW"),
    "F-1.03": (NAME, STREET, ADDRESS, CERTIFICATE, VILLAGE, longest("shdk")),
    "F-1.03A": (NAME, ADDRESS, KK),
    "F-1.03B": (NAME, ADDRESS, KK),
    "F-1.03C": (NAME, ADDRESS, KK),
    "F-1.04": (NAME, ADDRESS, REGENCY),
    "F-1.05": (NAME, CERTIFICATE, longest("shdk")),
    "F-1.06": (NAME, NAME[::-1], ADDRESS, longest("pendidikan"), longest("pekerjaan"), CERTIFICATE),
    "F-1.07": (NAME, ADDRESS, longest("pekerjaan")),
}


def picture(pdf: bytes, page: int) -> Image.Image:
    """A page as a small grey picture."""
    raster = render(pdf, dpi=DPI, page=page)
    return Image.frombytes("RGB", (raster.width, raster.height), raster.rgb).convert("L")


def golden_file(name: str, page: int) -> Path:
    """Where the picture of a page is kept."""
    return GOLDEN / f"{name.replace(' ', '-')}-{page + 1}.png"


def main() -> None:
    """Write all golden pictures; the longest values are not kept as pictures."""
    for name, make in SHEETS.items():
        pdf = make()
        for page in range(page_count(pdf)) if not name.endswith("longest") else ():
            out = BytesIO()
            picture(pdf, page).quantize(16).save(out, "PNG", optimize=True)
            golden_file(name, page).write_bytes(out.getvalue())


if __name__ == "__main__":
    main()
