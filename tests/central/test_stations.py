"""Stations come by a code and four words, change keys and computers, and go; nobody comes in their place."""

from dataclasses import replace
from datetime import timedelta

import pytest

from central.clock import Clock
from central.enrolment import Site
from central.errors import CentreError
from central.watch import standings
from registry.officers import BadSignature, Grant, Role
from sync.errors import BadPacket
from sync.seal import Manifest, seal
from sync.spoken import four_words
from sync.wire import Announce
from tests.central.joining import DAY, DAYUN, asked, hall, renewal, rows_of
from tests.station.store.making import key_of


@pytest.fixture
def centre(tmp_path):
    with hall(tmp_path) as made:
        yield made


def refused(code, deed, *arguments):
    with pytest.raises(CentreError) as error:
        deed(*arguments)
    assert error.value.code == code


# a code and four words ------------------------------------------------------------------------------------------------
def test_nothing_is_active_before_the_words_and_the_same_request_gets_the_grant_after_them(centre):
    code = centre.code()
    request = asked(code, "pc-1")
    first = centre.enrol(code, request)
    assert (first.station, first.administrator, first.letter, first.confirmed) == ("DAYUN", "dewi", "D", False)
    assert centre.enrol(code, request) == first
    assert centre.words(code) == " ".join(four_words(request.to_bytes(), first.to_bytes()))
    with centre.book() as book:
        assert book.station("DAYUN") is None
        assert book.grants() == ()
    with pytest.raises(BadSignature):
        centre.call("pc-1")
    assert centre.confirm(code).id == "DAYUN"
    last = centre.enrol(code, request)
    assert last.unconfirmed() == first
    grant = Grant.from_bytes(bytes.fromhex(last.grant))
    assert (grant.officer, grant.key, grant.roles) == ("dewi", request.administrator_key, {Role.ADMINISTRATOR})
    assert centre.call("pc-1").station.epoch == 1
    assert [kind for kind, _ in centre.feed()] == ["grant"]


def test_other_words_void_the_code(centre):
    code = centre.code()
    request = asked(code, "pc-1")
    centre.enrol(code, request)
    assert centre.confirm(code, "timbang jeruk merpati genap") is None
    refused("words-differ", centre.enrol, code, request)
    refused("code-closed", centre.confirm, code, "timbang jeruk merpati genap")
    with centre.book() as book:
        assert book.station("DAYUN") is None


def test_who_uses_the_code_second_learns_it_and_the_words_are_of_the_first(centre):
    code = centre.code()
    thief, counter = asked(code, "thief"), asked(code, "pc-1")
    centre.enrol(code, thief)
    words = centre.words(code)
    refused("code-used", centre.enrol, code, counter)
    assert centre.words(code) == words


def test_two_codes_in_a_row_give_other_words_for_the_same_request(centre):
    one, two = centre.code(), centre.code()
    centre.enrol(one, asked(one, "pc-1"))
    centre.enrol(two, asked(two, "pc-1"))
    assert centre.words(one) != centre.words(two)


@pytest.mark.parametrize("hours", [71, 73])
def test_a_code_is_good_for_three_days_and_what_was_begun_in_them_may_be_asked_later(centre, hours):
    code, begun = centre.code(), centre.code(replace(DAYUN, station="MINAS"))
    request = asked(begun, "pc-2")
    first = centre.enrol(begun, request)
    centre.now += timedelta(hours=hours)
    if hours < 72:
        centre.enrol(code, asked(code, "pc-1"))
    else:
        refused("code-expired", centre.enrol, code, asked(code, "pc-1"))
    assert centre.enrol(begun, request) == first


def test_a_wrong_secret_or_code_is_refused_alike(centre):
    code = centre.code()
    refused("bad-code", centre.enrol, replace(code, secret=bytes(16)), asked(code, "pc-1"))
    refused("bad-code", centre.enrol, replace(code, code="00000000"), asked(replace(code, code="00000000"), "pc-1"))


def test_the_administrator_is_the_one_the_code_names(centre):
    code = centre.code()
    request = asked(code, "pc-1", administrator="rina", administrator_name="Rina")
    refused("other-administrator", centre.enrol, code, request)
    unnamed = centre.code(Site("MINAS", "Minas", ""))
    refused("no-administrator", centre.enrol, unnamed, asked(unnamed, "pc-1"))


def test_a_key_that_was_ever_a_stations_is_none_again(centre):
    centre.join("pc-1")
    other = centre.code(replace(DAYUN, station="MINAS"))
    refused("key-taken", centre.enrol, other, asked(other, "pc-1"))


def test_a_code_can_be_voided_before_it_is_used_and_not_after_it_counts(centre):
    code = centre.code()
    with centre.book() as book:
        centre.made.registrar.reject(book, code.code, "bupati")
    refused("code-used", centre.enrol, code, asked(code, "pc-1"))
    used = centre.code()
    request = asked(used, "pc-1")
    centre.enrol(used, request)
    centre.confirm(used)
    with centre.book() as book:
        refused("code-closed", centre.made.registrar.reject, book, used.code, "bupati")
        refused("code-closed", centre.made.registrar.confirm, book, used.code, "a b c d", "bupati")
        refused("bad-code", centre.made.registrar.confirm, book, "nothing", "a b c d", "bupati")
    idle = centre.code()
    with centre.book() as book:
        refused("code-not-used", centre.made.registrar.confirm, book, idle.code, "a b c d", "bupati")


