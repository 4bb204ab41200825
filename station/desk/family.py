"""The desk of the Kartu Keluarga: one family as the register knows it, the change asked for, and the sheet at the end.

A change is kept whole after each accepted row, so a cut loses none. No number is made here: a new NIK or KK comes from
SIAK, and until then the row says "Menunggu SIAK".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from registry.actions import Action, Kind
from registry.case import Case
from registry.changes import HEAD, Added, Edit, FamilyChange
from registry.codes import NEW, CodeTables
from registry.errors import Problem
from registry.families import check_change, check_numbers
from registry.family_services import CHANGE, NEW_CARDS, boxes_of, check_asked, papers_of, services_of
from registry.lifecycle import FAMILY_CARD
from registry.numbers import Nik
from registry.people import CARD_AGE, Address, Family, Presence, Resident, Sex
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
from station.store.residents import NikTaken

FIRST_STEP = "keluarga"
CHOSEN = "layanan"  # how a case was opened: by its service, not by its first row
NOBODY, NOWHERE = Family(None, ()), Address("", "", "", "")
FAMILY_SERVICES = frozenset(each.id for each in SERVICES if each.group is Group.KK)


class Gone(RuntimeError):
    """Who died or moved away asks for nothing more; `presence` says which."""

    def __init__(self, presence: Presence) -> None:
        super().__init__(presence.value)
        self.presence = presence


@dataclass(frozen=True, slots=True)
class Standing:
    """A family at this station: as the register has it, and what is under way for it."""

    family: Family
    applicant: Resident
    draft: Draft | None = None
    row: CaseRow | None = None
    case: Case | None = None

    @property
    def asked(self) -> str:
        """The service it is done for, "" before one is known."""
        return self.draft.service if self.draft is not None else self.row.service if self.row is not None else ""

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
        if draft is not None and draft.change is not None and draft.change.new:
            return self._of_new(draft, draft.change, today)
        row = store.cases.open_of_family(members, FAMILY_SERVICES) if draft is None else None
        case = store.cases.get(row.id) if row is not None else None
        return Standing(family, applicant_of(who, family, today), draft, row, case)

    def of_case(self, case: str, today: date) -> Standing:
        """The family of a case that was handed in; raises NotFound."""
        store = self._session.store
        row, found = store.cases.row(case), store.cases.get(case)
        said = submission_of(found)
        family = said.change.before if said.change is not None else Family(said.resident.kk, (said.resident,))
        return Standing(family, said.resident, row=row, case=found)

    def of_draft(self, case: str, today: date) -> Standing:
        """The family of an open draft; raises NotFound."""
        draft = self._recording.load(case)
        if draft.change is not None and draft.change.new:
            return self._of_new(draft, draft.change, today)
        who = self._session.store.residents.get(draft.resident)
        return Standing(self._family(who), applicant_of(who, self._family(who), today), draft)

    def _of_new(self, draft: Draft, change: FamilyChange, today: date) -> Standing:
        """A KK that does not exist yet: who came first on it asks, unless he is a child."""
        people = change.after.members
        first = next((who for who in people if who.id == draft.resident), people[0])
        return Standing(change.before, applicant_of(first, change.after, today), draft)

    def problems(self, change: FamilyChange, asked: str, today: date) -> tuple[Problem, ...]:
        """What does not hold after the change, against everyone registered here, and of the service `asked`."""
        everyone = (*change.after.members, *(change.separate.members if change.separate else ()))
        known = {str(m.nik): self._session.store.residents.by_nik(str(m.nik)) for m in everyone if m.nik}
        elsewhere = {nik: str(found.kk) for nik, found in known.items() if found is not None and found.kk}
        found = (*check_change(change, today, elsewhere), *check_asked(asked, change, today))
        return (*found, *self._left_behind(change), *check_numbers(everyone))

    def _left_behind(self, change: FamilyChange) -> Iterator[Problem]:
        """The head of another KK may not leave others there without one."""
        coming = {member.id for member in change.added}
        for member in change.added:
            was = self._registered(member.id)
            family = self._session.store.residents.family(was) if was is not None else None
            if family is None or family.head is None or family.head.id != member.id:
                continue
            if any(other.id not in coming for other in family.members):
                yield Problem(member.id, "leaves-headless", facts={"kk": family.kk.masked if family.kk else ""})

    def known_as(self, nik: str) -> Resident | None:
        """Someone of this kecamatan by NIK, to join the family."""
        return self._session.store.residents.by_nik(nik)

    def newcomer(self, family: Family, texts: Mapping[str, str]) -> Resident:
        """Someone who comes from elsewhere, as his papers say; who is known here by that NIK, name and birth date is
        that one. Raises NikTaken where the NIK is another's."""
        made = new_member(family, self._session.ids.next(), texts)
        known = self.known_as(str(made.nik or ""))
        if known is None:
            return made
        if (known.name, known.birth_date) != (made.name, made.birth_date):
            raise NikTaken(made.id, known.id)
        return joining(family, known, texts["relation"])

    # changing ---------------------------------------------------------------------------------------------------------
    def begin(self, standing: Standing, asked: str) -> Draft:
        """Open the case for a service that was chosen; the one that is open when there is one. A new KK begins with the
        applicant as its head. Raises Gone."""
        held = self._held(standing)
        if held is not None:
            return held
        if asked in NEW_CARDS:
            return self.begin_new(asked, apply_field(standing.applicant, "relation", f"{NEW}:{HEAD}"))
        draft = self._recording.begin(_present(standing.applicant), asked, CHOSEN)
        self._recording.at_step(draft.case, FIRST_STEP)
        return self._recording.put_change(draft.case, FamilyChange(standing.family))

    def begin_new(self, asked: str, first: Resident) -> Draft:
        """Open the case of a KK that does not exist yet, with who comes first on it; raises Gone."""
        draft = self._recording.begin(_present(first), asked, CHOSEN)
        self._recording.at_step(draft.case, FIRST_STEP)
        if draft.change is not None:
            return draft
        return self._recording.put_change(draft.case, FamilyChange(NOBODY).with_edit(Added(first)))

    def begin_coming(self, asked: str, texts: Mapping[str, str]) -> Draft:
        """Open the case of people nobody here may know yet, with who stands first; raises NikTaken and Gone."""
        return self.begin_new(asked, self.newcomer(NOBODY, texts))

    def edit(self, standing: Standing, edit: Edit, asked: str = "") -> Draft:
        """One row more; the first one opens the draft, for the service `asked` or what the row asks for. Raises
        BadChange, and Gone."""
        held = self._held(standing)
        change = (held.change if held is not None else None) or FamilyChange(standing.family)
        change = change.with_edit(edit)
        draft = held or self._recording.begin(_present(standing.applicant), asked or _asked_by(change), "")
        if held is None:
            self._recording.at_step(draft.case, FIRST_STEP)
        return self._keep(draft, change)

    def undo(self, case: str) -> Draft:
        """The last row taken back; who came first on a new KK stays, for he asks for it."""
        draft = self._recording.load(case)
        if draft.change is not None and draft.change.new and len(draft.change.edits) == 1:
            return draft
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
        """The old KK is taken in ("ditarik"), was lost ("hilang") or never was ("tidak-ada", beside a new KK): who and
        when stand in the act."""
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

    def _registered(self, resident: str) -> Resident | None:
        try:
            return self._session.store.residents.get(resident)
        except NotFound:
            return None

    def _earlier(self, case: str) -> Case | None:
        try:
            return self._session.store.cases.get(case)
        except NotFound:
            return None


