"""All of Indonesia, down to the kampung, without reading it all."""

import subprocess
import sys

import pytest

from registry.regions import SPLIT, Region, Regions, UnknownRegion

REGIONS = Regions.load()


def below(code: str, depth: int) -> list[Region]:
    """Every region that deep under a code."""
    found = [REGIONS.get(code)]
    for _ in range(depth):
        found = [child for each in found for child in REGIONS.children(each.code)]
    return found


def test_the_country_is_whole() -> None:
    provinces = [REGIONS.get(f"{n}") for n in range(11, 97) if REGIONS.knows_province(f"{n}")]
    regencies = [child for each in provinces for child in REGIONS.children(each.code)]
    assert (len(provinces), len(regencies)) == (38, 514)
    assert sum(each.code[3] == "7" for each in regencies) == 98  # kota
    districts = [child for each in regencies for child in REGIONS.children(each.code)]
    assert len(districts) == 7285
    villages = [child for each in districts for child in REGIONS.children(each.code)]
    assert len(villages) == 83_762
    assert all(len(each.postal_code) == 5 and each.name for each in villages)
    codes = [each.code for each in villages]
    assert codes == sorted(set(codes))


def test_siak_is_as_its_own_list_says() -> None:
    assert [each.name for each in REGIONS.children("14.08")][:3] == ["Siak", "Sungai Apit", "Minas"]
    villages = below("14.08", 2)
    assert len(villages) == 131
    assert sum(each.code[9] == "1" for each in villages) == 9  # kelurahan
    assert REGIONS.get("14.08.13.1006") == Region("14.08.13.1006", "Sungaimempura", "28773")
    assert REGIONS.village_name("14.08.02.2004") == "PARIT I/II"


def test_a_name_with_commas_stays_one_name() -> None:
    assert REGIONS.get("14.02.09.2010").name == "Lambang Sari I, II, III"


@pytest.mark.parametrize("code", ["", "99", "14.99", "14.08.99", "14.08.06.9999", "14.08.99.2001", "14.08.06.2001.1"])
def test_an_unknown_code_is_told(code: str) -> None:
    with pytest.raises(UnknownRegion):
        REGIONS.get(code)
    assert REGIONS.children(code) == ()


def test_only_provinces_that_were_split_have_old_regencies() -> None:
    assert all(REGIONS.knows_province(code) for old, new in SPLIT.items() for code in (old, *new))
    assert REGIONS.was_regency("6473")
    assert REGIONS.was_regency("9101")
    assert not any(REGIONS.was_regency(digits) for digits in ("1408", "1171", "3499", "1400", "1470", "9900"))


def test_kampung_are_read_only_when_one_is_asked_for() -> None:
    said = (
        "from registry import regions\n"
        "found = regions.Regions.load()\n"
        "found.regency_name('14.08'), found.knows_district('140806'), found.was_regency('1412')\n"
        "assert regions._villages.cache_info().currsize == 0\n"
        "found.village_name('14.08.06.2001')\n"
        "assert regions._villages.cache_info().currsize == 1\n"
        "assert list(found._villages) == ['14.08.06']\n"
    )
    subprocess.run([sys.executable, "-c", said], check=True)
