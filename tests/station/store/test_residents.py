"""Residents: found by number, date, words in any order, and misspelt."""

import random
import re
from dataclasses import replace

import pytest

from registry.numbers import Nik
from station.store.errors import NotFound
from station.store.store import Store
from tests.station.store.making import FIRST, KEY, LAST, person, store_in

MANY = 10_000


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    store = store_in(tmp_path_factory.mktemp("full"))
    store.residents.put(person(number) for number in range(MANY))
    yield store.residents
    store.close()


def names(hits):
    return [hit.resident.name for hit in hits]


def test_residents_come_back_as_they_were_put(store):
    who = person(3)
    store.residents.put([who])
    folder = store.folder
    store.close()
    again = Store.open(folder, KEY)
    assert again.residents.get("r-3") == who
    assert again.residents.by_nik(str(who.nik)) == who
    again.close()


def test_a_resident_put_again_is_replaced_in_every_index(store):
    old = person(3)
    new = replace(old, name="RENAMED PERSON", nik=Nik("1408061203099999"), kk=None)
    store.residents.put([old])
    store.residents.put([person(4), new, person(5)])
    assert store.residents.count() == 3
    assert store.residents.by_nik(str(old.nik)) is None
    assert store.residents.search(old.name) == ()
    assert store.residents.search("renamed")[0].resident == new


def test_of_two_with_one_id_in_one_batch_the_last_stays(store):
    store.residents.put([person(3), replace(person(3), name="THE LATER")])
    assert store.residents.get("r-3").name == "THE LATER"
    assert store.residents.count() == 1


def test_who_is_not_here_is_not_found(store):
    with pytest.raises(NotFound):
        store.residents.get("r-1")
    store.residents.put([replace(person(3), nik=None, kk=None)])
    assert store.residents.by_nik("") is None
    assert store.residents.family(store.residents.get("r-3")) is None


def test_a_family_comes_head_first(store):
    head = replace(person(1), relation=_relation("1"))
    child = replace(person(2), relation=_relation("4"), kk=head.kk)
    store.residents.put([child, head, person(9)])
    family = store.residents.family(child)
    assert family is not None
    assert [member.id for member in family.members] == ["r-1", "r-2"]
    assert family.head == head


def test_all_ten_thousand_are_here(full):
    assert full.count() == MANY


def test_a_number_is_found_whole_and_by_its_beginning(full):
    who = person(4321)
    spaced = who.nik.grouped
    assert [hit.resident.id for hit in full.search(spaced)] == ["r-4321"]
    hits = full.search(str(who.nik)[:13], limit=MANY)
    niks = [str(hit.resident.nik) for hit in hits if hit.reason == "nik"]
    assert str(who.nik) in niks
    assert niks == sorted(niks)
    assert all(nik.startswith(str(who.nik)[:13]) for nik in niks)


def test_the_pages_of_a_number_make_the_whole(full):
    digits = "14080612"
    whole = [(hit.resident.id, hit.reason) for hit in full.search(digits, limit=MANY)]
    paged = []
    for offset in range(0, len(whole) + 70, 70):
        paged += [(hit.resident.id, hit.reason) for hit in full.search(digits, limit=70, offset=offset)]
    assert paged == whole
    assert len(set(whole)) == len(whole) > 200


def test_a_kk_number_is_found_with_its_reason(full):
    who = person(77)
    hits = full.search(str(who.kk))
    assert {hit.reason for hit in hits} == {"kk"}
    assert "r-77" in [hit.resident.id for hit in hits]


@pytest.mark.parametrize("typed", ["nurhayati siregar", "SIREGAR  nurhayati", "siregar nurh", "sireg, nurha"])
def test_words_are_found_in_any_order_and_unfinished(full, typed):
    hits = full.search(typed, limit=200)
    assert {hit.reason for hit in hits} == {"nama"}
    assert set(names(hits)) == {"NURHAYATI SIREGAR"}
    assert len(hits) == MANY // 400


def test_whole_words_come_before_beginnings(store):
    store.residents.put([replace(person(1), name="ADI SITIAWAN"), replace(person(2), name="ZAINAB SITI")])
    assert names(store.residents.search("siti")) == ["ZAINAB SITI", "ADI SITIAWAN"]


def test_a_birth_date_is_found(full):
    who = person(500)
    for typed in (f"{who.birth_date:%d-%m-%Y}", f"{who.birth_date:%d/%m/%Y}", f"{who.birth_date:%d.%m.%Y}"):
        assert "r-500" in [hit.resident.id for hit in full.search(typed)]
    assert full.search("31-02-1999") == ()


