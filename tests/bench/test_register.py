"""The bench of the register runs, on a small one, and its rows are those that were promised."""

import random

import pytest

from bench.people import People, misspelt
from bench.register import measure


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    return {row.name: row for row in measure(tmp_path_factory.mktemp("register"), 2_000, rounds=1)}


def test_every_row_is_measured(rows):
    assert list(rows) == ["nik", "kk", "typo recall@20", "typo", "prefix", "address", "duplicate", "duplicates found",
                          "build", "memory"]  # fmt: skip
    assert all(row.value > 0 for row in rows.values())


def test_numbers_and_build_are_held_against_a_limit_of_the_same_run(rows):
    assert {name for name, row in rows.items() if row.limit} == {"nik", "kk", "build"}


@pytest.mark.parametrize("share", ["typo recall@20", "duplicates found"])
def test_who_is_sought_is_found(rows, share):
    assert rows[share].value >= 0.99


def test_people_are_the_same_for_a_seed_and_nobody_shares_a_number():
    people, again = (list(People(3, 500).residents(300)) for _ in range(2))
    assert people == again
    assert len({who.nik for who in people}) == 300
    assert 60 <= len({who.kk for who in people}) <= 100


def test_a_misspelt_name_differs_in_one_word():
    chance = random.Random(1)
    for who in People(5, 500).residents(100):
        pairs = zip(who.name.split(), misspelt(who.name, chance).split(), strict=True)
        assert sum(one != other for one, other in pairs) == 1
