"""What a recording hands over when it is submitted: the payload of `Submitted`.

Blobs (photo, signatures, fingers, papers) are named by SHA-256 and travel beside it; only the two index templates
and the photo go on to a printing station (docs/decisions/0003).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from registry.canonical import Record, canonical
from registry.changes import FamilyChange
from registry.people import Resident

LEFT_INDEX, RIGHT_INDEX = 7, 2  # ISO/IEC 19794-4 finger positions
RECORDING_ORDER = (6, 7, 8, 9, 10, 1, 2, 3, 4, 5)  # left thumb to little finger, then right


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of the berkas: its kind (registry.evidence) and its pages as blobs; `note` when it was waived."""

    kind: str
    pages: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class FingerTake:
    """One finger: either an image (WSQ blob), NFIQ 2 score and private template blob, or an exception.

    `exception` is "", "tidak-ada", "luka" or "aus"; `lasting` "sementara" or "tetap".
    """

    position: int
    quality: int = 0
    image: str = ""
    template: str = ""
    exception: str = ""
    lasting: str = ""


@dataclass(frozen=True, slots=True)
class IndexMatch:
    """The second capture of a finger against the first (SOP 2011, step 8): finger position and score."""

    position: int
    score: int


@dataclass(frozen=True, slots=True)
class Submission:
    """The whole recording. `photo`, `signature`, `declaration` are blob hashes; times are UTC ISO strings."""

    number: str  # "D-2611-0418", said to people
    resident: Resident
    boxes: tuple[str, ...]  # boxes ticked on F-1.02
    changed: tuple[str, ...]  # biodata fields the operator changed
    papers: tuple[Paper, ...]
    photo: str
    photo_approved_at: str
    signature: str
    fingers: tuple[FingerTake, ...]
    matches: tuple[IndexMatch, ...]
    iris_reason: str  # why no iris was recorded
    declaration: str  # the second signature: the data are true
    privacy_notice: str  # version shown
    missing: tuple[str, ...] = field(default=())  # papers still to come
    change: FamilyChange | None = None  # what is to become of the family, for services of the KK

    def to_bytes(self) -> bytes:
        """The canonical payload."""
        return canonical(
            {
                "v": 1,
                "number": self.number,
                "resident": self.resident.to_record(),
                "boxes": self.boxes,
                "changed": self.changed,
                "papers": [{"kind": p.kind, "pages": p.pages, "note": p.note} for p in self.papers],
                "photo": self.photo,
                "photo_approved_at": self.photo_approved_at,
                "signature": self.signature,
                "fingers": [
                    {
                        "position": f.position,
                        "quality": f.quality,
                        "image": f.image,
                        "template": f.template,
                        "exception": f.exception,
                        "lasting": f.lasting,
                    }
                    for f in self.fingers
                ],
                "matches": [{"position": m.position, "score": m.score} for m in self.matches],
                "iris_reason": self.iris_reason,
                "declaration": self.declaration,
                "privacy_notice": self.privacy_notice,
                "missing": self.missing,
                **({"family": self.change.to_record()} if self.change is not None else {}),
            }
        )

    @classmethod
    def from_record(cls, record: Record) -> Submission:
        """The submission in a payload record."""
        return cls(
            number=record["number"],
            resident=Resident.from_record(record["resident"]),
            boxes=tuple(record["boxes"]),
            changed=tuple(record["changed"]),
            papers=tuple(Paper(p["kind"], tuple(p["pages"]), p["note"]) for p in record["papers"]),
            photo=record["photo"],
            photo_approved_at=record["photo_approved_at"],
            signature=record["signature"],
            fingers=tuple(FingerTake(**f) for f in record["fingers"]),
            matches=tuple(IndexMatch(**m) for m in record["matches"]),
            iris_reason=record["iris_reason"],
            declaration=record["declaration"],
            privacy_notice=record["privacy_notice"],
            missing=tuple(record["missing"]),
            change=FamilyChange.from_record(record["family"]) if "family" in record else None,
        )

    def blobs(self) -> frozenset[str]:
        """Every blob the submission names."""
        names = {self.photo, self.signature, self.declaration}
        names.update(page for paper in self.papers for page in paper.pages)
        names.update(name for finger in self.fingers for name in (finger.image, finger.template))
        return frozenset(names - {""})

    def printing_blobs(self) -> frozenset[str]:
        """What a printing or pick-up station gets: photo, signature and the two index templates."""
        index = {f.template for f in self.fingers if f.position in self.pickup_fingers()}
        signed = {self.declaration} if self.change is not None else set()  # all that is signed for a KK
        return frozenset(({self.photo, self.signature} | signed | index) - {""})

    def pickup_fingers(self) -> tuple[int, ...]:
        """The two fingers asked for at hand-over: both index fingers, else the best two recorded."""
        recorded = [f for f in self.fingers if f.template]
        ranked = sorted(recorded, key=lambda f: (f.position not in (LEFT_INDEX, RIGHT_INDEX), -f.quality))
        return tuple(sorted(f.position for f in ranked[:2]))
