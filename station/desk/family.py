"""The desk of the Kartu Keluarga: one family as the register knows it, the change asked for, and the sheet at the end.

A change is kept whole after each accepted row, so a cut loses none. No number is made here: a new NIK or KK comes from
SIAK, and until then the row says "Menunggu SIAK".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from registry.actions import Action, Kind
from registry.case import Case
from registry.changes import Edit, FamilyChange
from registry.codes import CodeTables
from registry.errors import Problem
from registry.families import boxes_of, check_change, papers_of, services_of
from registry.lifecycle import FAMILY_CARD
from registry.people import CARD_AGE, Family, Resident
from registry.rules import apply_field, missing_papers
from registry.services import SERVICES, Group, service
from registry.submission import Submission
from registry.upstream import SiakStatus
from station.desk.checking import submission_of
from station.desk.pen import record_bytes, write
from station.desk.recording import PRIVACY_NOTICE, Draft, RecordingDesk
from station.desk.session import Session
from station.store.errors import NotFound
from station.store.index import CaseRow

FIRST_STEP = "keluarga"
CHOSEN = "layanan"  # how a case was opened: by its service, not by its first row
FAMILY_SERVICES = frozenset(each.id for each in SERVICES if each.group is Group.KK)


@dataclass(frozen=True, slots=True)
class Standing:
    """A family at this station: as the register has it, and what is under way for it."""

    family: Family
    applicant: Resident
    draft: Draft | None = None
    row: CaseRow | None = None
    case: Case | None = None

    @property
    def change(self) -> FamilyChange:
        """What is asked for; nothing when nothing is under way."""
        if self.draft is not None:
            return self.draft.change or FamilyChange(self.family)
        asked = submission_of(self.case).change if self.case is not None else None
        return asked or FamilyChange(self.family)


class FamilyDesk:
    """The acts on one KK at one station."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._recording = RecordingDesk(session)

    # looking ----------------------------------------------------------------------------------------------------------
    def of_resident(self, resident: str, today: date) -> Standing:
        """The family of a resident, with its draft or its open case; raises NotFound."""
        store = self._session.store
        who = store.residents.get(resident)
        family = self._family(who)
        members = [member.id for member in family.members]
        held = store.drafts.of_family(members, FAMILY_SERVICES)
        draft = self._recording.load(held.case) if held is not None else None
        row = store.cases.open_of_family(members, FAMILY_SERVICES) if draft is None else None
        case = store.cases.get(row.id) if row is not None else None
        return Standing(family, applicant_of(who, family, today), draft, row, case)

    def of_case(self, case: str, today: date) -> Standing:
        """The family of a case that was handed in; raises NotFound."""
        store = self._session.store
        row, found = store.cases.row(case), store.cases.get(case)
        said = submission_of(found)
        family = said.change.before if said.change is not None else Family(said.resident.kk, (said.resident,))
        return Standing(family, applicant_of(said.resident, family, today), row=row, case=found)

    def of_draft(self, case: str, today: date) -> Standing:
        """The family of an open draft; raises NotFound."""
        draft = self._recording.load(case)
        who = self._session.store.residents.get(draft.resident)
        return Standing(self._family(who), applicant_of(who, self._family(who), today), draft)

    def problems(self, change: FamilyChange, today: date) -> tuple[Problem, ...]:
        """What does not hold after the change, against everyone registered here."""
        everyone = (*change.after.members, *(change.separate.members if change.separate else ()))
        known = {str(m.nik): self._session.store.residents.by_nik(str(m.nik)) for m in everyone if m.nik}
        elsewhere = {nik: str(found.kk) for nik, found in known.items() if found is not None and found.kk}
        return check_change(change, today, elsewhere)

    def known_as(self, nik: str) -> Resident | None:
        """Someone of this kecamatan by NIK, to join the family."""
        return self._session.store.residents.by_nik(nik)

    # changing ---------------------------------------------------------------------------------------------------------
    def begin(self, standing: Standing, asked: str) -> Draft:
        """Open the case for a service that was chosen; the one that is open when there is one."""
        held = self._held(standing)
        if held is not None:
            return held
        draft = self._recording.begin(standing.applicant, asked, CHOSEN)
        self._recording.at_step(draft.case, FIRST_STEP)
        return self._recording.put_change(draft.case, FamilyChange(standing.family))

    def edit(self, standing: Standing, edit: Edit, asked: str) -> Draft:
        """One row more; the first one opens the draft for the service `asked`. Raises BadChange."""
        held = self._held(standing)
        draft = held or self._recording.begin(standing.applicant, asked, "")
        if held is None:
            self._recording.at_step(draft.case, FIRST_STEP)
        change = draft.change or FamilyChange(standing.family)
        return self._keep(draft, change.with_edit(edit))

    def undo(self, case: str) -> Draft:
        """The last row taken back."""
        draft = self._recording.load(case)
        return self._keep(draft, draft.change.without_last()) if draft.change else draft

    def _keep(self, draft: Draft, change: FamilyChange) -> Draft:
        """Keep the change. The first row names the service, unless it was chosen or handed in before."""
        kept = self._recording.put_change(draft.case, change)
        asked = services_of(change)
        chosen = self._session.store.drafts.parts(draft.case).get("opened", {}).get("answer") == CHOSEN
        if not asked or chosen or draft.returned is not None or asked[0].id == draft.service:
            return kept
        self._session.store.drafts.put_service(draft.case, asked[0].id)
        return replace(kept, service=asked[0].id)

    def submit(self, draft: Draft, applicant: Resident) -> Action:
        """Turn the draft into a signed action; raises NotAllowed."""
        if draft.change is None:
            raise LookupError(draft.case)
        today = date.fromisoformat(self._session.clock.today())
        said = family_submission(draft, applicant, draft.change, today)
        return self._recording.submit(draft, said, self._earlier(draft.case))

    def _held(self, standing: Standing) -> Draft | None:
        """The draft as it is now: another row may have been kept since the page was shown."""
        if standing.draft is not None:
            return self._recording.load(standing.draft.case)
        members = [member.id for member in standing.family.members]
        row = self._session.store.drafts.of_family(members, FAMILY_SERVICES)
        return self._recording.load(row.case) if row is not None else None

    # at the end -------------------------------------------------------------------------------------------------------
    def withdraw(self, case: str, how: str, reason: str) -> Action:
        """The old KK is taken in ("ditarik") or was lost ("hilang"): who and when stand in the act."""
        return self._sign(case, Kind.WITHDRAWN, how, {"document": "kk", "reason": reason})

    def hand_over(self, case: str) -> Action:
        """The new KK goes to the applicant."""
        return self._sign(case, Kind.HANDED_OVER, FAMILY_CARD, {})

    def _sign(self, case: str, kind: Kind, variant: str, facts: dict[str, str]) -> Action:
        action = write(self._session, self._session.store.cases.get(case), kind, variant, record_bytes(dict(facts)))
        self._session.store.cases.append((action,))
        return action

    def _family(self, who: Resident) -> Family:
        return self._session.store.residents.family(who) or Family(None, (who,))

    def _earlier(self, case: str) -> Case | None:
        try:
            return self._session.store.cases.get(case)
        except NotFound:
            return None


