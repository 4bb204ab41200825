"""A process that records at the desk and says what is kept, until it is killed: run by test_desk_kills."""

from __future__ import annotations

import hashlib
import json
import random
import sys
from dataclasses import replace
from pathlib import Path

from registry.officers import Role
from registry.submission import RECORDING_ORDER
from registry.uuid7 import Uuid7Source
from station.desk.recording import RecordingDesk, submission_from
from station.desk.session import Clock, Officer, Session
from station.store.store import Store
from sync.keys import SigningKey
from tests.forms.making import ink, photo, resident


def main(home: Path, key: bytes, seed: int) -> None:
    """Go on with the open draft, or begin one; never end by itself."""
    rng = random.Random(seed)
    store = Store.open(home, key)
    officer = Officer("rina", "Rina Oktaviani", frozenset({Role.OPERATOR}))
    signing = SigningKey.from_bytes(hashlib.sha256(b"rina").digest())
    session = Session(officer, store.identity.station, signing, store, Clock(), Uuid7Source())
    desk = RecordingDesk(session)
    tell("open", "", "")
    while True:
        record_one(desk, session, rng)


def record_one(desk: RecordingDesk, session: Session, rng: random.Random) -> None:
    """One recording, each kept thing told after it is kept."""
    drafts = session.store.drafts.of_officer("rina")
    fresh = replace(resident(), id=f"r-{rng.getrandbits(64):x}")  # nobody has two open cases of a service
    case = drafts[0].case if drafts else desk.begin(fresh, "ktp-baru", "belum").case
    tell("draft", case, "")
    phone = f"08{rng.randrange(10**10):010d}"
    desk.put_field(case, "phone", phone)
    tell("phone", case, phone)
    picture = photo() + rng.randbytes(8)
    tell("photo", case, desk.add_photo(case, picture).photo.chosen)
    tell("approved", case, desk.approve_photo(case).photo.approved_at)
    tell("signature", case, desk.put_signature(case, ink()).signature)
    for position in RECORDING_ORDER:
        take = desk.put_finger(case, position, rng.randint(41, 99), rng.randbytes(900), rng.randbytes(300))
        tell(f"finger.{position}", case, take.fingers[position].image)
    desk.skip_iris(case, "alat tidak ada")
    tell("iris", case, "alat tidak ada")
    for position in (7, 2):
        desk.put_match(case, position, 120)
        tell(f"match.{position}", case, "120")
    draft = desk.put_declaration(case, ink())
    applicant = replace(resident(), id=draft.resident)
    action = desk.submit(draft, submission_from(draft, applicant, boxes=("KTP-A",), changed=(), missing=()))
    tell("submitted", case, action.header.id)


def tell(what: str, case: str, value: str) -> None:
    """One line, out at once."""
    sys.stdout.write(json.dumps([what, case, value]) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), int(sys.argv[3]))
