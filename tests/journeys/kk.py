"""What the journeys of a KK share: families of the feed, a change handed in, and what SIAK answered."""

from __future__ import annotations

from dataclasses import replace

from registry.actions import Kind
from registry.canonical import Plain
from registry.changes import Edit
from registry.family_services import papers_of
from registry.lifecycle import Status
from registry.people import Family, Resident
from registry.services import service
from registry.submission import Paper
from registry.uuid7 import Uuid7Source
from station.desk.checking import CheckingDesk
from station.desk.family import FamilyDesk
from station.desk.recording import RecordingDesk
from station.desk.session import Clock, Session
from tests.forms.making import ink
from tests.journeys.children import PASSPHRASE, sync_until
from tests.registry.families import BABY

TODAY = Clock().now().date()


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


def hand_in(session: Session, who: Resident, edits: list[Edit], asked: str) -> str:
    """Edited, with its papers, signed for, handed in."""
    desk = FamilyDesk(session)
    for edit in edits:
        draft = desk.edit(desk.of_resident(who.id, TODAY), edit, asked)
    return submit(session, draft.case)


def submit(session: Session, case: str) -> str:
    """A draft with every paper it wants, signed for and handed in; no rule stops it."""
    desk, recording = FamilyDesk(session), RecordingDesk(session)
    standing = desk.of_draft(case, TODAY)
    assert [p for p in desk.problems(standing.change, standing.asked, TODAY) if p.stops] == []
    wanted = papers_of(service(standing.asked), standing.change, 40)
    recording.put_papers(case, tuple(Paper(need.kind.value) for need in wanted))
    draft = recording.put_declaration(case, ink())
    desk.submit(draft, standing.applicant)
    return case


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
