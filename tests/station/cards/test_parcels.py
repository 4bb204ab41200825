"""Parcels: each scan is kept and found again, a parcel goes with its list, and what lacks is told."""

from __future__ import annotations

import pytest

from forms.lists.paper import list_pdf
from registry.actions import Kind
from registry.lifecycle import Status
from station.desk.lists import Lists
from station.desk.parcels import ParcelDesk, ParcelRefused
from station.store.parcels import Way
from station.store.store import Store
from tests.forms.reading import words
from tests.station.cards.conftest import put_case
from tests.station.store.making import KEY


@pytest.fixture
def parcels(desk, store):
    return ParcelDesk(desk("yulianti").counter.session)


def blank(number):
    return {"print_booked": {"blank": f"B26-0417 / {number:05d}"}}


def test_scans_are_found_again_after_the_program_was_killed(desk, store, parcels, tmp_path):
    for number in (1, 2, 3):
        put_case(store, number, Status.CHIP_VERIFIED)
    parcels.scan(Way.OUT, "case-1")
    parcels.scan(Way.OUT, "case-1")
    parcels.scan(Way.OUT, "case-3")
    store.close()
    again = Store.open(tmp_path / "kecamatan", KEY)
    try:
        assert again.parcels.scanned(Way.OUT) == ("case-1", "case-3")
    finally:
        again.close()


def test_a_sealed_parcel_ships_what_was_scanned_and_nothing_else(store, parcels):
    for number in (1, 2, 3):
        put_case(store, number, Status.CHIP_VERIFIED)
    parcels.scan(Way.OUT, "case-1")
    parcels.scan(Way.OUT, "case-2")
    parcels.put_back(Way.OUT, "case-2")
    parcels.scan(Way.OUT, "case-3")
    sealed = parcels.send(" S-00417 ", "DAYUN")
    assert (sealed.number, sealed.seal) == ("PK-0001", "S-00417")
    assert [store.cases.get(f"case-{n}").status for n in (1, 2, 3)] == [
        Status.SHIPPED, Status.CHIP_VERIFIED, Status.SHIPPED,
    ]  # fmt: skip
    shipped = store.cases.get("case-1").latest(Kind.SHIPPED)
    assert (shipped.record["parcel"], shipped.record["seal"]) == ("PK-0001", "S-00417")
    assert parcels.look().packed == frozenset()
    assert store.parcels.cards("PK-0001") == ("case-1", "case-3")


@pytest.mark.parametrize(("seal", "scanned", "code"), [("", True, "no-seal"), ("S-1", False, "no-cards")])
def test_nothing_goes_without_seal_or_cards(store, parcels, seal, scanned, code):
    put_case(store, 1, Status.CHIP_VERIFIED)
    if scanned:
        parcels.scan(Way.OUT, "case-1")
    with pytest.raises(ParcelRefused, match=code):
        parcels.send(seal, "DAYUN")
    assert store.cases.get("case-1").status is Status.CHIP_VERIFIED
    assert store.parcels.newest() is None


def test_a_cut_between_the_acts_and_the_seal_is_mended_with_the_number_in_the_act(store, parcels, monkeypatch):
    put_case(store, 1, Status.CHIP_VERIFIED)
    parcels.scan(Way.OUT, "case-1")

    def cut(_parcel):
        raise KeyboardInterrupt

    monkeypatch.setattr(store.parcels, "seal", cut)
    with pytest.raises(KeyboardInterrupt):
        parcels.send("S-7", "DAYUN")
    monkeypatch.undo()
    found = parcels.look()
    assert (found.packed, found.last.number, found.last.seal, found.last_cards) == (frozenset(), "PK-0001", "S-7", 1)
    assert store.parcels.next_number() == "PK-0002"


def test_counted_cards_are_taken_in_by_parcel_and_those_that_lack_are_named(desk, store):
    for number, parcel in ((1, "PK-0004"), (2, "PK-0004"), (3, "PK-0005")):
        put_case(store, number, Status.SHIPPED, shipped={"parcel": parcel})
    counting = ParcelDesk(desk("fajar").counter.session)
    for case in ("case-1", "case-3"):
        counting.scan(Way.IN, case)
    assert counting.take_in() == 2
    acts = [store.cases.get(f"case-{n}").latest(Kind.COUNTED_IN) for n in (1, 2, 3)]
    assert acts[0].record == {"v": 1, "parcel": "PK-0004", "missing": "D-2611-0002"}
    assert acts[1] is None
    assert acts[2].record == {"v": 1, "parcel": "PK-0005"}
    assert counting.look().counted == frozenset()
    counting.scan(Way.IN, "case-2")
    assert counting.take_in() == 1


def test_list_and_minutes_name_each_card_and_no_nik(desk, store, parcels):
    for number in (1, 2):
        put_case(store, number, Status.CHIP_VERIFIED, **blank(number))
        parcels.scan(Way.OUT, f"case-{number}")
    sealed = parcels.send("S-00417", "DAYUN")
    listed, minutes = Lists(desk("yulianti").counter.session).shipping(sealed)
    assert [row[1] for row in listed.table.rows] == ["D-2611-0001", "D-2611-0002"]
    assert [row[3] for row in listed.table.rows] == ["B26-0417 / 00001", "B26-0417 / 00002"]
    assert minutes.table.totals[3] == 2
    text = words(list_pdf(listed.table)) + words(list_pdf(minutes.table))
    assert "S-00417" in text
    assert "BERITA ACARA SERAH TERIMA" in text
    nik = store.cases.get("case-1").latest(Kind.SUBMITTED).record["resident"]["nik"]
    assert nik
    assert nik not in text.replace(" ", "")
