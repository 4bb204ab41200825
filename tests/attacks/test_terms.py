"""Who is past his term, or has another role or key by now, dates nothing back; and one person is one officer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from central.errors import NotTrusted
from central.terms import after_term
from registry.actions import Kind
from registry.officers import BadSignature, Grant, Role
from sync.officers import Asked, Proposal
from tests.central.joining import DAYUN, hall
from tests.station.store.making import AT, act, key_of

DEWI = "dewi at pc-1"
BEFORE, AFTER, NOW = "2026-10-30T03:00:00Z", "2026-11-02T03:00:00Z", "2026-12-01T00:00:00.000Z"
UNTIL = "2026-10-31"


@pytest.fixture
def centre(tmp_path):
    with hall(tmp_path) as made:
        made.join("pc-1")
        yield made


def grant(officer, role=Role.OPERATOR, *, key="", until="2099-12-31", since="", station="DAYUN", nip=""):
    return Grant(officer, officer, key_of(key or officer).public, frozenset({role}), station, until, nip, "SK", since)


def journal(book, *acts, known=()):
    """These acts are the station's journal; those `known` have come with their packets."""
    book.put_fact("chain.DAYUN", b"".join(act_.hash for act_ in acts))
    for act_ in known:
        book.add_action(act_)


def test_an_act_dated_into_a_term_that_is_over_counts_only_before_what_came_after_it(centre):
    rina, hendra = ("rina", Role.OPERATOR), ("hendra", Role.VERIFIER)
    honest = act(Kind.SUBMITTED, *rina, at=BEFORE)
    later = act(Kind.VERIFIED, *hendra, at=AFTER)
    forged = act(Kind.SUBMITTED, *rina, at=BEFORE, case="case-2")
    vouching = centre.made.vouching
    with centre.book() as book:
        vouching.grant(book, grant("rina", until=UNTIL))
        vouching.grant(book, grant("hendra", Role.VERIFIER))
        journal(book, honest, later, forged, known=(later,))
        grants = vouching.grants(book)
        assert not after_term(book, grants, honest, NOW)  # the station was away for weeks, and he signed in time
        assert not after_term(book, grants, later, NOW)
        assert after_term(book, grants, forged, NOW)
        assert not after_term(book, grants, forged, "2026-10-31T05:00:00.000Z")  # his term was not over then


@pytest.mark.parametrize("changed", [{"role": Role.VERIFIER}, {"key": "rina anew"}])
def test_an_old_role_or_key_signs_nothing_into_the_time_before_the_new_one(centre, changed):
    honest = act(Kind.SUBMITTED, "rina", Role.OPERATOR, at=BEFORE)
    later = act(Kind.VERIFIED, "hendra", Role.VERIFIER, at=AFTER)
    forged = act(Kind.SUBMITTED, "rina", Role.OPERATOR, at=BEFORE, case="case-2")
    vouching = centre.made.vouching
    with centre.book() as book:
        vouching.grant(book, grant("rina"))
        vouching.grant(book, grant("rina", since="2026-11-01T00:00:00.000Z", **changed))
        journal(book, honest, later, forged, known=(later,))
        grants = vouching.grants(book)
        assert not after_term(book, grants, honest, NOW)
        assert after_term(book, grants, forged, NOW)


def ask(centre, proposal, *, station="DAYUN", key=DEWI):
    body = proposal.to_bytes()
    with centre.book() as book:
        return centre.made.vouching.take(book, station, Asked("proposal", body, (key_of(key).sign(body),)))


NIP, OTHER = "198503122010012007", "198503122010012008"
RINA = Proposal("p-1", "rina", "Rina", NIP, "SK", key_of("s").public, ("operator",), "DAYUN", "2027-06-30", "dewi", AT)


def test_one_person_gets_no_second_handle_and_one_handle_no_second_person(centre):
    centre.join("pc-2", replace(DAYUN, station="MINAS", administrator="joko"))
    with centre.book() as book:
        centre.made.vouching.grant(book, grant("rini", station="MINAS", nip=NIP))
    assert ask(centre, RINA) == "nip-taken"
    assert ask(centre, replace(RINA, proposal="p-2", officer="rini", nip=OTHER)) == "other-person"
    assert (
        ask(centre, replace(RINA, proposal="p-3", officer="rini", key=key_of("s3").public)) == ""
    )  # herself, here too
    assert ask(centre, replace(RINA, proposal="p-4", nip="")) == ""  # honorary staff has none


def test_the_same_officer_at_two_stations_has_a_key_for_each(centre):
    with centre.book() as book:
        vouching = centre.made.vouching
        vouching.grant(book, grant("rina", nip=NIP))
        vouching.grant(book, grant("rina", nip=NIP, station="MINAS", key="rina at minas"))
        grants = vouching.grants(book)
        here, there = (
            act(Kind.SUBMITTED, "rina", Role.OPERATOR),
            act(Kind.SUBMITTED, "rina", Role.OPERATOR, station="MINAS"),
        )
        assert grants.check(author="rina", station="DAYUN", at=AT, message=here.raw, signature=here.signature) == {
            Role.OPERATOR
        }
        with pytest.raises(BadSignature):  # her key of one station signs nothing at the other
            grants.check(author="rina", station="MINAS", at=AT, message=there.raw, signature=there.signature)
        vouching.end(book, "rina", "DAYUN", "pindah")
        grants = vouching.grants(book)
        assert grants.revoked_at("rina", "DAYUN")
        assert not grants.revoked_at("rina", "MINAS")


def test_a_longer_term_keeps_the_key_and_what_it_covered(centre):
    with centre.book() as book:
        vouching = centre.made.vouching
        vouching.grant(book, grant("rina", until="2026-11-25"))
        centre.now += timedelta(days=3)
        longer = vouching.extend(book, "rina", "DAYUN", "2099-01-01")
        assert longer.until == "2027-11-27"  # at most a year
        assert longer.key == key_of("rina").public
        early = act(Kind.SUBMITTED, "rina", Role.OPERATOR, at="2026-11-24T03:00:00Z")
        said = {"author": "rina", "station": "DAYUN", "message": early.raw, "signature": early.signature}
        assert vouching.grants(book).check(at=early.header.at, **said) == {Role.OPERATOR}
        vouching.end(book, "rina", "DAYUN", "pindah")
        with pytest.raises(NotTrusted, match="no-such-officer"):
            vouching.extend(book, "rina", "DAYUN", "2027-01-01")
