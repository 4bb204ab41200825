"""Who leaves for good, and new KK, between a station and a real centre: verified, answered, handed over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.changes import Added, Left, Placed, element
from registry.family_services import ABROAD, ARRIVAL, CHANGE, NEW_FAMILY, NEW_HEAD, VULNERABLE
from registry.lifecycle import Status
from registry.number_rules import check_nik
from registry.officers import Role
from registry.people import Presence, Resident, Sex
from registry.submission import Paper
from station.desk.checking import CheckingDesk
from station.desk.family import FamilyDesk, Gone, joining
from station.desk.mending import MendingDesk
from station.desk.recording import RecordingDesk
from station.desk.session import Session
from station.store.residents import NikTaken
from tests.forms.making import ink
from tests.journeys.children import PASSPHRASE, found_station, newcomer, start_centre, sync_until
from tests.journeys.kk import TODAY, child, families, submit, verified_and_signed

AKTA, SKP = "1408-KM-12112026-0003", "SKPWNI/1408/25112026/0004"
HEAD, WIFE, CHILD = "2026:1", "2026:3", "2026:4"
COMER = {
    "nik": "1471010204780001", "name": "Darwis Piliang", "relation": HEAD, "sex": "1", "birth_place": "Kota Padang",
    "birth_date": "02-04-1978", "religion": "2026:1", "marital": "2026:2", "blood": "2026:13", "education": "2026:5",
    "occupation": "2026:9", "mother": "Rosmaini", "father": "Sutan Piliang",
}  # fmt: skip
SPOUSE = COMER | {
    "nik": "1471015505800002", "name": "Yusnidar Chaniago", "relation": WIFE, "sex": "2", "birth_date": "15-05-1980",
}  # fmt: skip


@pytest.fixture(scope="module")
def door(tmp_path_factory):
    home = tmp_path_factory.mktemp("loket")
    centre = start_centre(home / "centre")
    here = (newcomer("rina", "Rina Oktaviani", Role.OPERATOR), newcomer("hendra", "Hendra Saputra", Role.VERIFIER))
    yield found_station(home / "kecamatan", centre, "DAYUN", here)
    centre.stop()


@pytest.fixture(scope="module")
def known(door):
    """The families as they first came down the feed."""
    session = door.sign_in("rina", PASSPHRASE)
    found = families(session)
    session.store.close()
    return found


@pytest.fixture
def rina(door, known):
    """The operator, signed in; whoever uses the store after her closes it."""
    session = door.sign_in("rina", PASSPHRASE)
    yield session
    session.store.close()


def begun(session: Session, near: Resident, asked: str, first: dict[str, str], *more: dict[str, str]) -> str:
    """A new KK of people from elsewhere at an address here."""
    desk = FamilyDesk(session)
    draft = desk.begin_coming(asked, first)
    for texts in more:
        standing = desk.of_draft(draft.case, TODAY)
        desk.edit(standing, Added(desk.newcomer(standing.change.after, texts)))
    desk.edit(desk.of_draft(draft.case, TODAY), Placed(replace(near.address, street="Jl. Melur No. 4", phone="")))
    return draft.case


def handed_over(door, case: str, how: str) -> Session:
    """The sheet of before is dealt with, and the new one is the applicant's."""
    rina = door.sign_in("rina", PASSPHRASE)
    desk = FamilyDesk(rina)
    desk.withdraw(case, how, "")
    desk.hand_over(case)
    assert rina.store.cases.get(case).status is Status.HANDED_OVER
    sync_until(rina, lambda: rina.store.cases.row(case).receipted)
    assert not rina.store.problems.open()
    return rina


def test_the_head_dies_and_the_widow_is_the_head_of_another_number(door, rina, known):
    family, desk = known[0], FamilyDesk(rina)
    dead, widow = family.members[:2]
    for edit in (
        Left(dead.id, Presence.DEAD, AKTA),
        element(widow, "relation", HEAD, AKTA),
        element(widow, "marital", "2026:6", AKTA),
    ):
        draft = desk.edit(desk.of_resident(widow.id, TODAY), edit)
    assert draft.service == NEW_HEAD
    case = submit(rina, draft.case)
    rina.store.close()
    record = verified_and_signed(door, case)
    after = handed_over(door, case, "ditarik")
    now = after.store.residents.family(after.store.residents.get(widow.id))
    assert now is not None
    assert now.head is not None
    assert (now.head.id, str(now.kk)) == (widow.id, record["numbers"]["kk"])
    assert now.kk != family.kk
    assert now.head.marital.key == "2026:6"
    gone = after.store.residents.get(dead.id)
    assert (gone.presence, gone.kk, gone.nik) == (Presence.DEAD, None, dead.nik)
    desk = FamilyDesk(after)
    with pytest.raises(Gone):
        desk.begin(desk.of_resident(dead.id, TODAY), CHANGE)
    with pytest.raises(Gone):
        desk.begin_coming(ARRIVAL, typed(gone))
    after.store.close()


def typed(who: Resident) -> dict[str, str]:
    """Somebody as his own papers would say."""
    return COMER | {
        "nik": str(who.nik), "name": who.name, "birth_date": f"{who.birth_date:%d-%m-%Y}", "sex": who.sex.value,
    }  # fmt: skip


