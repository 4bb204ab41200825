"""What the centre does by itself: asks the upstream, releases, routes, and tells the stations.

It writes only actions of the centre's side; uniqueness and print-ready come from the upstream and from nowhere else.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from central.clock import Clock
from central.document_numbers import OtherDocument
from central.documents import Documents
from central.errors import NotTrusted
from central.family_cards import FamilyCards
from central.keys import CentreKeys
from central.ledger.answers import AnswerRow, add_answer, answers_of, has_answer
from central.ledger.identities import forget_identity
from central.ledger.ledger import Book, CaseRow
from central.routing import Routing, Step
from central.upstream import Answer, Upstream
from forms.imported import Document
from registry.actions import Action, Header, Kind, seal_payload
from registry.canonical import Plain, canonical, parse
from registry.card import card_elements
from registry.case import Actor, Case, NotAllowed, permit
from registry.lifecycle import Side, Status
from registry.officers import Role
from registry.regions import Regions
from registry.releases import Release, ReleaseKind
from registry.rules import printable_from
from registry.services import Group, service
from registry.submission import Submission
from registry.upstream import Origin, SiakStatus
from registry.uuid7 import Uuid7Source

CENTRE = "DINAS"
RELEASE_TERM = timedelta(days=14)
ATTEMPTS = 2
READABLE_FINGERS = 2  # fewer usable prints than this and no search can be made


class Office:
    """The acts of the centre on its cases. `operational`: no answer of a simulator is taken any more; `tte_roots`: of
    the Kadis' issuer, from the build."""

    def __init__(
        self,
        keys: CentreKeys,
        upstream: Upstream,
        regions: Regions,
        clock: Clock,
        *,
        operational: bool = False,
        tte_roots: tuple[bytes, ...] = (),
    ) -> None:
        self._keys = keys
        self._upstream = upstream
        self._regions = regions
        self._clock = clock
        self._routing = Routing(clock)
        self._operational = operational
        self._ids = Uuid7Source()
        self._actor = Actor(CENTRE, frozenset({Role.CENTRE}), CENTRE, Side.CENTRE)
        self.documents = Documents(clock, operational, tte_roots)
        self._family_cards = FamilyCards(upstream, clock, self.write, note_answer, self.documents)

    @property
    def training(self) -> bool:
        """Whether what this centre takes for an answer is for training."""
        return not self._operational

    # after a packet -----------------------------------------------------------------------------------------------
    def accepted(self, book: Book, case_id: str, fresh: tuple[Action, ...], station: str) -> None:
        """Follow up accepted station actions: tell the other stations, start the upstream, route the case."""
        row = self._row(book, case_id, station)
        case = load_case(book, case_id)
        book.put_case(self._seen(row, case))
        for action in fresh:
            self._tell(book, row, case, action, except_for=station)
        kinds = {action.header.kind for action in fresh}
        if Kind.SUBMITTED in kinds:
            forget_identity(book.connection, case_id)
        if Kind.VERIFIED in kinds and case.status is Status.VERIFIED and _goes_upstream(case):
            book.put_case(replace(self._seen(row, case), due_at=self._clock.stamp(), answers=0))
        target = self._next_holder(book, row, case)
        if fresh[-1].header.id == case.last and target not in ("", case.holder):
            self.route(book, case_id, target)

    def _next_holder(self, book: Book, row: CaseRow, case: Case) -> str:
        """Who works on it next, by its last act: the verifying station, the one that mends or hands a KK over, or the
        one that gets the card; "" when it stays."""
        if case.status is Status.SUBMITTED:
            return self._routing.station(book, Step.VERIFY, row.home, case.service)
        if case.status is Status.KK_READY:
            return self._routing.station(book, Step.HAND_OVER, row.home, case.service) or row.home
        if case.status in (Status.RETURNED, Status.RERECORD):
            return row.home
        return case.actions[-1].header.variant if case.status is Status.SHIPPED else ""

    # the upstream ---------------------------------------------------------------------------------------------------
    def ask_upstream(self, book: Book, limit: int = 50) -> int:
        """Take the answers that are due, and release what has reached its day; returns how many."""
        due = book.due_cases(self._clock.stamp(), limit)
        for row in due:
            if row.status == Status.PRINT_READY:
                self.release(book, row.id)
            else:
                self._take_answer(book, row)
        return len(due)

    def _take_answer(self, book: Book, row: CaseRow) -> None:
        change = submission_of(load_case(book, row.id)).change
        if change is not None:
            self._answered(book, row, self._family_cards.answer(book, row, change), row.answers + 1)
            self._on_ready(book, row)
            return
        answer = self._upstream.answer(row.id, row.answers, self._facts(book, row))
        if answer is None:
            book.put_case(replace(row, due_at=""))
            return
        self.take(book, row.id, answer)

    def take(self, book: Book, case_id: str, answer: Answer, source: str = "") -> bool:
        """One answer of the upstream about a recording, however it came (`source`); False when it is here already.

        Raises NotAllowed where the table has no such step, NotTrusted for a simulator's at an operational centre.
        """
        if self._operational and answer.training:
            raise NotTrusted("simulated")
        book.lock_case(case_id)  # of two who bring the same answer, one is told that it is here
        known = has_answer(book.connection, case_id, answer.status, answer.reference)
        if known and answer.origin is not Origin.SIMULATOR:  # which begins its references anew for each recording
            return False
        row = self._row(book, case_id, "")
        action = self.write(book, case_id, Kind.UPSTREAM_ANSWERED, answer.status, answer.to_record())
        note_answer(book, action, answer.to_record(), source)
        resend = answer.status is SiakStatus.SEARCH_FAILURE_AT_CENTRAL  # the recording is good: it goes out once more
        self._answered(book, row, 0.0 if resend else answer.next_in, given=0 if resend else row.answers + 1)
        if answer.status is SiakStatus.PRINT_READY_RECORD:
            self.release(book, case_id)
        else:
            self._send_on(book, row)
        return True

    def signed(self, book: Book, case_id: str, found: Document, reference: str, *, name: str, officer: str) -> None:
        """A signed KK came from outside: kept, its case is ready, and the station that hands it over gets it.

        Raises OtherDocument, NoReference, Conflicting, or NotAllowed where the table has no such step.
        """
        book.lock_case(case_id)
        row = self._row(book, case_id, "")
        change = submission_of(load_case(book, case_id)).change
        if change is None:
            raise OtherDocument("other-members")
        self._family_cards.signed(book, row, change, found, reference, name=name, officer=officer)
        self._answered(book, row, None, row.answers + 1)
        self._on_ready(book, row)

    def _on_ready(self, book: Book, row: CaseRow) -> None:
        """Send the case on, or the document alone where its holder stays: a routed case brings it by itself."""
        holder = load_case(book, row.id).holder
        self._send_on(book, row)
        if load_case(book, row.id).holder == holder:
            self._send_document(book, row.id)

    def _send_document(self, book: Book, case_id: str) -> None:
        """The PDF for who holds the case, once it is ready."""
        case = load_case(book, case_id)
        if case.status is Status.KK_READY:
            self.documents.send(book, case_id, case.holder)

    def _send_on(self, book: Book, row: CaseRow) -> None:
        case = load_case(book, row.id)
        target = self._next_holder(book, row, case)
        if target not in ("", case.holder):
            self.route(book, row.id, target)

    def _answered(self, book: Book, row: CaseRow, next_in: float | None, given: int) -> None:
        """Count the answers so far and say when the next is due; None for the last."""
        due = self._clock.stamp(next_in) if next_in is not None else ""
        latest = self._row(book, row.id, row.home)
        book.put_case(replace(latest, answers=given, due_at=due))

    def _facts(self, book: Book, row: CaseRow) -> dict[str, bool]:
        submission = submission_of(load_case(book, row.id))
        earlier = [other for other in book.cases_of(row.nik) if other.id != row.id]
        usable = [finger for finger in submission.fingers if finger.image]
        return {
            "duplicate": any(other.upstream == SiakStatus.PRINT_READY_RECORD for other in earlier),
            "unreadable": len(usable) < READABLE_FINGERS,
            "resent": any(
                a.status == SiakStatus.SEARCH_FAILURE_AT_CENTRAL for a in answers_of(book.connection, row.id)
            ),
        }

    # release and route ------------------------------------------------------------------------------------------------
    def release(self, book: Book, case_id: str) -> None:
        """Sign a release for the printing station and move the case there; its kind follows the answer it rests on.

        Without an authority of that kind the case waits. A card of somebody under 17 who was never married gets none:
        the case waits and comes back on his birthday.
        """
        row = self._row(book, case_id, "")
        submission = submission_of(load_case(book, case_id))
        first = printable_from(submission.resident)
        if first > self._clock.today():
            book.put_case(replace(row, due_at=self._clock.midnight(first)))
            return
        book.put_case(replace(row, due_at=""))
        case = load_case(book, case_id)
        kind = kind_of(case)
        if not self._keys.holds(kind):
            return
        station = self._routing.station(book, Step.PRINT, row.home, case.service) or row.home
        today = self._clock.today()
        elements = card_elements(
            submission.resident, self._regions, photo=submission.photo, signature=submission.signature, issued=today
        )
        serial = f"R-{today:%Y}-{book.count_up('release'):06d}"
        release = Release(
            serial=serial,
            case=case_id,
            elements=elements.digest(),
            station=station,
            not_before=today.isoformat(),
            until=(today + RELEASE_TERM).isoformat(),
            attempts=ATTEMPTS,
            centre=self._keys.signing.public,
        )
        signed = self._keys.release(release, kind)
        record: dict[str, Plain] = {**signed.to_record(), "elements": elements.to_record()}
        self.write(book, case_id, Kind.RELEASED, "", record)
        if load_case(book, case_id).holder != station:
            self.route(book, case_id, station)

    def route(self, book: Book, case_id: str, station: str) -> None:
        """Hand the case to another station, with what it needs to print or hand over, and never the ten fingers."""
        self.write(book, case_id, Kind.ROUTED, station, {})
        self._send_document(book, case_id)

    # writing ----------------------------------------------------------------------------------------------------------
    def write(self, book: Book, case_id: str, kind: Kind, variant: str, record: Mapping[str, Plain]) -> Action:
        """Sign and store one action of the centre and put it on the feeds it belongs to."""
        book.lock_case(case_id)
        case = load_case(book, case_id)
        rule = permit(case, kind, variant, self._actor)
        if not rule.says_whence(variant, dict(record)):
            raise NotAllowed("no-reference", case.status, kind)
        salt, payload = os.urandom(16), canonical({"v": 1, **record})
        header = Header(
            id=self._ids.next(),
            case=case_id,
            service=case.service,
            kind=kind,
            variant=variant,
            author=CENTRE,
            role=Role.CENTRE,
            station=CENTRE,
            after=case.last,
            at=self._clock.stamp(),
            payload=seal_payload(salt, payload),
        )
        raw = header.to_bytes()
        action = Action(header, raw, self._keys.signing.sign(raw), salt, payload)
        book.add_action(action)
        row = self._row(book, case_id, "")
        after = load_case(book, case_id)
        book.put_case(self._seen(row, after))
        self._tell(book, row, after, action, except_for="")
        return action

    def _tell(self, book: Book, row: CaseRow, case: Case, action: Action, *, except_for: str) -> None:
        """One feed entry for each station concerned: the whole case for a new holder, else the one action."""
        routed_to = action.header.variant if action.header.kind is Kind.ROUTED else ""
        concerned = {row.home, case.holder, row.holder} - {except_for, ""}
        for station in sorted(concerned):
            kind = "case" if station == routed_to else "action"
            body = canonical({"v": 1, "case": action.header.case, "action": action.header.id})
            book.add_feed(station, kind, body)

    def _row(self, book: Book, case_id: str, home: str) -> CaseRow:
        known = book.case(case_id)
        if known is not None:
            return known
        case = load_case(book, case_id)
        submission = submission_of(case)
        nik = str(submission.resident.nik or "")
        return CaseRow(case_id, submission.number, case.status, "", case.holder, home, nik, 0, "")

    def _seen(self, row: CaseRow, case: Case) -> CaseRow:
        return replace(row, status=case.status, upstream=case.upstream, holder=case.holder)


