"""What bench/click.py clicks on: a station of invented residents and cases in an encrypted store, and its camera."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path

from bench.case_load import REAL, Load, multiply
from bench.people import People
from central.invented import Families
from devices.catalog import Catalog, known_drivers
from devices.errors import Cancelled
from registry.actions import Kind
from registry.officers import Grant, Role
from registry.people import Resident
from registry.submission import Submission
from registry.uuid7 import Uuid7Source
from station.desk.pen import write
from station.desk.session import Clock, Officer, Session
from station.desk.syncing import SyncDesk
from station.store.machine import machine_secret
from station.store.slots import Slots, Unlocked
from station.store.store import FILE, Identity, Store
from sync import age
from sync.keys import SigningKey

DISTRICT, STATION = "14.08.06", "DAYUN"
HANDLE, PASSPHRASE = "rina", "loket-latihan"
ROLES = frozenset({Role.OPERATOR, Role.PRINTING})
CASES = 300  # recorded as at the counter, the newest of all
CHUNK, FEW = 5_000, 50_000


def furnish(home: Path, residents: int, seed: int, cases: int = CASES) -> None:
    """Make the store, its officer, residents and cases, the older of them as lines of lists; everything is invented."""
    home.mkdir(parents=True)
    centre, officer, key = SigningKey.generate(), SigningKey.generate(), secrets.token_bytes(32)
    store = Store.create(home, key, identity(centre))
    grant = Grant(HANDLE, "Rina Oktaviani", officer.public, ROLES, STATION, "9999-12-31").to_bytes()
    store.officers.put(grant, centre.sign(grant))
    secret = machine_secret(home, home.name, use_keyring=False)
    Slots(home / "slots.json", secret.value).add(HANDLE, PASSPHRASE, Unlocked(key, officer.to_bytes()))
    ids = Uuid7Source()
    people = _settle(store, residents, seed, ids)
    session = Session(Officer(HANDLE, "Rina Oktaviani", ROLES), STATION, officer, store, Clock(), ids)
    for number, who in enumerate(people[:CASES], 1):
        _record(session, who, number)
    desk = SyncDesk(store, Clock(), ids)
    desk.run(threading.Event())  # seals what waits, as on any day; it is not what is measured
    desk.close()
    if cases > CASES:
        Load(STATION, datetime.now(UTC) - timedelta(hours=1), seed).put(store, people, REAL)
        multiply(home / FILE, key, cases - REAL - CASES)
    store.close()


def _settle(store: Store, residents: int, seed: int, ids: Uuid7Source) -> list[Resident]:
    """Residents as the centre's simulator makes them, or for a great many as bench/people.py does; some of them."""
    if residents <= FEW:
        people = list(Families(seed, datetime.now(UTC).date(), ids).residents(DISTRICT, residents))
        store.residents.put(people)
        return people
    found, some = People(seed).residents(residents), []
    while chunk := list(islice(found, CHUNK)):
        store.residents.put(chunk)
        some += chunk[: 2 * REAL - len(some)]
    return some


@contextmanager
def streaming(uri: str) -> Iterator[None]:
    """Frames are taken and decoded all the while, as on the photo page."""
    stop, began = threading.Event(), threading.Event()

    def take() -> None:
        camera = Catalog(known_drivers()).camera(uri)
        with suppress(Cancelled):
            for _ in camera.frames(stop):
                began.set()
        camera.close()

    lane = threading.Thread(target=take, name="camera-on", daemon=True)
    lane.start()
    if not began.wait(20):
        raise TimeoutError("the camera sends no picture")
    try:
        yield
    finally:
        stop.set()
        lane.join(10)


def identity(centre: SigningKey) -> Identity:
    """A station that trusts this centre; nobody else knows its keys."""
    return Identity(
        station=STATION,
        name="Kantor Camat Dayun",
        area=DISTRICT,
        letter="D",
        epoch=1,
        centre_url="http://127.0.0.1:1",  # nobody answers: offline is normal
        centre_key=centre.public,
        recipients=(age.recipient_of(age.generate_identity()),),
        training_root=SigningKey.generate().public,
        signing_key=SigningKey.generate().to_bytes().hex(),
        age_identity=age.generate_identity(),
    )


def _record(session: Session, who: Resident, number: int) -> None:
    blobs = {sha256(data).hexdigest(): data for data in (f"{what} {number}".encode() * 50 for what in ("foto", "pena"))}
    photo, ink = blobs
    said = Submission(
        number=f"D-2611-{number:04d}",
        resident=who,
        boxes=("KTP-A",),
        changed=(),
        papers=(),
        photo=photo,
        photo_approved_at=session.clock.stamp(),
        signature=ink,
        fingers=(),
        matches=(),
        iris_reason="alat tidak ada",
        declaration=ink,
        privacy_notice="1",
    )
    case = session.ids.next()
    act = write(session, None, Kind.SUBMITTED, "complete", said.to_bytes(), case_id=case, service="ktp-baru")
    session.store.cases.append((act,), blobs=blobs)