def applicant_of(who: Resident, family: Family, today: date) -> Resident:
    """Who may ask: the one at the counter from 17 or married, else the head of the family."""
    grown = who.age(today) >= CARD_AGE or who.ever_married
    return who if grown or family.head is None else family.head


def _present(who: Resident) -> Resident:
    """Who asks, while he is here to ask; raises Gone."""
    if who.presence:
        raise Gone(who.presence)
    return who


def _asked_by(change: FamilyChange) -> str:
    """The service of the first row."""
    return next((each.id for each in services_of(change)), CHANGE)


def new_member(family: Family, name: str, texts: Mapping[str, str]) -> Resident:
    """Someone new at the family's address: without number unless `texts` say one, and what is not asked is as with a
    newborn. A family that does not exist yet has no address, until it is said where it stands."""
    head, tables = family.head or next(iter(family.members), None), CodeTables.load()
    made = Resident(
        id=name,
        nik=Nik(texts["nik"]) if texts.get("nik") else None,
        kk=None,
        name="",
        birth_place="",
        birth_date=date.min,
        sex=Sex.MALE,
        blood=tables.by_name("golongan_darah", "Tidak Tahu"),
        religion=head.religion if head is not None else tables.by_name("agama", "Islam"),
        marital=tables.by_name("status_perkawinan", "Belum Kawin"),
        occupation=tables.by_name("pekerjaan", "Belum/Tidak Bekerja"),
        education=tables.by_name("pendidikan", "Tidak/Belum Sekolah"),
        relation=tables.by_name("shdk", "Anak"),
        address=head.address if head is not None else NOWHERE,
        mother="",
        father="",
        nationality=head.nationality if head is not None else "WNI",
        ktp_status=SiakStatus.UNREGISTERED,
        ktp_status_on=None,
        ktp_status_place="",
    )
    for field, text in texts.items():
        if field != "nik":
            made = apply_field(made, field, text)
    return made


def joining(family: Family, who: Resident, relation: str) -> Resident:
    """Someone with a NIK who moves in: at the family's address, in the place he takes there. Who had moved away is here
    again."""
    head = family.head or next(iter(family.members), who)
    back = Presence.HERE if who.presence is Presence.MOVED else who.presence
    return apply_field(replace(who, address=head.address, presence=back), "relation", relation)


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
