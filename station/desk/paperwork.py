"""Which sheets belong to a case, and each of them filled from what was handed in.

The services say which forms are asked for; papers that are forms themselves (F-1.04, F-1.05, the letters of F-1.03)
follow from the papers a service knows. What nobody has said yet (the new address, witnesses, who takes the letter)
stays empty, to be written in by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from forms.paper.catalogue import BLANKS
from forms.paper.changing import change_of
from forms.paper.f101 import biodata_form
from forms.paper.f102 import request_form
from forms.paper.f103 import moving_form
from forms.paper.f103_values import Moving
from forms.paper.f103a import Custody, custody_form
from forms.paper.f103b import Acceptance, acceptance_form
from forms.paper.f103c import AddressUse, address_form
from forms.paper.f104 import no_documents_form
from forms.paper.f105 import Child, Union, union_form
from forms.paper.f106 import change_form
from forms.paper.f107 import proxy_form
from forms.paper.filling import biodata_of, mover, named, no_documents_of, party, proxy_of, request_of, site
from forms.paper.people import NO_NAME, Named
from forms.paper.words import address_words, day_words
from registry.changes import FamilyChange
from registry.evidence import PaperKind
from registry.people import Family, Resident, Sex
from registry.regions import Regions
from registry.services import Service, service
from registry.submission import Submission
from station.desk.family_paper import draft_paper

RECEIPT, DRAFT = "resi", "rancangan"
SEPARATE = "F-1.01 KK baru"  # of those who leave
NAMES: Mapping[str, str] = MappingProxyType(
    {
        RECEIPT: "Resi",
        "F-1.01": "Biodata Keluarga",
        SEPARATE: "Biodata Keluarga, KK baru",
        "F-1.02": "Pendaftaran Peristiwa Kependudukan",
        "F-1.03": "Pendaftaran Perpindahan Penduduk",
        "F-1.03A": "Surat Kuasa Pengasuhan Anak",
        "F-1.03B": "Bersedia Menerima sebagai Anggota Keluarga",
        "F-1.03C": "Tidak Keberatan Penggunaan Alamat",
        "F-1.04": "Tidak Memiliki Dokumen Kependudukan",
        "F-1.05": "SPTJM Perkawinan/Perceraian Belum Tercatat",
        "F-1.06": "Perubahan Elemen Data Kependudukan",
        "F-1.07": "Surat Kuasa Pelayanan Adminduk",
        DRAFT: "Rancangan Kartu Keluarga",
    }
)
_PAPERS: Mapping[PaperKind, str] = {
    PaperKind.CUSTODY: "F-1.03A",
    PaperKind.ACCEPTANCE: "F-1.03B",
    PaperKind.ADDRESS_CONSENT: "F-1.03C",
    PaperKind.NO_DOCUMENTS: "F-1.04",
    PaperKind.MARRIAGE_STATEMENT: "F-1.05",
}
_ADULT_RELATIONS = frozenset({"1", "2", "3"})  # head, husband, wife
_CHILD = "4"


@dataclass(frozen=True, slots=True)
class Berkas:
    """What the sheets of one case are filled from; `before` is the applicant as the register has him."""

    submission: Submission
    service: str
    before: Resident
    place: str  # where it is signed: "Dayun"
    office: str  # as foot of a draft: "Kantor Camat Dayun"
    on: date  # when it was handed in
    officer: str
    marking: str = ""

    @property
    def change(self) -> FamilyChange | None:
        """What is to become of the family."""
        return self.submission.change

    @property
    def family(self) -> Family:
        """The family as it is to be; the applicant alone where none was handed in."""
        who = self.submission.resident
        return self.change.after if self.change is not None else Family(who.kk, (who,))


def place_of(office: str) -> str:
    """The place that stands before the date.

    >>> place_of("Kantor Camat Dayun")
    'Dayun'
    """
    return office.removeprefix("Kantor Camat ").removeprefix("UPTD ")


def sheets_of(berkas: Berkas) -> tuple[str, ...]:
    """The names of all sheets of a case, in the order of the forms; F-1.02 is always among them."""
    asked = service(berkas.service)
    names = {"F-1.02", *asked.forms, *_forms_of_papers(asked)}
    if berkas.change is not None:
        names |= {"F-1.01", DRAFT, *(("F-1.06",) if berkas.change.changed else ())}
        names |= {SEPARATE} if berkas.change.separate else set()
    if berkas.submission.changed:
        names.add("F-1.06")
    if asked.proxy:
        names.add("F-1.07")
    return (RECEIPT, *(name for name in NAMES if name in names))


def blanks() -> tuple[str, ...]:
    """The forms there are as empty sheets."""
    return tuple(BLANKS)


def blank(name: str) -> bytes:
    """An empty sheet with its guide."""
    return BLANKS[name]()


def fill(berkas: Berkas, name: str) -> bytes:
    """The PDF of a sheet of `sheets_of` (the receipt is made with the key of the station, elsewhere).

    Raises MissingGlyph for a sign the font lacks; long values go on.
    """
    return _MAKERS[name](berkas, Regions.load())


def _forms_of_papers(asked: Service) -> set[str]:
    known = [kind for need in asked.papers for kind in (need.kind, *need.alternatives)] + list(asked.also)
    return {_PAPERS[kind] for kind in known if kind in _PAPERS}


def _biodata(b: Berkas, regions: Regions) -> bytes:
    return biodata_form(biodata_of(b.family, regions), marking=b.marking)


def _separate(b: Berkas, regions: Regions) -> bytes:
    family = b.change.separate if b.change is not None else None
    return biodata_form(biodata_of(family or b.family, regions), marking=b.marking)


def _request(b: Berkas, _regions: Regions) -> bytes:
    return request_form(request_of(b.submission, place=b.place, on=b.on, officer=b.officer), marking=b.marking)


def _moving(b: Berkas, regions: Regions) -> bytes:
    who = b.submission.resident
    data = Moving(
        kk=str(who.kk or ""),
        name=who.name,
        nik=str(who.nik or ""),
        origin=site(who.address, regions),
        members=tuple(mover(member) for member in b.family.members),
        place=b.place,
        on=day_words(b.on),
    )
    return moving_form(data, marking=b.marking)


def _custody(b: Berkas, regions: Regions) -> bytes:
    data = Custody(giver=party(b.submission.resident, regions), place=b.place, on=day_words(b.on))
    return custody_form(data, marking=b.marking)


def _acceptance(b: Berkas, _regions: Regions) -> bytes:
    people = tuple(named(member) for member in b.family.members)
    return acceptance_form(Acceptance(people=people, place=b.place, on=day_words(b.on)), marking=b.marking)


def _address(b: Berkas, regions: Regions) -> bytes:
    who = b.submission.resident
    house = "" if b.service == "pindah" else address_words(who.address, regions)  # where he goes nobody has said
    followers = tuple(named(member) for member in b.family.members if member.id != who.id)
    data = AddressUse(house=house, user=named(who), followers=followers, place=b.place, on=day_words(b.on))
    return address_form(data, marking=b.marking)


def _no_documents(b: Berkas, regions: Regions) -> bytes:
    data = no_documents_of(b.submission.resident, regions, place=b.place, on=b.on)
    return no_documents_form(data, marking=b.marking)


def _union(b: Berkas, _regions: Regions) -> bytes:
    couple = [member for member in b.family.members if member.relation.code in _ADULT_RELATIONS]
    children = tuple(
        Child(member.name, relation=member.relation.name)
        for member in b.family.members
        if member.relation.code == _CHILD
    )
    data = Union(
        husband=_of_sex(couple, Sex.MALE),
        wife=_of_sex(couple, Sex.FEMALE),
        children=children,
        place=b.place,
        on=day_words(b.on),
    )
    return union_form(data, marking=b.marking)


def _of_sex(people: list[Resident], sex: Sex) -> Named:
    return next((named(who) for who in people if who.sex is sex), NO_NAME)


def _change(b: Berkas, regions: Regions) -> bytes:
    grounds: dict[str, str] = {}
    pairs: tuple[tuple[Resident, Resident], ...] = ((b.before, b.submission.resident),)
    if b.change is not None:
        touched = {element.member for element in b.change.changed}
        after = {member.id: member for member in _everyone(b.change)}
        pairs = tuple((member, after[member.id]) for member in b.change.before.members if member.id in touched)
        grounds = {element.field: element.basis for element in b.change.changed}
    applicant = b.submission.resident
    data = change_of(pairs, grounds, regions, applicant=applicant, place=b.place, on=b.on)
    return change_form(data, marking=b.marking)


def _everyone(change: FamilyChange) -> tuple[Resident, ...]:
    return (*change.after.members, *(change.separate.members if change.separate else ()))


def _proxy(b: Berkas, regions: Regions) -> bytes:
    data = proxy_of(b.submission.resident, NO_NAME, regions, place=b.place, on=b.on, ill=False)
    return proxy_form(data, marking=b.marking)


def _draft(b: Berkas, _regions: Regions) -> bytes:
    change = b.change or FamilyChange(b.family)
    return draft_paper(change, made=f"{b.office}, {day_words(b.on)}", case=b.submission.number)


_MAKERS: Mapping[str, Callable[[Berkas, Regions], bytes]] = MappingProxyType(
    {
        "F-1.01": _biodata,
        SEPARATE: _separate,
        "F-1.02": _request,
        "F-1.03": _moving,
        "F-1.03A": _custody,
        "F-1.03B": _acceptance,
        "F-1.03C": _address,
        "F-1.04": _no_documents,
        "F-1.05": _union,
        "F-1.06": _change,
        "F-1.07": _proxy,
        DRAFT: _draft,
    }
)
