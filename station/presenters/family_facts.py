"""The elements of a family in words, and what a verifikator marks of it: everyone, before and after."""

from __future__ import annotations

from registry.changes import FamilyChange
from registry.codes import CodeTables, UnknownCode
from registry.people import CODED, Address, Presence
from registry.regions import Regions

SAME, COMES, GOES, CHANGES = "", "+", "−", "±"
ELEMENT_WORDS = {
    "education": "Pendidikan", "occupation": "Pekerjaan", "religion": "Agama", "marital": "Status kawin",
    "relation": "SHDK", "name": "Nama", "birth_place": "Tempat lahir", "birth_date": "Tanggal lahir",
    "sex": "Jenis kelamin", "blood": "Gol. darah", "mother": "Nama ibu", "father": "Nama ayah",
}  # fmt: skip
PLACE, PLACE_WORDS = "alamat", "Alamat KK baru"  # the row of where a new KK stands
GONE = {Presence.DEAD: "Meninggal", Presence.MOVED: "Pindah keluar"}
MEMBER = "family."  # begins the name of a mark on someone of the family


def marked_members(change: FamilyChange) -> dict[str, str]:
    """Name of the mark -> who it is about, as the card orders them; those who come stand last, then the address."""
    people = {f"{MEMBER}{who.id}": who.name for who in (*change.before.members, *change.added)}
    return people | ({f"{MEMBER}{PLACE}": PLACE_WORDS} if change.place is not None else {})


def place_lines(place: Address) -> tuple[str, str]:
    """An address in two lines."""
    village = Regions.load().get(place.village).name
    return f"{place.street} ·", f"RT {place.rt} RW {place.rw} · {village} {place.postal_code}".strip()


def value_words(field: str, text: str) -> str:
    """The text of an element as people read it."""
    if field == "sex":
        return "Laki-laki" if text == "1" else "Perempuan"
    if field in CODED:
        try:
            return CodeTables.load().get(CODED[field], text).name
        except UnknownCode:
            return text
    return text
