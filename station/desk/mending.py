"""A case that came back is opened again as a draft, filled from what was submitted; only the declaration is asked anew.

Perlu rekam ulang (ENROLL_FAILURE_*) begins without captures: they were unreadable upstream. A capture that is not at
this station (decisions: no ten fingers travel) is left out too, and its step is open again.
"""

from __future__ import annotations

from collections.abc import Mapping

from registry.actions import Kind
from registry.canonical import Plain, Record
from registry.case import Case, permit
from registry.changes import BadChange, FamilyChange
from registry.lifecycle import Status, find
from registry.people import Resident
from registry.rules import F102_FIELDS, field_text
from registry.submission import Submission
from station.desk.checking import submission_of
from station.desk.recording import Draft, Photo, RecordingDesk, photo_record, take_record
from station.desk.session import Session
from station.store.drafts import DraftRow
from station.store.errors import NotFound
from station.store.index import CaseRow

FIRST_STEP = {Status.RETURNED: "biodata", Status.INCOMPLETE: "berkas", Status.RERECORD: "foto"}
FAMILY_STEP = {Status.RETURNED: "keluarga", Status.INCOMPLETE: "berkas"}


class MendingDesk:
    """Opens what was returned. The one who mends need not be the one who recorded; neither verifies it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def may(self, entry: CaseRow) -> bool:
        """Whether the table lets this officer hand it in anew here, by its line in a list."""
        rule = find(Status(entry.status), Kind.SUBMITTED, "complete")
        held = entry.holder == self._session.station
        return rule is not None and held and bool(rule.roles & self._session.officer.roles)

    def reopen(self, case: str) -> Draft:
        """The draft to mend, the same one when asked twice.

        Raises NotAllowed, LookupError once it was erased, or NotFound where the register lacks the applicant.
        """
        current = self._session.store.cases.get(case)
        permit(current, Kind.SUBMITTED, "complete", self._session.actor)
        said = submission_of(current)
        row = DraftRow(
            case=case,
            number=said.number,
            service=current.service,
            resident=said.resident.id,
            officer=self._session.officer.handle,
            touched_at=self._session.clock.stamp(),
            name="",
        )
        self._session.store.drafts.reopen(row, self._parts(current, said))
        return RecordingDesk(self._session).load(case)

    def _parts(self, case: Case, said: Submission) -> dict[str, Mapping[str, Plain]]:
        here = frozenset(name for name in said.blobs() if self._session.store.blobs.has(name))
        parts: dict[str, Mapping[str, Plain]] = {
            "opened": {"answer": "", "at": self._session.clock.stamp()},
            "step": {"name": FIRST_STEP[case.status] if said.change is None else FAMILY_STEP[case.status]},
            "returned": self._why(case, said),
        }
        if said.change is None:
            parts |= {f"field.{name}": {"text": text} for name, text in self._typed(said).items()}
        if said.papers:
            papers: list[Plain] = [
                {"kind": p.kind, "pages": [page for page in p.pages if page in here], "note": p.note}
                for p in said.papers
            ]
            parts["papers"] = {"papers": papers}
        if said.change is not None:
            return {**parts, "family": self._again(said.change).to_record()}
        return parts if case.status is Status.RERECORD else {**parts, **_captures(said, here)}

    def _again(self, asked: FamilyChange) -> FamilyChange:
        """The same edits on the family as the register knows it now; one that fits nobody any more is left out."""
        here = [self._registered(member.id) or member for member in asked.before.members]
        now = self._session.store.residents.family(here[0]) if here else None
        again = FamilyChange(now or asked.before)
        for edit in asked.edits:
            try:
                again = again.with_edit(edit)
            except BadChange:
                continue
        return again

    def _registered(self, resident: str) -> Resident | None:
        try:
            return self._session.store.residents.get(resident)
        except NotFound:
            return None

    def _why(self, case: Case, said: Submission) -> dict[str, Plain]:
        """What brought it back: a verifikator's return, papers still to come, or the answer of SIAK.

        A family that SIAK knows otherwise comes back without a verifikator: the last act then says why.
        """
        kinds = {Status.RETURNED: Kind.RETURNED, Status.RERECORD: Kind.UPSTREAM_ANSWERED}
        back = case.latest(kinds.get(case.status, Kind.SUBMITTED))
        if back is None or (said.change is not None and case.actions[-1].header.kind is Kind.UPSTREAM_ANSWERED):
            back = case.actions[-1]
        record: Record = back.record if back.payload is not None else {}
        reason = back.header.variant if case.status is Status.RERECORD else str(record.get("reason", ""))
        fields = said.missing if case.status is Status.INCOMPLETE else record.get("fields", ())
        who = self._session.store.officers.names().get(back.header.author, back.header.author)
        marked: list[Plain] = [str(name) for name in fields]
        return {"status": case.status.value, "by": who, "at": back.header.at, "reason": reason, "fields": marked}

    def _typed(self, said: Submission) -> dict[str, str]:
        """What the operator had typed other than the register says."""
        register = self._session.store.residents.get(said.resident.id)
        texts = {name: (field_text(said.resident, name), field_text(register, name)) for name in F102_FIELDS}
        return {name: typed for name, (typed, known) in texts.items() if typed != known}


def _captures(said: Submission, here: frozenset[str]) -> dict[str, Mapping[str, Plain]]:
    """The parts of what was captured, as far as it is `here`."""
    parts: dict[str, Mapping[str, Plain]] = {}
    if said.photo in here:
        parts["photo"] = photo_record(Photo((said.photo,), said.photo, said.photo_approved_at))
    if said.signature in here:
        parts["signature"] = {"blob": said.signature}
    if said.iris_reason:
        parts["iris"] = {"reason": said.iris_reason}
    whole = [take for take in said.fingers if take.exception or {take.image, take.template} <= here]
    parts |= {f"finger.{take.position}": {**take_record(take), "tries": 0} for take in whole}
    held = {take.position for take in whole}
    parts |= {f"match.{match.position}": {"score": match.score} for match in said.matches if match.position in held}
    return parts