# another computer -----------------------------------------------------------------------------------------------------
def test_a_new_computer_ends_the_old_one_when_its_words_are_confirmed_and_not_before(centre):
    centre.join("pc-1")
    code = centre.code()
    centre.enrol(code, asked(code, "pc-2"))
    assert centre.call("pc-1").shut == ""
    centre.confirm(code)
    assert "dipindahkan" in centre.call("pc-1").shut
    new = centre.call("pc-2")
    assert (new.shut, new.station.epoch, new.station.chain_count) == ("", 2, 0)


def test_two_computers_at_once_only_one_becomes_the_station(centre):
    one, two = centre.code(), centre.code()
    centre.enrol(one, asked(one, "pc-1"))
    centre.enrol(two, asked(two, "pc-2"))
    assert centre.confirm(two)
    with centre.book() as book:
        words = " ".join(centre.made.registrar.words(centre.made.registrar.waiting(book)[0]))
    refused("overtaken", centre.confirm, one, words)
    assert centre.call("pc-2").shut == ""


# renewal --------------------------------------------------------------------------------------------------------------
def test_a_renewed_key_counts_at_once_and_the_old_one_until_it_has_been_used(centre):
    centre.join("pc-1")
    centre.now += 250 * DAY
    assert renewal(centre, "pc-1", "pc-1b", "dewi at pc-1") == ""
    assert renewal(centre, "pc-1", "pc-1b", "dewi at pc-1") == ""  # again
    assert [kind for kind, _ in centre.feed()].count("renewed") == 1
    assert centre.call("pc-1").shut == ""
    assert centre.call("pc-1b").shut == ""
    assert "salinan lama" in centre.call("pc-1").shut
    with centre.book() as book:
        assert rows_of(book, "DAYUN").key == key_of("pc-1b").public
        assert rows_of(book, "DAYUN").epoch == 1


def test_what_the_old_key_still_does_does_not_bring_it_back(centre):
    centre.join("pc-1")
    renewal(centre, "pc-1", "pc-1b", "dewi at pc-1")
    caller = centre.call("pc-1")
    with centre.book() as book:
        doors = next(route.endpoint.__self__ for route in centre.made.app.routes if route.path == "/v1/feed")
        said = Announce("p-1", "case-1", "status", 9, "ab" * 32, 0, ("cd" * 32,), counters={"drafts": 4, "waiting": 2})
        doors._rooms.inbox.announce(book, caller.station, said)
        assert rows_of(book, "DAYUN").key == key_of("pc-1b").public
        [standing] = standings(book, Clock(lambda: centre.now + 8 * DAY))
    assert (standing.drafts, standing.waiting, standing.days, standing.mark) == (4, 2, 8, "▲")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"by": "pc-1"}, "bad-signature"),
        ({"old": "thief"}, "bad-signature"),
        ({"officer": "rina"}, "no-administrator"),
        ({"station": "MINAS"}, "other-station"),
        ({"new": "pc-1b", "shown": "thief"}, "bad-signature"),
        ({"new": "minas"}, "key-taken"),
    ],
)
def test_renewals_that_are_none(centre, change, code):
    centre.join("pc-1")
    centre.join("minas", replace(DAYUN, station="MINAS"))
    plain = {"old": "pc-1", "new": "pc-1b", "by": "dewi at pc-1", **change}
    old, new, by = plain.pop("old"), plain.pop("new"), plain.pop("by")
    assert renewal(centre, old, new, by, **plain) == code
    assert centre.call("pc-1").shut == ""


def test_what_was_sealed_before_a_renewal_is_opened_by_the_key_of_then_and_nothing_later(centre):
    centre.join("pc-1")
    before = f"{centre.now:%Y-%m-%dT%H:%M:%SZ}"
    centre.now += DAY
    renewal(centre, "pc-1", "pc-1b", "dewi at pc-1")
    stations, ours = centre.made.stations, centre.made.keys.recipient
    later = f"{centre.now + DAY:%Y-%m-%dT%H:%M:%SZ}"
    with centre.book() as book:
        row = rows_of(book, "DAYUN")

        def opened(computer, created):
            about = Manifest("p-1", "DAYUN", 1, "status", "case-1", created)
            return stations.open_packet(book, row, seal(about, {}, key_of(computer), [ours])).manifest.created

        assert opened("pc-1", before) == before
        assert opened("pc-1b", later) == later
        for computer, created in (("pc-1", later), ("thief", before)):
            with pytest.raises(BadPacket, match="bad-signature"):
                opened(computer, created)