def applicant_of(who: Resident, family: Family, today: date) -> Resident:
    """Who may ask: the one at the counter from 17 or married, else the head of the family."""
    grown = who.age(today) >= CARD_AGE or who.ever_married
    return who if grown or family.head is None else family.head


def new_member(family: Family, name: str, texts: Mapping[str, str]) -> Resident:
    """Someone new at the family's address, without any number; what is not asked is as with a newborn."""
    head, tables = family.head or family.members[0], CodeTables.load()
    made = Resident(
        id=name,
        nik=None,
        kk=None,
        name="",
        birth_place="",
        birth_date=head.birth_date,
        sex=head.sex,
        blood=tables.by_name("golongan_darah", "Tidak Tahu"),
        religion=head.religion,
        marital=tables.by_name("status_perkawinan", "Belum Kawin"),
        occupation=tables.by_name("pekerjaan", "Belum/Tidak Bekerja"),
        education=tables.by_name("pendidikan", "Tidak/Belum Sekolah"),
        relation=tables.by_name("shdk", "Anak"),
        address=head.address,
        mother="",
        father="",
        nationality=head.nationality,
        ktp_status=SiakStatus.UNREGISTERED,
        ktp_status_on=None,
        ktp_status_place="",
    )
    for field, text in texts.items():
        made = apply_field(made, field, text)
    return made


def joining(family: Family, who: Resident, relation: str) -> Resident:
    """Someone with a NIK who moves in: at the family's address, in the place he takes there."""
    head = family.head or family.members[0]
    return apply_field(replace(who, address=head.address), "relation", relation)


def family_submission(draft: Draft, applicant: Resident, change: FamilyChange, today: date) -> Submission:
    """The payload of a finished draft: no captures, the change, and the applicant's signature for its truth."""
    asked = service(draft.service)
    kinds = frozenset(paper.kind for paper in draft.papers)
    missing = missing_papers(papers_of(asked, change, applicant.age(today)), kinds)
    return Submission(
        number=draft.number,
        resident=applicant,
        boxes=boxes_of(asked, change),
        changed=(),
        papers=draft.papers,
        photo="",
        photo_approved_at="",
        signature="",
        fingers=(),
        matches=(),
        iris_reason="",
        declaration=draft.declaration,
        privacy_notice=PRIVACY_NOTICE,
        missing=tuple(need.kind.value for need in missing),
        change=change,
    )
