"""What the rail shows of a case: whose it is, its service and number, and how each of its steps stands."""

from __future__ import annotations

from registry.services import service
from station.compose.map import step_ids_of, steps_of
from station.desk.recording import Draft, RecordingDesk, records
from station.desk.session import Session
from station.store.errors import NotFound
from station.widgets.items import StepItem


def progress(session: Session, case: str, current: str) -> tuple[str, str, list[StepItem]]:
    """Name, service with number, and the steps of a recording at its step `current` (on the store's lane)."""
    try:
        draft = RecordingDesk(session).load(case)
        who = RecordingDesk(session).resident_of(draft)
    except NotFound:  # submitted
        row = session.store.cases.row(case)
        whole = step_ids_of(row.service, full=True)[:-1]
        return row.name, _below(row.service, row.number), steps_of(current, whole, row.service)
    steps = steps_of(current, _done(draft, current), draft.service, full=records(draft.service, who))
    return who.name, _below(draft.service, draft.number), steps


def _below(asked: str, number: str) -> str:
    return f"{service(asked).name} · {number}"


def _done(draft: Draft, current: str) -> tuple[str, ...]:
    checks: tuple[tuple[str, object], ...] = (
        ("keluarga", draft.change and draft.change.edits),
        ("berkas", draft.papers),
        ("biodata", {draft.step, current} - {"berkas", "biodata"}),  # the page may not have said yet where it is
        ("foto", draft.photo.approved_at),
        ("tanda-tangan", draft.signature),
        ("sidik-jari", draft.fingers_done),
        ("iris", draft.iris_reason),
        ("ulang-telunjuk", draft.matches and draft.matched),
    )
    return tuple(step for step, done in checks if done)