def _goes_upstream(case: Case) -> bool:
    """Whether the simulated upstream has an answer for it: recordings, and families. A lost or damaged card records
    nobody, so there is nothing to search for: the Dinas sees to it in SIAK."""
    asked = service(case.service)
    return asked.group is Group.KK or (asked.group is Group.KTP and bool(submission_of(case).fingers))


def kind_of(case: Case) -> ReleaseKind:
    """What a release may be: operational only where every word that it is unique came from a real upstream."""
    answers = [a.record for a in case.actions if a.header.variant == SiakStatus.PRINT_READY_RECORD]
    real = bool(answers) and all(record.get("training", 1) == 0 for record in answers)
    return ReleaseKind.OPERATIONAL if real else ReleaseKind.TRAINING


def note_answer(book: Book, action: Action, record: Mapping[str, Plain], source: str) -> None:
    """Keep an answer of the upstream with its origin beside its action."""
    said = action.header
    facts = (str(record["reference"]), str(record["origin"]), 1 if record["training"] else 0, source)
    add_answer(book.connection, AnswerRow(said.id, said.case, said.variant, *facts, said.at))


def load_case(book: Book, case_id: str) -> Case:
    """The case in the books, in the order of its final numbers."""
    numbered = book.case_actions(case_id)
    return Case.of((action for action, _ in numbered), {a.header.id: number for a, number in numbered})


def submission_of(case: Case) -> Submission:
    """The latest recording of a case."""
    action = case.latest(Kind.SUBMITTED)
    if action is None or action.payload is None:
        raise LookupError(case.id)
    return Submission.from_record(parse(action.payload))
