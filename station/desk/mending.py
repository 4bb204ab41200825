"""A case that came back is opened again as a draft, filled from what was submitted; only the declaration is asked anew.

Perlu rekam ulang (ENROLL_FAILURE_*) begins without captures: they were unreadable upstream.
"""

from __future__ import annotations

from collections.abc import Mapping

from registry.actions import Kind
from registry.canonical import Plain
from registry.case import Case, permit
from registry.lifecycle import Status
from registry.rules import F102_FIELDS, field_text
from registry.submission import Submission
from station.desk.checking import submission_of
from station.desk.recording import Draft, Photo, RecordingDesk, photo_record, take_record
from station.desk.session import Session
from station.store.drafts import DraftRow

MENDABLE = frozenset({Status.RETURNED, Status.INCOMPLETE, Status.RERECORD})
FIRST_STEP = {Status.RETURNED: "biodata", Status.INCOMPLETE: "berkas", Status.RERECORD: "foto"}


class MendingDesk:
    """Opens what was returned. The one who mends need not be the one who recorded; neither verifies it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def reopen(self, case: str) -> Draft:
        """The draft to mend, the same one when asked twice; raises NotAllowed, or LookupError once it was erased."""
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
        parts: dict[str, Mapping[str, Plain]] = {
            "opened": {"answer": "", "at": self._session.clock.stamp()},
            "step": {"name": FIRST_STEP[case.status]},
            "returned": self._why(case),
            **{f"field.{name}": {"text": text} for name, text in self._typed(said).items()},
        }
        if said.papers:
            papers: list[Plain] = [{"kind": p.kind, "pages": list(p.pages), "note": p.note} for p in said.papers]
            parts["papers"] = {"papers": papers}
        return parts if case.status is Status.RERECORD else {**parts, **_captures(said)}

    def _why(self, case: Case) -> dict[str, Plain]:
        """The act that brought it back: a verifikator's return, or what came last."""
        back = (case.latest(Kind.RETURNED) if case.status is Status.RETURNED else None) or case.actions[-1]
        who = self._session.store.officers.names().get(back.header.author, back.header.author)
        record = back.record
        fields: list[Plain] = [str(name) for name in record.get("fields", ())]
        return {"by": who, "at": back.header.at, "reason": str(record.get("reason", "")), "fields": fields}

    def _typed(self, said: Submission) -> dict[str, str]:
        """What the operator had typed other than the register says."""
        register = self._session.store.residents.get(said.resident.id)
        texts = {name: (field_text(said.resident, name), field_text(register, name)) for name in F102_FIELDS}
        return {name: typed for name, (typed, known) in texts.items() if typed != known}


def _captures(said: Submission) -> dict[str, Mapping[str, Plain]]:
    parts: dict[str, Mapping[str, Plain]] = {}
    if said.photo:
        parts["photo"] = photo_record(Photo((said.photo,), said.photo, said.photo_approved_at))
    if said.signature:
        parts["signature"] = {"blob": said.signature}
    if said.iris_reason:
        parts["iris"] = {"reason": said.iris_reason}
    parts |= {f"finger.{take.position}": {**take_record(take), "tries": 0} for take in said.fingers}
    parts |= {f"match.{match.position}": {"score": match.score} for match in said.matches}
    return parts
