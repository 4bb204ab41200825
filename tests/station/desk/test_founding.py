"""Setting a station up: in steps, over days, and with the power going at any of them."""

import json
from dataclasses import replace

import pytest

from registry.canonical import canonical
from registry.officers import Role
from station.desk.founding import Founder, Newcomer, NotConfirmed
from station.desk.session import Clock
from station.desk.sign_in import Door
from station.store import founding, store
from station.store.errors import Conflict
from station.store.founding import FILE, FoundingFile
from station.store.machine import machine_secret
from station.store.slots import Slots
from station.store.store import Store
from sync import durable
from sync.errors import BadPacket
from sync.spoken import four_words
from tests.journeys.children import CHEAP
from tests.station.desk.registrar import CODE, NearRegistrar

OWN = "kelapa sawit tua"
RINA = Newcomer("rina", "Rina Oktaviani", frozenset({Role.OPERATOR}), OWN)


class Cut(BaseException):
    """The power is gone."""


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "kecamatan"
    folder.mkdir()
    return folder


def founder(home, centre):
    secret = machine_secret(home, home.name, use_keyring=False).value
    return Founder(home, Slots(home / "slots.json", secret, CHEAP), secret, Clock(), centre)


def door(home):
    return Door(home, Clock(), cost=CHEAP, use_keyring=False)


def test_from_the_code_to_the_first_sign_in(home):
    centre = NearRegistrar()
    made = founder(home, centre)
    assert not made.begun()
    made.begin(CODE)
    first = made.ask()
    assert (first.station, first.administrator, first.confirmed) == ("DAYUN", "dewi", False)
    with pytest.raises(NotConfirmed):
        made.finish(OWN)
    assert not (home / "station.db").exists()
    centre.confirmed = True
    later = founder(home, centre)  # another day
    assert later.begun()
    assert later.standing() == first
    second = later.ask()
    assert second.confirmed
    assert second.words == first.words
    assert centre.asked[0] == centre.asked[1]
    later.finish(OWN).close()
    assert not (home / FILE).exists()
    session = door(home).sign_in("dewi", OWN)
    assert session.officer.roles == {Role.ADMINISTRATOR}
    assert session.store.identity.letter == "D"
    session.store.close()
    assert not founder(home, centre).begun()


def test_the_words_are_those_the_centre_makes_of_what_it_was_sent(home):
    centre = NearRegistrar()
    made = founder(home, centre)
    made.begin(CODE)
    words = made.ask().words
    assert words == four_words(centre.asked[0].to_bytes(), centre.enrol(centre.asked[0], CODE).to_bytes())


def test_an_answer_that_is_another_than_before_is_none(home):
    centre = NearRegistrar()
    made = founder(home, centre)
    made.begin(CODE)
    words = made.ask().words
    kept = FoundingFile(home, machine_secret(home, home.name, use_keyring=False).value)
    answer = json.loads(kept.read().answer)
    changed = canonical({**answer, "nonce": "11" * 16}).decode()
    kept.keep(replace(kept.read(), answer=changed))
    with pytest.raises(BadPacket, match="other-answer"):
        made.ask()
    assert made.standing().words != words


def test_a_grant_for_another_key_is_none(home):
    centre = NearRegistrar(confirmed=True)
    made = founder(home, centre)
    made.begin(CODE)
    plain = centre.enrol

    def swapped(request, code):
        return plain(replace(request, administrator_key="cd" * 32), code)

    centre.enrol = swapped
    with pytest.raises(BadPacket, match="bad-signature"):
        made.ask()


def test_the_same_code_keeps_the_keys_and_another_one_makes_new_ones(home):
    centre = NearRegistrar()
    made = founder(home, centre)
    made.begin(CODE)
    made.ask()
    made.begin(CODE)
    made.ask()
    assert centre.asked[0] == centre.asked[1]
    made.begin(replace(CODE, code="deadbeef"))
    with pytest.raises(NotConfirmed):
        made.standing()


def test_nothing_of_the_keys_lies_in_clear_and_another_machine_reads_nothing(home):
    made = founder(home, NearRegistrar())
    made.begin(CODE)
    made.ask()
    kept = FoundingFile(home, machine_secret(home, home.name, use_keyring=False).value).read()
    raw = (home / FILE).read_bytes()
    for secret in (kept.station_key, kept.administrator_key, kept.store_key):
        assert bytes.fromhex(secret) not in raw
        assert secret.encode() not in raw
    assert FoundingFile(home, bytes(32)).read() is None
    (home / FILE).write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    assert not founder(home, NearRegistrar()).begun()


def test_a_second_station_in_one_folder_is_refused_and_the_first_stays(home):
    made = founder(home, NearRegistrar(confirmed=True))
    made.begin(CODE)
    made.ask()
    made.finish(OWN).close()
    again = founder(home, NearRegistrar(confirmed=True))
    with pytest.raises(Conflict):
        again.begin(CODE)
    door(home).sign_in("dewi", OWN).store.close()


def cut_after(patch, count):
    """The power goes at the n-th moment at which something becomes durable; True when it did."""
    left = [count]
    for name in ("sync_folder", "sync_file"):
        plain = getattr(durable, name)

        def counted(path, plain=plain):
            left[0] -= 1
            if left[0] < 0:
                raise Cut
            plain(path)

        for module in (durable, founding, store):
            if hasattr(module, name):
                patch.setattr(module, name, counted)


@pytest.mark.parametrize("count", range(12))
def test_whenever_the_power_goes_the_set_up_goes_on_or_the_station_opens(home, count):
    centre = NearRegistrar(confirmed=True)
    machine_secret(home, home.name, use_keyring=False)
    with pytest.MonkeyPatch.context() as patch:
        cut_after(patch, count)
        try:
            made = founder(home, centre)
            made.begin(CODE)
            made.ask()
            made.finish(OWN, (RINA,)).close()
        except Cut:
            pass
    if not (home / "station.db").exists():
        again = founder(home, centre)
        again.begin(CODE)
        again.ask()
        again.finish(OWN, (RINA,)).close()
    assert len({asked.station_key for asked in centre.asked}) == 1
    for handle in ("dewi", "rina"):
        session = door(home).sign_in(handle, OWN)
        assert session.officer.handle == handle
        session.store.close()
    assert not (home / FILE).exists()


def test_a_cut_after_the_store_came_leaves_no_keys_behind(home):
    centre = NearRegistrar(confirmed=True)
    made = founder(home, centre)
    made.begin(CODE)
    made.ask()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FoundingFile, "forget", lambda _file: (_ for _ in ()).throw(Cut))
        with pytest.raises(Cut):
            made.finish(OWN)
    assert (home / FILE).exists()
    assert not founder(home, centre).begun()
    door(home).sign_in("dewi", OWN).store.close()
    assert not (home / FILE).exists()


def test_slots_of_a_set_up_without_a_store_open_nothing_and_give_way(home):
    centre = NearRegistrar(confirmed=True)
    made = founder(home, centre)
    made.begin(CODE)
    made.ask()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "create", classmethod(lambda *_all: (_ for _ in ()).throw(Cut)))
        with pytest.raises(Cut):
            made.finish(OWN)
    assert door(home).handles() == ("dewi",)
    founder(home, centre).finish("sandi lain sekali").close()
    door(home).sign_in("dewi", "sandi lain sekali").store.close()
