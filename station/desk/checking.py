"""Verification: another officer compares papers and input, then approves, returns or rejects. Never his own entry."""

from __future__ import annotations

from collections.abc import Mapping

from registry.actions import Action, Kind
from registry.canonical import Record
from registry.case import Case
from registry.submission import Submission
from station.desk.pen import record_bytes, write
from station.desk.session import Session

MATCHES, DIFFERS = "cocok", "tidak-cocok"
OF = "~of"  # beside the marks: the id of the recording they judge


class CheckingDesk:
    """The acts of a verifikator; marks are kept as he goes, so a cut loses none."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def case(self, case: str) -> Case:
        """The case as it stands."""
        return self._session.store.cases.get(case)

    def submission(self, case: str) -> Submission:
        """What the operator recorded."""
        return submission_of(self.case(case))

    def own(self, case: Case) -> bool:
        """Whether this officer recorded it himself."""
        return self._session.officer.handle in case.authors((Kind.SUBMITTED,))

    def marks(self, case: str) -> Mapping[str, str]:
        """Field -> cocok or tidak-cocok, as marked so far by this officer."""
        record: Record = self._session.store.marks.get(case, self._session.officer.handle)
        if record.pop(OF, "") != self._judged(case):
            return {}  # they judged a recording that was mended since
        return {name: str(mark) for name, mark in record.items()}

    def mark(self, case: str, name: str, mark: str) -> Mapping[str, str]:
        """Keep one mark."""
        marks = {**self.marks(case), name: mark}
        self._session.store.marks.put(case, self._session.officer.handle, {**marks, OF: self._judged(case)})
        return marks

    def approve(self, case: str, exceptions: Mapping[str, str]) -> Action:
        """Sign that input and papers agree; `exceptions` are decisions on fingers not recorded."""
        return self._sign(case, Kind.VERIFIED, {"exceptions": dict(exceptions)})

    def send_back(self, case: str, fields: tuple[str, ...], reason: str) -> Action:
        """Return it to the operator with what to mend."""
        return self._sign(case, Kind.RETURNED, {"fields": list(fields), "reason": reason})

    def reject(self, case: str, law: str, reason: str) -> Action:
        """End it with a written reason."""
        return self._sign(case, Kind.REJECTED, {"law": law, "reason": reason})

    def _judged(self, case: str) -> str:
        submitted = self.case(case).latest(Kind.SUBMITTED)
        return submitted.header.id if submitted is not None else ""

    def _sign(self, case: str, kind: Kind, record: Record) -> Action:
        action = write(self._session, self.case(case), kind, "", record_bytes(record))
        self._session.store.cases.append((action,))
        return action


def submissions_of(case: Case) -> tuple[Submission, ...]:
    """Every recording of a case that is not erased, the first one first."""
    recorded = (action for action in case.actions if action.header.kind is Kind.SUBMITTED and action.payload)
    return tuple(Submission.from_record(action.record) for action in recorded)


def submission_of(case: Case) -> Submission:
    """The latest recording of a case; raises LookupError once its payload is erased."""
    action = case.latest(Kind.SUBMITTED)
    if action is None or action.payload is None:
        raise LookupError(case.id)
    return Submission.from_record(action.record)