def test_one_slip_in_each_name_is_found_among_the_first_twenty(full):
    chance = random.Random(7)
    lost = []
    for _ in range(150):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        typed = slip(first, chance) + " " + slip(last, chance)
        if f"{first} {last}" not in names(full.search(typed, limit=20)):
            lost.append((first, last, typed))
    assert lost == []


def test_a_misspelt_name_says_that_it_is_like_it(full):
    hits = full.search("nurhaiyati siregra", limit=5)
    assert [(hit.resident.name, hit.reason) for hit in hits] == [("NURHAYATI SIREGAR", "mirip nama")] * 5


def test_the_words_known_follow_the_residents(store):
    store.residents.put([person(1)])
    assert store.residents.search("zulkarnein") == ()
    store.residents.put([replace(person(2), name="ZULKARNAIN")])
    assert names(store.residents.search("zulkarnein")) == ["ZULKARNAIN"]


@pytest.mark.parametrize(
    "typed", ["", " ", "a", "1", "''", '"', "* OR *", "siti OR", "NEAR(siti)", "-", "\0\0\0", "名前", "%%"]
)
def test_whatever_is_typed_is_no_error(full, typed):
    full.search(typed)


def test_signs_above_letters_do_not_hide_a_name(store):
    store.residents.put([replace(person(1), name="RENÉE O'BRIEN-HUTABARAT")])
    for typed in ("renee", "renée", "hutabarat brien", "reneé"):
        assert names(store.residents.search(typed)) == ["RENÉE O'BRIEN-HUTABARAT"], typed


def test_an_address_is_found_and_says_so(store):
    here = replace(person(1), name="BUDI", address=replace(person(1).address, street="JL. MELUR NO. 12"))
    store.residents.put([here, replace(person(2), name="MELUR ASIH"), person(3)])
    assert [(hit.resident.id, hit.reason) for hit in store.residents.search("melur")] == [
        ("r-2", "nama"),
        ("r-1", "alamat"),
    ]
    assert [hit.resident.id for hit in store.residents.search("12 melur budi")] == ["r-1"]
    assert [hit.reason for hit in store.residents.search("mellur 12")] == ["mirip alamat"]


def test_a_birth_date_with_words_brings_the_nearest_name_first(store):
    born = {"birth_date": person(1).birth_date}
    store.residents.put([replace(person(1), name="ANI"), replace(person(2), name="SITI RAHMA", **born)])
    for typed in ("siti {:%d-%m-%Y}", "{:%d/%m/%Y} siti rama", "{:%d} Januari {:%Y} siti"):
        hits = store.residents.search(typed.format(born["birth_date"], born["birth_date"]))
        assert [(hit.resident.id, hit.reason) for hit in hits] == [("r-2", "tanggal lahir"), ("r-1", "tanggal lahir")]


def test_a_single_letter_begins_one_of_the_words(store):
    store.residents.put([replace(person(1), name="SITI RAHMA"), replace(person(2), name="SITI NUR")])
    assert names(store.residents.search("siti r")) == ["SITI RAHMA"]
    assert names(store.residents.search("n siti")) == ["SITI NUR"]


def test_names_like_it_follow_few_that_are_so(store):
    store.residents.put([replace(person(1), name="RINA SARI"), replace(person(2), name="RINI SARI"), person(3)])
    hits = store.residents.search("rina sari")
    assert [(hit.resident.name, hit.reason) for hit in hits] == [("RINA SARI", "nama"), ("RINI SARI", "mirip nama")]


def test_a_search_that_nobody_waits_for_any_more_finds_nothing(full):
    assert full.matches("nurhayati", lambda: False) == ()
    asked = iter([True, True, False, False, False])
    assert {m.reason for m in full.matches("nurhaiyati siregra", lambda: next(asked))} <= {"mirip nama"}


def slip(word: str, chance: random.Random) -> str:
    """One letter dropped, doubled, changed or swapped; never the first, as people rarely miss that."""
    place = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    letter = chance.choice("AEIOUHNRSY")
    made = {
        0: word[:place] + word[place + 1 :],
        1: word[:place] + word[place] + word[place:],
        2: word[:place] + letter + word[place + 1 :],
        3: word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    }[kind]
    assert re.fullmatch("[A-Z]+", made)
    return made


def _relation(code):
    from registry.codes import CodeTables

    tables = CodeTables.load()
    return tables.get("shdk", f"{tables.by_name('shdk', 'Anak').key.partition(':')[0]}:{code}")