def test_who_moves_away_is_marked_and_comes_back_by_an_skp(door, rina, known):
    family, desk = known[1], FamilyDesk(rina)
    leaver = child(family)
    draft = desk.edit(desk.of_resident(leaver.id, TODAY), Left(leaver.id, Presence.MOVED, SKP))
    case = submit(rina, draft.case)
    rina.store.close()
    record = verified_and_signed(door, case)
    assert record["numbers"]["kk"] == str(family.kk)
    after = handed_over(door, case, "ditarik")
    assert after.store.residents.get(leaver.id).presence is Presence.MOVED
    rest = after.store.residents.family(family.members[0])
    assert rest is not None
    assert leaver.id not in {member.id for member in rest.members}
    back = begun(after, known[0].members[1], ARRIVAL, typed(after.store.residents.get(leaver.id)))
    assert FamilyDesk(after).of_draft(back, TODAY).applicant.id == leaver.id  # the same one
    submit(after, back)
    after.store.close()
    verified_and_signed(door, back)
    after = handed_over(door, back, "tidak-ada")
    now = after.store.residents.get(leaver.id)
    assert (now.presence, now.nik) == (Presence.HERE, leaver.nik)
    assert now.kk not in (None, family.kk)
    after.store.close()


def test_two_found_a_family_and_leave_those_they_were_on(door, rina, known):
    grown = [child(family) for family in known[2:]]
    groom, bride = (next(who for who in grown if who.sex is sex) for sex in (Sex.MALE, Sex.FEMALE))
    desk = FamilyDesk(rina)
    draft = desk.begin(desk.of_resident(groom.id, TODAY), NEW_FAMILY)
    assert draft.change is not None
    assert draft.change.before.members == ()
    standing = desk.of_draft(draft.case, TODAY)
    bride = joining(standing.change.after, bride, WIFE)
    for edit in (
        Added(bride),
        element(draft.change.added[0], "marital", "2026:2", "buku nikah"),
        element(bride, "marital", "2026:2", "buku nikah"),
        Placed(groom.address),
    ):
        desk.edit(desk.of_draft(draft.case, TODAY), edit)
    case = submit(rina, draft.case)
    rina.store.close()
    record = verified_and_signed(door, case)
    after = handed_over(door, case, "tidak-ada")
    now = after.store.residents.family(after.store.residents.get(groom.id))
    assert now is not None
    assert [member.id for member in now.members] == [groom.id, bride.id]
    assert str(now.kk) == record["numbers"]["kk"]
    old = after.store.residents.family(replace(groom))
    assert old is not None
    assert groom.id not in {member.id for member in old.members}
    after.store.close()


def test_a_family_arrives_with_the_numbers_it_has(door, rina, known):
    case = submit(rina, begun(rina, known[0].members[1], ARRIVAL, COMER, SPOUSE))
    rina.store.close()
    record = verified_and_signed(door, case)
    assert record["numbers"]["niks"] == {}
    after = handed_over(door, case, "tidak-ada")
    head = after.store.residents.by_nik(COMER["nik"])
    assert head is not None
    family = after.store.residents.family(head)
    assert family is not None
    assert [member.name for member in family.members] == ["DARWIS PILIANG", "YUSNIDAR CHANIAGO"]
    assert family.members[1].address.street == "Jl. Melur No. 4"
    with pytest.raises(NikTaken) as taken:  # another with her number
        FamilyDesk(after).begin_coming(ARRIVAL, COMER | {"nik": SPOUSE["nik"], "name": "Orang Lain"})
    assert taken.value.holder == family.members[1].id
    after.store.close()


@pytest.mark.parametrize(("asked", "name"), [(ABROAD, "Halimah Tanjung"), (VULNERABLE, "Salmah Batubara")])
def test_who_has_no_number_gets_one_with_the_kk(door, rina, known, asked, name):
    first = SPOUSE | {"nik": "", "name": name, "relation": HEAD, "marital": "2026:1"}
    case = submit(rina, begun(rina, known[0].members[1], asked, first))
    rina.store.close()
    record = verified_and_signed(door, case)
    after = handed_over(door, case, "tidak-ada")
    ((who, nik),) = record["numbers"]["niks"].items()
    now = after.store.residents.get(who)
    assert (now.name, str(now.nik), str(now.kk)) == (name.upper(), nik, record["numbers"]["kk"])
    assert check_nik(nik, birth=now.birth_date, sex=now.sex) == ()
    after.store.close()


def test_a_number_that_is_anothers_at_the_centre_brings_the_case_home(door, rina, known):
    first = COMER | {"nik": "1471010101700003", "name": "Mansur Gultom", "birth_date": "01-01-1970"}
    case, holder = begun(rina, known[0].members[1], ARRIVAL, first), known[4].members[0]
    desk, recording = FamilyDesk(rina), RecordingDesk(rina)
    change = desk.of_draft(case, TODAY).change
    taken = Added(replace(change.added[0], nik=holder.nik))  # as if the feed had not brought the other one yet
    recording.put_change(case, replace(change, edits=(taken, *change.edits[1:])))
    recording.put_papers(case, (Paper("skp"),))
    desk.submit(recording.put_declaration(case, ink()), taken.resident)
    rina.store.close()
    hendra = door.sign_in("hendra", PASSPHRASE)
    CheckingDesk(hendra).approve(case, {})
    sync_until(hendra, lambda: hendra.store.cases.get(case).status is Status.RETURNED)
    hendra.store.close()
    back = door.sign_in("rina", PASSPHRASE)
    again = MendingDesk(back).reopen(case)
    assert again.returned is not None
    assert "sudah berbeda" in again.returned.reason
    assert again.change is not None
    assert again.change.added == (taken.resident,)
    assert [draft.name for draft in back.store.drafts.all() if draft.case == case] == ["MANSUR GULTOM"]
    assert FamilyDesk(back).of_draft(case, TODAY).applicant.name == "MANSUR GULTOM"
    back.store.close()