def test_a_key_that_was_moved_away_from_opens_nothing_any_more(centre):
    centre.join("pc-1")
    stamp = f"{centre.now:%Y-%m-%dT%H:%M:%SZ}"
    renewal(centre, "pc-1", "pc-1b", "dewi at pc-1")
    centre.join("pc-2")
    with centre.book() as book:
        row = rows_of(book, "DAYUN")
        for computer in ("pc-1", "pc-1b"):
            data = seal(
                Manifest("p", "DAYUN", 1, "status", "c", stamp), {}, key_of(computer), [centre.made.keys.recipient]
            )
            with pytest.raises(BadPacket, match="bad-signature"):
                centre.made.stations.open_packet(book, row, data)


# the end --------------------------------------------------------------------------------------------------------------
def test_a_revoked_station_is_told_so_and_nothing_is_taken_from_it(centre):
    centre.join("pc-1")
    with centre.book() as book:
        centre.made.stations.end(book, "DAYUN", "pindah kantor")
        refused("locked", centre.made.stations.check, book, rows_of(book, "DAYUN"))
    assert centre.call("pc-1").shut == "Stasiun ini dicabut oleh Dinas. pindah kantor"
    with centre.book() as book:
        assert centre.made.vouching.grants(book).in_force("dewi", "DAYUN", "2026-12-01T00:00:00Z")
        refused("unknown-station", centre.made.stations.end, book, "NIRWANA", "x")


def test_a_revoked_station_can_be_taken_back_and_a_lost_one_cannot(centre):
    centre.join("pc-1")
    with centre.book() as book:
        refused("not-revoked", centre.made.stations.readmit, book, "DAYUN")
        centre.made.stations.end(book, "DAYUN", "keliru")
        centre.made.stations.readmit(book, "DAYUN")
    assert centre.call("pc-1").shut == ""
    assert centre.feed()[-1][0] == "unlock"
    with centre.book() as book:
        centre.made.stations.end(book, "DAYUN", "dicuri", lost=True)
        refused("not-revoked", centre.made.stations.readmit, book, "DAYUN")


def test_a_lost_computer_takes_its_officers_with_it_and_a_new_one_begins_anew(centre):
    centre.join("pc-1")
    centre.now += DAY
    with centre.book() as book:
        centre.made.stations.end(book, "DAYUN", "dicuri", lost=True)
    assert "hilang" in centre.call("pc-1").shut
    centre.now += DAY
    later = f"{centre.now:%Y-%m-%dT%H:%M:%SZ}"
    with centre.book() as book:
        assert centre.made.vouching.grants(book).in_force("dewi", "DAYUN", later) is None
    centre.join("pc-2")
    with centre.book() as book:
        held = centre.made.vouching.grants(book).in_force("dewi", "DAYUN", f"{centre.now + DAY:%Y-%m-%dT%H:%M:%SZ}")
        assert held.key == key_of("dewi at pc-2").public
        centre.made.stations.check(book, rows_of(book, "DAYUN"))


def test_who_was_removed_before_comes_into_no_new_journal(centre):
    centre.join("pc-1")
    with centre.book() as book:
        row = rows_of(book, "DAYUN")
        book.put_station(replace(row, chain_count=7))
        centre.made.vouching.end(book, "rina", "DAYUN", "pindah")
        assert book.journal_at_end("rina", "DAYUN", "2026-11-24T00:00:00Z") == 7
    centre.join("pc-2")
    with centre.book() as book:
        assert book.journal_at_end("rina", "DAYUN", "2026-11-24T00:00:00Z") == 0


def test_an_officer_is_ended_everywhere_with_a_bound_for_each_journal(centre):
    centre.join("pc-1")
    centre.join("pc-2", replace(DAYUN, station="MINAS"))
    with centre.book() as book:
        centre.made.vouching.end(book, "dewi", "", "berhenti")
        grants = centre.made.vouching.grants(book)
        for station in ("DAYUN", "MINAS"):
            assert grants.revoked_at("dewi", station)
            assert book.journal_at_end("dewi", station, "2026-11-24T00:00:00Z") == 0


# epochs ---------------------------------------------------------------------------------------------------------------
def test_restored_data_that_know_an_older_key_only_can_be_let_back_in(centre):
    centre.join("pc-1")
    renewal(centre, "pc-1", "pc-1b", "dewi at pc-1")
    centre.call("pc-1b")
    assert centre.call("pc-1").shut
    with centre.book() as book:
        refused("unknown-key", lambda: centre.made.stations.back_to(book, "DAYUN", key_of("thief").public))
        centre.made.stations.back_to(book, "DAYUN", key_of("pc-1").public)
    assert centre.call("pc-1").shut == ""
    assert centre.call("pc-1b").shut
    with centre.book() as book:
        centre.made.stations.end(book, "DAYUN", "x")
        refused("locked", lambda: centre.made.stations.back_to(book, "DAYUN", key_of("pc-1b").public))


def test_a_request_that_names_nobody_or_is_signed_by_nobody_known_is_none(centre):
    centre.join("pc-1")
    with pytest.raises(BadSignature):
        centre.call("thief")
    with pytest.raises(BadSignature):
        centre.call("pc-1", "NIRWANA")
