"""One recording at the counter, from the opened case to the signed submission: drafts, field by field.

Every call here is durable when it returns; the screen says "tersimpan" only after that. Parts of a draft:

    returned       who sent it back and why, when it was submitted before
    opened         resident, answer to "ever recorded?", times          papers       the berkas
    field.NAME     text of one F-1.02 field as typed                    photo        takes, the chosen one, approval
    signature      the ink                                              finger.N     score, image, template, exception
    iris           the reason why none                                  match.N      second capture of a finger
    family         the change of a KK, whole
    declaration    the applicant's second signature                     step         where to go on
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from registry.actions import Action, Kind
from registry.canonical import Plain, Record
from registry.case import Case
from registry.changes import FamilyChange
from registry.lifecycle import Status
from registry.people import Resident
from registry.services import Capture, service
from registry.submission import RECORDING_ORDER, FingerTake, IndexMatch, Paper, Submission
from station.desk.pen import write
from station.desk.room import refuse_new
from station.desk.session import Session
from station.store.cases import month_of
from station.store.errors import NotFound, StoreFull

STEPS = ("berkas", "biodata", "foto", "tanda-tangan", "sidik-jari", "iris", "ulang-telunjuk", "periksa", "resi")
PRIVACY_NOTICE = "1"
MATCHES_NEEDED = 2
UNSIGNED = frozenset({"opened", "step", "declaration"})  # parts the applicant does not declare to be true


@dataclass(frozen=True, slots=True)
class Photo:
    """The takes so far (blob hashes, newest last), the one shown, and when the applicant approved it."""

    takes: tuple[str, ...] = ()
    chosen: str = ""
    approved_at: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """Why a recording is open again: who sent it back, when, the reason and what was marked.

    `status` is that of the case: returned (fields marked), incomplete (papers to come) or rerecord (SIAK's answer).
    """

    by: str
    at: str
    reason: str
    fields: tuple[str, ...] = ()
    status: Status = Status.RETURNED


@dataclass(frozen=True, slots=True)
class Draft:
    """A recording as it stands; everything in it is already durable."""

    case: str
    number: str
    service: str
    resident: str  # id of the resident row
    step: str
    fields: Mapping[str, str] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()
    photo: Photo = Photo()
    signature: str = ""
    fingers: Mapping[int, FingerTake] = field(default_factory=dict)
    tries: Mapping[int, int] = field(default_factory=dict)
    iris_reason: str = ""
    matches: Mapping[int, int] = field(default_factory=dict)
    declaration: str = ""
    returned: Returned | None = None  # why it is mended, when it was submitted before
    change: FamilyChange | None = None  # what is to become of the family, for services of the KK

    @property
    def fingers_done(self) -> bool:
        """Whether each of the ten has a score or an exception."""
        return all(position in self.fingers for position in RECORDING_ORDER)

    @property
    def recorded(self) -> int:
        """How many fingers have an image."""
        return sum(1 for take in self.fingers.values() if take.image)

    def pickup_fingers(self) -> tuple[int, ...]:
        """The fingers captured again: both index fingers, else the best two; fewer when fewer were recorded."""
        recorded = [take for take in self.fingers.values() if take.template]
        ranked = sorted(recorded, key=lambda take: (take.position not in (2, 7), -take.quality))
        return tuple(sorted((take.position for take in ranked[:MATCHES_NEEDED]), reverse=True))

    @property
    def matched(self) -> bool:
        """Whether every finger asked for again has matched."""
        return all(position in self.matches for position in self.pickup_fingers())


def records(asked: str, resident: Resident) -> bool:
    """Whether the service records this resident; who was recorded before and can be read is not recorded twice."""
    return service(asked).capture_for(resident.ktp_status) is Capture.FULL


class CaseOpen(RuntimeError):
    """The resident has a case of this service that has not ended; `case` is its id."""

    def __init__(self, case: str) -> None:
        super().__init__(case)
        self.case = case


class RecordingDesk:
    """The acts of the recording officer on one station."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._drafts = session.store.drafts

    def begin(self, resident: Resident, service: str, answer: str) -> Draft:
        """Open a case for a resident: from here on it exists and survives a cut.

        A recording of his under way for the same service is that one; raises CaseOpen when a case is open, StoreScarce
        when there is no room to begin another. Other services stand beside it.
        """
        begun = self._drafts.of_resident(resident.id, service)
        if begun is not None:
            return self.load(begun.case)
        found = self._session.store.cases.open_of(resident.id, service)
        if found is not None:
            raise CaseOpen(found.id)
        refuse_new(self._session.store.folder)
        clock = self._session.clock
        case, number = self._session.ids.next(), self._session.store.cases.next_number(month_of(clock.now()))
        self._drafts.start(case, service, resident.id, self._session.officer.handle, number, clock.stamp())
        self._put(case, "opened", {"answer": answer, "at": self._session.clock.stamp()})
        return self.load(case)

    def load(self, case: str) -> Draft:
        """The draft as stored."""
        row = self._drafts.get(case)
        return _draft(case, row.number, row.service, row.resident, self._drafts.parts(case))

    def resident_of(self, draft: Draft) -> Resident:
        """Whom a recording is for: as the register knows him, else as he was entered on a new KK; raises NotFound."""
        try:
            return self._session.store.residents.get(draft.resident)
        except NotFound:
            entered = draft.change.added if draft.change is not None and draft.change.new else ()
            for who in entered:
                if who.id == draft.resident:
                    return who
            raise

    def at_step(self, case: str, step: str) -> Draft:
        """Remember where to go on; on a full disk the page opens all the same."""
        with suppress(StoreFull):
            self._put(case, "step", {"name": step})
        return self.load(case)

    def put_field(self, case: str, name: str, text: str) -> Draft:
        """Keep a field as typed, right or wrong."""
        self._put(case, f"field.{name}", {"text": text})
        return self.load(case)

    def put_change(self, case: str, change: FamilyChange) -> Draft:
        """Keep what is to become of the family."""
        self._put(case, "family", change.to_record())
        return self.load(case)

    def put_papers(self, case: str, papers: tuple[Paper, ...], pages: Mapping[str, bytes] | None = None) -> Draft:
        """Keep the berkas; `pages` are new page pictures by hash."""
        rows = [{"kind": paper.kind, "pages": list(paper.pages), "note": paper.note} for paper in papers]
        self._put(case, "papers", {"papers": rows}, pages)
        return self.load(case)

    def add_photo(self, case: str, jpeg: bytes) -> Draft:
        """Keep a take and choose it; an approval of another take lapses."""
        photo = self.load(case).photo
        name = blob_name(jpeg)
        takes = (*(take for take in photo.takes if take != name), name)
        self._put(case, "photo", photo_record(Photo(takes, name)), {name: jpeg})
        return self.load(case)

    def choose_photo(self, case: str, name: str) -> Draft:
        """Choose an earlier take."""
        self._put(case, "photo", photo_record(Photo(self.load(case).photo.takes, name)))
        return self.load(case)

    def approve_photo(self, case: str) -> Draft:
        """The applicant agrees with the photo shown (Surat Dirjen 400.8.1.2/13999, 2024: before the fingers)."""
        photo = self.load(case).photo
        approved = Photo(photo.takes, photo.chosen, self._session.clock.stamp())
        self._put(case, "photo", photo_record(approved))
        return self.load(case)

    def put_signature(self, case: str, ink: bytes) -> Draft:
        """Keep the applicant's signature."""
        self._put(case, "signature", {"blob": blob_name(ink)}, {blob_name(ink): ink})
        return self.load(case)

    def put_finger(self, case: str, position: int, quality: int, image: bytes, template: bytes) -> Draft:
        """Keep the better of this take and the one before, and count the try."""
        draft = self.load(case)
        before = draft.fingers.get(position)
        tries = draft.tries.get(position, 0) + 1
        names = {blob_name(image): image, blob_name(template): template}
        take = FingerTake(position, quality, blob_name(image), blob_name(template))
        if before is not None and before.image and before.quality > quality:
            take, names = before, {}
        self._put(case, f"finger.{position}", {**take_record(take), "tries": tries}, names)
        return self.load(case)

    def except_finger(self, case: str, position: int, reason: str, lasting: str) -> Draft:
        """Keep why a finger cannot be recorded."""
        take = FingerTake(position, exception=reason, lasting=lasting)
        self._put(case, f"finger.{position}", {**take_record(take), "tries": 0})
        return self.load(case)

    def drop_finger(self, case: str, position: int) -> Draft:
        """Record this finger anew."""
        for part in ("declaration", f"finger.{position}", f"match.{position}"):
            self._drafts.drop_part(case, part)
        return self.load(case)

    def skip_iris(self, case: str, reason: str) -> Draft:
        """Keep why no iris was recorded."""
        self._put(case, "iris", {"reason": reason})
        return self.load(case)

    def put_match(self, case: str, position: int, score: int) -> Draft:
        """Keep the score of a second capture that matched."""
        self._put(case, f"match.{position}", {"score": score})
        return self.load(case)

    def put_declaration(self, case: str, ink: bytes) -> Draft:
        """Keep the applicant's signature under the privacy notice and the truth of the data; a later change to what
        was signed takes it out."""
        self._put(case, "declaration", {"blob": blob_name(ink)}, {blob_name(ink): ink})
        return self.load(case)

    def blob(self, name: str) -> bytes:
        """A kept picture or ink by its hash."""
        return self._session.store.blobs.get(name)

    def submit(self, draft: Draft, submission: Submission, before: Case | None = None) -> Action:
        """Turn the draft into a signed action, in one transaction with its end."""
        variant = "incomplete" if submission.missing else "complete"
        action = write(
            self._session,
            before,
            Kind.SUBMITTED,
            variant,
            submission.to_bytes(),
            case_id=draft.case,
            service=draft.service,
        )
        self._session.store.cases.append((action,), drop_draft=draft.case)
        return action

    def _put(self, case: str, part: str, record: dict[str, Plain], blobs: Mapping[str, bytes] | None = None) -> None:
        held = self._drafts.parts(case)
        if "declaration" in held and part not in UNSIGNED and held.get(part) != record:
            self._drafts.drop_part(case, "declaration")  # first: after a cut none stands under what it did not see
        self._drafts.put(case, part, record, blobs or {}, self._session.clock.stamp())


def submission_from(
    draft: Draft, resident: Resident, *, boxes: tuple[str, ...], changed: tuple[str, ...], missing: tuple[str, ...]
) -> Submission:
    """The payload of a finished draft."""
    return Submission(
        number=draft.number,
        resident=resident,
        boxes=boxes,
        changed=changed,
        papers=draft.papers,
        photo=draft.photo.chosen,
        photo_approved_at=draft.photo.approved_at,
        signature=draft.signature,
        fingers=tuple(draft.fingers[position] for position in RECORDING_ORDER if position in draft.fingers),
        matches=tuple(IndexMatch(position, score) for position, score in sorted(draft.matches.items())),
        iris_reason=draft.iris_reason,
        declaration=draft.declaration,
        privacy_notice=PRIVACY_NOTICE,
        missing=missing,
    )


def blob_name(data: bytes) -> str:
    """The hash a blob is kept under."""
    return hashlib.sha256(data).hexdigest()


def _draft(case: str, number: str, service: str, resident: str, parts: Mapping[str, Record]) -> Draft:
    fingers = {int(part[7:]): record for part, record in parts.items() if part.startswith("finger.")}
    return Draft(
        case=case,
        number=number,
        service=service,
        resident=resident,
        step=parts.get("step", {}).get("name", STEPS[0]),
        fields={part[6:]: record["text"] for part, record in parts.items() if part.startswith("field.")},
        papers=tuple(Paper(p["kind"], tuple(p["pages"]), p["note"]) for p in parts.get("papers", {}).get("papers", ())),
        photo=_photo(parts.get("photo")),
        signature=parts.get("signature", {}).get("blob", ""),
        fingers={position: _take(record) for position, record in fingers.items()},
        tries={position: record["tries"] for position, record in fingers.items()},
        iris_reason=parts.get("iris", {}).get("reason", ""),
        matches={int(part[6:]): record["score"] for part, record in parts.items() if part.startswith("match.")},
        declaration=parts.get("declaration", {}).get("blob", ""),
        returned=_returned(parts.get("returned")),
        change=FamilyChange.from_record(parts["family"]) if "family" in parts else None,
    )


def _returned(record: Record | None) -> Returned | None:
    if record is None:
        return None
    status = Status(record.get("status", Status.RETURNED))
    return Returned(record["by"], record["at"], record["reason"], tuple(record["fields"]), status)


def _photo(record: Record | None) -> Photo:
    return Photo(tuple(record["takes"]), record["chosen"], record["approved_at"]) if record else Photo()


def photo_record(photo: Photo) -> dict[str, Plain]:
    """The part `photo`."""
    return {"takes": list(photo.takes), "chosen": photo.chosen, "approved_at": photo.approved_at}


def _take(record: Record) -> FingerTake:
    return FingerTake(**{name: record[name] for name in FingerTake.__slots__})


def take_record(take: FingerTake) -> dict[str, Plain]:
    """A finger as a part holds it, without its tries."""
    return {name: getattr(take, name) for name in FingerTake.__slots__}
