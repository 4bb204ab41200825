"""Three changes of a KK between a station and a real centre: numbers come from the upstream alone, down the feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from registry.actions import Kind
from registry.canonical import Plain
from registry.case import NotAllowed
from registry.changes import Added, Element, FamilyChange, Split, element
from registry.families import BIRTH, CHANGE, REPLACEMENT, SPLIT
from registry.lifecycle import Status
from registry.officers import Role
from registry.people import Family, Resident
from registry.services import service
from registry.submission import Paper
from registry.uuid7 import Uuid7Source
from station.desk.checking import CheckingDesk
from station.desk.family import FamilyDesk
from station.desk.mending import MendingDesk
from station.desk.recording import RecordingDesk
from station.desk.session import Clock, Session
from station.desk.signed_paper import write_signed
from station.store.cases import CaseFilter
from tests.forms.making import ink
from tests.journeys.children import PASSPHRASE, found_station, newcomer, start_centre, sync_until
from tests.registry.families import BABY

TODAY = Clock().now().date()


@pytest.fixture(scope="module")
def door(tmp_path_factory):
    home = tmp_path_factory.mktemp("loket")
    centre = start_centre(home / "centre")
    yield found_station(
        home / "kecamatan",
        centre,
        "DAYUN",
        (
            newcomer("rina", "Rina Oktaviani", Role.OPERATOR),
            newcomer("hendra", "Hendra Saputra", Role.VERIFIER),
        ),
    )
    centre.stop()


def families(session: Session) -> list[Family]:
    """Those of the feed, each once, with someone grown among the children."""
    sync_until(session, lambda: session.store.residents.count() >= 40)
    found: dict[str, Family] = {}
    for hit in session.store.residents.search("1408", limit=200):
        family = session.store.residents.family(hit.resident)
        assert family is not None
        found[str(family.kk)] = family
    return [family for _, family in sorted(found.items())]


def child(family: Family) -> Resident:
    return next(m for m in family.members if m.relation.code == "4" and m.age(TODAY) >= 17)


def hand_in(session: Session, who: Resident, edits: list[Added | Split | Element], asked: str) -> str:
    """Edited, with its papers, signed for, handed in."""
    desk, recording = FamilyDesk(session), RecordingDesk(session)
    for edit in edits:
        draft = desk.edit(desk.of_resident(who.id, TODAY), edit, asked)
    recording.put_papers(draft.case, (Paper("kartu-keluarga"), Paper("akta-kelahiran"), Paper("bukti-perubahan")))
    draft = recording.put_declaration(draft.case, ink())
    desk.submit(draft, desk.of_draft(draft.case, TODAY).applicant)
    return draft.case


def verified_and_signed(door, case: str) -> dict[str, Plain]:
    """The verifikator approves, the Kadis signs upstream; the numbers of the answer."""
    hendra = door.sign_in("hendra", PASSPHRASE)
    CheckingDesk(hendra).approve(case, {})
    sync_until(hendra, lambda: hendra.store.cases.get(case).status is Status.KK_READY)
    answer = hendra.store.cases.get(case).latest(Kind.UPSTREAM_ANSWERED)
    hendra.store.close()
    assert answer is not None
    return answer.record


def born(who: Resident) -> Resident:
    return replace(BABY, id=Uuid7Source().next(), address=who.address, birth_date=TODAY.replace(day=1))


def test_a_born_child_gets_its_nik_from_the_upstream_and_the_old_sheet_goes(door, tmp_path):
    rina = door.sign_in("rina", PASSPHRASE)
    family = families(rina)[0]
    baby = born(family.members[0])
    case = hand_in(rina, family.members[0], [Added(baby)], BIRTH)
    with pytest.raises(NotAllowed, match="no-such-step"):
        FamilyDesk(rina).withdraw(case, "ditarik", "")
    rina.store.close()
    record = verified_and_signed(door, case)
    rina = door.sign_in("rina", PASSPHRASE)
    now = rina.store.residents.family(family.members[0])
    assert now is not None
    assert now.kk == family.kk
    assert len(now.members) == len(family.members) + 1
    child_now = rina.store.residents.get(baby.id)
    assert str(child_now.nik) == record["numbers"]["niks"][baby.id]
    assert child_now.nik is not None
    assert child_now.nik.agrees_with(baby.birth_date)
    kept = rina.store.documents.of_case(case)
    assert (kept.sha256, kept.reference) == (record["document"], record["reference"])
    file = write_signed(kept, rina.store.documents.root(), datetime.now(UTC), tmp_path, "kk")
    assert file.read_bytes() == kept.data  # signed by the centre's SIMULASI, judged here, byte for byte
    desk = FamilyDesk(rina)
    desk.withdraw(case, "ditarik", "")
    desk.hand_over(case)
    done = rina.store.cases.get(case)
    assert done.status is Status.HANDED_OVER
    withdrawn = done.latest(Kind.WITHDRAWN)
    assert withdrawn is not None
    assert (withdrawn.header.author, withdrawn.header.variant) == ("rina", "ditarik")
    sync_until(rina, lambda: rina.store.cases.row(case).receipted)
    assert not rina.store.problems.open()
    rina.store.close()


def test_who_splits_gets_a_new_number_and_the_others_keep_theirs(door):
    rina = door.sign_in("rina", PASSPHRASE)
    family = families(rina)[1]
    grown = child(family)
    case = hand_in(rina, grown, [Split(grown.id, "2026:1")], SPLIT)
    rina.store.close()
    record = verified_and_signed(door, case)
    rina = door.sign_in("rina", PASSPHRASE)
    alone = rina.store.residents.family(rina.store.residents.get(grown.id))
    rest = rina.store.residents.family(family.members[0])
    assert alone is not None
    assert rest is not None
    assert [member.id for member in alone.members] == [grown.id]
    assert str(alone.kk) == record["numbers"]["separate"] != str(family.kk)
    assert alone.members[0].relation.code == "1"
    assert alone.members[0].nik == grown.nik
    assert rest.kk == family.kk
    assert grown.id not in {member.id for member in rest.members}
    rina.store.close()


def test_an_element_changes_by_f106_and_nothing_else(door):
    rina = door.sign_in("rina", PASSPHRASE)
    family = families(rina)[2]
    who = child(family)
    case = hand_in(rina, who, [element(who, "education", "2026:9", "ijazah S1")], CHANGE)
    rina.store.close()
    record = verified_and_signed(door, case)
    rina = door.sign_in("rina", PASSPHRASE)
    now = rina.store.residents.get(who.id)
    assert now.education.key == "2026:9"
    assert replace(now, education=who.education) == who
    assert record["numbers"]["niks"] == {}
    assert record["reference"].startswith("SIM-TTE-")
    rina.store.close()


def test_a_family_that_siak_knows_otherwise_comes_back_with_the_reason(door):
    rina = door.sign_in("rina", PASSPHRASE)
    family = families(rina)[3]
    head, recording = family.members[0], RecordingDesk(rina)
    draft = recording.begin(head, CHANGE, "")
    elsewhere = FamilyChange(Family(family.kk, (*family.members, families(rina)[0].members[1])))
    recording.put_change(draft.case, elsewhere.with_edit(element(head, "occupation", "2026:15", "SK")))
    draft = recording.put_declaration(draft.case, ink())
    FamilyDesk(rina).submit(replace(draft, papers=(Paper("kartu-keluarga"), Paper("bukti-perubahan"))), head)
    rina.store.close()
    hendra = door.sign_in("hendra", PASSPHRASE)
    CheckingDesk(hendra).approve(draft.case, {})
    sync_until(hendra, lambda: hendra.store.cases.get(draft.case).status is Status.RETURNED)
    hendra.store.close()
    rina = door.sign_in("rina", PASSPHRASE)
    back = MendingDesk(rina).reopen(draft.case)
    assert back.returned is not None
    assert "sudah berbeda" in back.returned.reason
    assert back.change is not None
    assert back.change.before == family
    assert [edit.field for edit in back.change.edits if isinstance(edit, Element)] == ["occupation"]
    assert rina.store.residents.get(head.id).occupation == head.occupation
    rina.store.close()


def test_a_lost_sheet_comes_new_with_the_same_family_and_number(door):
    rina = door.sign_in("rina", PASSPHRASE)
    family = families(rina)[4]
    desk, recording = FamilyDesk(rina), RecordingDesk(rina)
    draft = desk.begin(desk.of_resident(family.members[0].id, TODAY), REPLACEMENT)
    assert desk.begin(desk.of_resident(family.members[1].id, TODAY), REPLACEMENT).case == draft.case
    recording.put_papers(draft.case, tuple(Paper(need.kind.value) for need in service(REPLACEMENT).papers))
    desk.submit(recording.put_declaration(draft.case, ink()), family.members[0])
    rina.store.close()
    record = verified_and_signed(door, draft.case)
    assert record["numbers"] == {"niks": {}, "kk": str(family.kk), "separate": ""}
    rina = door.sign_in("rina", PASSPHRASE)
    assert rina.store.residents.family(family.members[0]) == family
    FamilyDesk(rina).withdraw(draft.case, "hilang", "LP/B/12/XI/2026")
    FamilyDesk(rina).hand_over(draft.case)
    assert rina.store.cases.get(draft.case).status is Status.HANDED_OVER
    rina.store.close()


def test_it_is_verified_elsewhere_and_comes_home_to_be_handed_over(tmp_path):
    centre = start_centre(tmp_path / "centre", verify_at="DAYUN=UPTD-SIAK")
    try:
        here = found_station(
            tmp_path / "kecamatan", centre, "DAYUN", (newcomer("rina", "Rina Oktaviani", Role.OPERATOR),)
        )
        there = found_station(
            tmp_path / "uptd", centre, "UPTD-SIAK", (newcomer("murniati", "Murniati Lubis", Role.VERIFIER),)
        )
        rina = here.sign_in("rina", PASSPHRASE)
        family = families(rina)[0]
        case = hand_in(rina, family.members[0], [Added(born(family.members[0]))], BIRTH)
        sync_until(rina, lambda: rina.store.cases.get(case).holder == "UPTD-SIAK")
        murniati = there.sign_in("murniati", PASSPHRASE)
        sync_until(murniati, lambda: bool(murniati.store.cases.page(CaseFilter())))
        said = CheckingDesk(murniati).submission(case)
        assert said.change is not None
        assert murniati.store.blobs.has(said.declaration)
        CheckingDesk(murniati).approve(case, {})
        sync_until(murniati, lambda: murniati.store.cases.get(case).status is Status.KK_READY)
        murniati.store.close()
        sync_until(rina, lambda: rina.store.cases.get(case).holder == "DAYUN")
        FamilyDesk(rina).withdraw(case, "ditarik", "")
        now = rina.store.residents.family(family.members[0])
        assert now is not None
        assert len(now.members) == len(family.members) + 1
        rina.store.close()
    finally:
        centre.stop()
