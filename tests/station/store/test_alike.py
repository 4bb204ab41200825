"""Who may be the same person, who may not share a number, and how a name sounds."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.sounds import sound_of
from station.store.alike import NEAR_DATE, NEAR_NAME, SAME_NIK, SAME_SOUND, slips_of
from station.store.residents import NikTaken
from sync.wire import FeedItem, FeedPage
from tests.station.store.making import AT, person

WHO = replace(person(3), name="MUHAMMAD ZULKIFLI", birth_date=date(1990, 12, 3))


def found(store, who):
    return [(candidate.id, candidate.reason) for candidate in store.residents.alike(who)]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"name": "MOCH. DJULKIPLI"}, SAME_SOUND),
        ({"name": "ZULKIFLI MUHAMMAD"}, SAME_SOUND),
        ({"name": "MUHAMMAD SULKIFLAN"}, NEAR_NAME),
        ({"name": "MUHAMMAD ZULKIFLI", "birth_date": date(1990, 3, 12)}, NEAR_DATE),
        ({"name": "MUHAMAD ZULKIFLI", "birth_date": date(1991, 12, 3)}, NEAR_DATE),
    ],
)
def test_one_person_written_twice_is_told_with_why(store, other, reason):
    store.residents.put([WHO])
    assert found(store, replace(WHO, id="new", nik=None, **other)) == [(WHO.id, reason)]


@pytest.mark.parametrize(
    "other",
    [
        {"name": "ROSMAWATI"},
        {"name": "MUHAMMAD RIDWAN"},
        {"birth_date": date(1984, 7, 21)},
        {"name": "MUHAMMAD"},
    ],
)
def test_who_only_shares_something_is_not_told(store, other):
    store.residents.put([WHO])
    assert found(store, replace(WHO, id="new", nik=None, **other)) == []


def test_the_likeliest_comes_first_and_never_he_himself(store):
    twin = replace(person(4), name="MUHAMMAD ZULKIFLY", birth_date=WHO.birth_date)
    near = replace(person(5), name="MUHAMMAD SULKIFLAN", birth_date=WHO.birth_date)
    store.residents.put([near, twin, WHO])
    assert found(store, WHO) == [(twin.id, SAME_SOUND), (near.id, NEAR_NAME)]
    assert found(store, replace(WHO, id="new"))[0] == (WHO.id, SAME_NIK)


def test_a_second_resident_with_a_nik_is_refused_and_nothing_of_it_stays(store):
    store.residents.put([WHO])
    second = replace(person(4), nik=WHO.nik)
    with pytest.raises(NikTaken) as refused:
        store.residents.put([person(9), second])
    assert (refused.value.resident, refused.value.holder) == (second.id, WHO.id)
    assert store.residents.count() == 1
    assert store.residents.by_nik(str(WHO.nik)) == WHO


def test_of_two_with_a_nik_in_one_batch_the_second_is_refused(store):
    with pytest.raises(NikTaken) as refused:
        store.residents.put([WHO, replace(person(4), nik=WHO.nik)])
    assert refused.value.holder == WHO.id


def test_two_without_a_number_stand_side_by_side(store):
    store.residents.put([replace(person(n), nik=None) for n in (3, 4)])
    assert store.residents.count() == 2


def test_a_number_moves_between_two_of_one_batch(store):
    store.residents.put([person(3), person(4)])
    swapped = [replace(person(3), nik=person(4).nik), replace(person(4), nik=person(3).nik)]
    store.residents.put(swapped)
    assert store.residents.by_nik(str(person(4).nik)) == swapped[0]


def test_the_feed_keeps_a_taken_number_as_a_problem_and_takes_the_others(store):
    store.residents.put([WHO])
    second, fine = replace(person(4), nik=WHO.nik), person(9)
    item = FeedItem("residents", {"residents": [second.to_record(), fine.to_record()]})
    store.side.apply(FeedPage("DAYUN", 0, 1, False, AT, (item,)))
    assert store.residents.by_nik(str(WHO.nik)) == WHO
    assert store.residents.get(fine.id) == fine
    assert [(kept.code, kept.subject) for kept in store.problems.open()] == [("nik-taken", second.id)]


def test_the_tally_follows_what_comes_and_what_is_replaced(store):
    store.residents.put(person(n) for n in range(30))
    store.residents.put(person(n) for n in range(20, 40))
    assert store.residents.count() == 40


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 12, 31)))
def test_a_slip_of_a_date_is_another_date_and_goes_both_ways(day):
    slips = set(slips_of(day))
    assert day.isoformat() not in slips
    assert all(day.isoformat() in set(slips_of(date.fromisoformat(slip))) for slip in list(slips)[:10])


@given(st.text(max_size=40))
def test_every_name_has_a_sound_that_neither_case_nor_order_changes(name):
    assert sound_of(name) == sound_of(" ".join(reversed(name.split())))
    if name.isascii():
        assert sound_of(name) == sound_of(name.upper())
