"""Both versions of the code lists, and what each entry is in the other."""

import csv
from pathlib import Path

import pytest

from registry.codes import LEGACY, NEW, SAME, Code, CodeTables, UnknownCode
from registry.counterparts import Match, _rows, counterpart
from registry.people import CODED

TABLES = CodeTables.load()
DATA = Path(__file__).parents[2] / "registry" / "data"
SIZES = {  # table: entries of 2026, of legacy
    "jenis_kelamin": (2, 2),
    "agama": (7, 7),
    "golongan_darah": (13, 13),
    "status_perkawinan": (6, 4),
    "shdk": (10, 11),
    "pendidikan": (12, 10),
    "akta_kepemilikan": (2, 2),
    "penyandang_disabilitas": (2, 0),
    "jenis_disabilitas": (24, 7),
    "tipe_sponsor": (5, 5),
    "klasifikasi_pindah": (5, 0),
    "alasan_pindah": (7, 0),
    "jenis_kepindahan": (4, 0),
    "status_kk_pindah": (2, 0),
    "permohonan": (27, 0),
    "lampiran_persyaratan": (16, 0),
    "pekerjaan": (108, 89),
}
BOTH = [table for table, sizes in SIZES.items() if all(sizes)]
ENTRIES = [code for table in BOTH for version in (NEW, LEGACY) for code in TABLES.table(table, version)]


def keys(codes: tuple[Code, ...]) -> list[str]:
    return [code.key for code in codes]


def test_each_list_is_whole() -> None:
    assert {name: (len(TABLES.table(name)), len(TABLES.table(name, LEGACY))) for name in TABLES.names()} == SIZES


def test_a_bare_code_is_no_code() -> None:
    assert TABLES.get("pekerjaan", "2026:89").name == "Anggota Lembaga Tinggi Lainnya"
    assert TABLES.get("pekerjaan", "legacy:89").name == "LAINNYA"
    for key in ("89", "2019:89", "", "2026:", "2026:0"):
        with pytest.raises(UnknownCode):
            TABLES.get("pekerjaan", key)


@pytest.mark.parametrize("code", ENTRIES, ids=lambda code: f"{code.table} {code.key}")
def test_the_two_ways_agree(code: Code) -> None:
    """From where an entry certainly leads, the way back leads to it, or to one that leads to the same place."""
    found = counterpart(code)
    others = [*found.candidates, *([found.certain] if found.certain else [])]
    assert all(other.version != code.version for other in others)
    if found.certain is None:
        assert found.note
        return
    back = counterpart(found.certain)
    again = [other for other in (back.certain, *back.candidates) if other]
    assert code in again or found.certain in [counterpart(other).certain for other in again]


@pytest.mark.parametrize(
    ("table", "key", "certain", "candidates"),
    [
        ("pekerjaan", "legacy:5", "2026:5", []),  # a PNS is an ASN
        ("pekerjaan", "2026:5", None, ["legacy:5"]),  # an ASN may be PPPK
        ("pekerjaan", "legacy:89", "2026:99", []),
        ("pekerjaan", "2026:99", "legacy:89", []),
        ("pekerjaan", "2026:89", None, ["legacy:89"]),
        ("pekerjaan", "2026:90", None, ["legacy:89"]),
        ("pekerjaan", "2026:108", None, ["legacy:89"]),
        ("pekerjaan", "2026:88", "legacy:88", []),
        ("status_perkawinan", "legacy:2", None, ["2026:2", "2026:3"]),
        ("status_perkawinan", "legacy:3", None, ["2026:4", "2026:5"]),
        ("status_perkawinan", "legacy:4", "2026:6", []),
        ("status_perkawinan", "2026:3", "legacy:2", []),
        ("shdk", "legacy:10", None, ["2026:10"]),
        ("shdk", "legacy:11", "2026:10", []),
        ("shdk", "2026:10", None, ["legacy:10", "legacy:11"]),
        ("agama", "legacy:7", None, ["2026:7"]),
        ("agama", "2026:7", "legacy:7", []),
        ("pendidikan", "legacy:8", None, ["2026:8", "2026:9"]),
        ("pendidikan", "2026:10", "legacy:9", []),
        ("pendidikan", "2026:12", None, []),
        ("golongan_darah", "legacy:13", "2026:13", []),
        ("jenis_disabilitas", "2026:1c", "legacy:1", []),
        ("jenis_disabilitas", "legacy:7", None, []),
        ("permohonan", "2026:KTP-A", None, []),
    ],
)
def test_what_an_entry_is_in_the_other_version(
    table: str, key: str, certain: str | None, candidates: list[str]
) -> None:
    found = counterpart(TABLES.get(table, key))
    assert (found.certain.key if found.certain else None, keys(found.candidates)) == (certain, candidates)
    expected = Match.CERTAIN if certain else Match.AMBIGUOUS if candidates else Match.NONE
    assert found.match is expected


def test_occupations_of_one_number_are_of_one_name_but_few() -> None:
    rows = csv.DictReader((DATA / "occupations.csv").read_text("utf-8").splitlines())
    known = {row["code"]: (row["name_legacy89"], row["name_permendagri6_2026"].upper()) for row in rows}
    differ = [code for code, (old, new) in known.items() if old and _initials(old) != _initials(new)]
    assert differ == ["5", "40", "89"]  # 40 only in its spelling: PENTERJEMAH, Penerjemah


def _initials(name: str) -> str:
    """`DUTA BESAR` and `Duta Besar/Kepala Perwakilan` are one: the first word counts."""
    return name.replace("/", " ").split()[0][:6]


def test_each_row_of_the_mapping_is_of_an_entry() -> None:
    for table, version, number in _rows():
        assert TABLES.table(table, version)
        assert number == "*" or TABLES.get(table, f"{version}:{number}")


def test_what_a_resident_holds_is_a_list_of_both_versions() -> None:
    assert set(CODED.values()) <= set(BOTH)
    assert set(SAME) <= set(BOTH)
