"""A printing station with one card waiting, its desk without Qt, and the hands of someone who holds the store's key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pypdfium2

from biometrics.worker import BiometricsWorker
from forms.ktp import front
from registry.actions import Action, Header, Kind, seal_payload
from registry.canonical import Record, canonical, parse
from registry.officers import Role
from registry.releases import Authority, ReleaseKind, SignedRelease
from registry.submission import Submission
from registry.upstream import SiakStatus
from registry.uuid7 import Uuid7Source
from station.desk.equipment import Equipment, Shelf
from station.desk.session import Clock, Officer, Session
from station.desk.witness import NoWitness
from station.presenters.counter import Counter
from station.presenters.printing import PrintPresenter, PrintState
from station.store.store import FILE, Identity, Store
from station.work import AtOnce
from sync import sqlcipher
from sync.keys import CENTRE, SigningKey, ed25519_check
from sync.wire import FeedItem, FeedPage, action_record
from tests.forms.making import Maker, elements, ink, photo, release
from tests.station.store.making import AT, KEY, act, identity, key_of, person, recording, signed_grant

CASE, HERE, THERE = "case-1", "UPTD-SIAK", "DAYUN"
OFFICERS = {
    "rina": (THERE, Role.OPERATOR),
    "hendra": (THERE, Role.VERIFIER),
    "murniati": (HERE, Role.VERIFIER),
    "yulianti": (HERE, Role.PRINTING),
}
NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def clock(at: datetime = NOON) -> Clock:
    """A PC whose clock says so."""
    return Clock(lambda: at)


@dataclass(frozen=True)
class Scene:
    """A station folder with a card to print, the authority that released it, and the roots of this build."""

    folder: Path
    maker: Maker
    operational_roots: frozenset[bytes] = frozenset()

    def open(self) -> Store:
        """The store as the program opens it."""
        return Store.open(self.folder, KEY)

    def session(self, store: Store, handle: str = "yulianti", at: datetime = NOON) -> Session:
        """An officer at the desk."""
        role = OFFICERS[handle][1]
        officer = Officer(handle, handle.title(), frozenset({role}))
        return Session(officer, store.identity.station, key_of(handle), store, clock(at), Uuid7Source())

    def authority(self, store: Store) -> Authority:
        """As compose makes it: the root pinned at enrolment, and the roots of the build."""
        pinned = bytes.fromhex(store.identity.training_root)
        return Authority(ed25519_check, training_roots=frozenset({pinned}), operational_roots=self.operational_roots)

    def edit(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Write into the file below the program, with the store's key."""
        connection = sqlcipher.module().connect(str(self.folder / FILE))
        try:
            sqlcipher.unlock(connection, KEY)
            found = connection.execute(sql, values).fetchall()
            connection.commit()
        finally:
            connection.close()
        return cast("list[tuple[Any, ...]]", found)

    def edit_identity(self, **changes: object) -> None:
        """Make the station believe another centre, root or name."""
        found = Identity.from_bytes(self.edit("SELECT value FROM facts WHERE name = 'identity'")[0][0])
        changed = replace(found, **changes)  # type: ignore[arg-type]  # names as in Identity
        self.edit("UPDATE facts SET value = ? WHERE name = 'identity'", changed.to_bytes())

    def rewrite(
        self,
        kind: Kind,
        *,
        record: Callable[[Record], Record] = lambda found: found,
        header: Mapping[str, object] | None = None,
        key: SigningKey | None = None,
    ) -> None:
        """Change an action's payload and header so that all hashes fit; signed anew with `key`, else as it was."""
        rows = self.edit(
            "SELECT a.id, a.raw, a.signature, p.salt, p.payload FROM actions a JOIN payloads p ON p.action = a.id"
        )
        for name, raw, signature, salt, payload in rows:
            said = Header.from_bytes(raw)
            if said.kind is not kind:
                continue
            body = canonical(record(parse(payload)))
            changed = replace(said, payload=seal_payload(salt, body), **(header or {}))  # type: ignore[arg-type]  # any
            fresh = changed.to_bytes()
            mark = key.sign(fresh) if key else signature
            self.edit("UPDATE actions SET raw = ?, signature = ? WHERE id = ?", fresh, mark, name)
            self.edit("UPDATE payloads SET payload = ? WHERE action = ?", body, name)


def scene(folder: Path, *, operational: bool = False, approved: bool = True, **changes: object) -> Scene:
    """A case recorded and verified at DAYUN, released and routed here, and (unless not) approved for print."""
    maker = Maker(ReleaseKind.OPERATIONAL if operational else ReleaseKind.TRAINING)
    who = replace(identity(HERE), name="UPTD Dukcapil Siak", letter="S")
    if not operational:
        who = replace(who, training_root=maker.root_key.hex())
    folder.mkdir(parents=True)
    store = Store.create(folder, KEY, who)
    for handle, (station, role) in OFFICERS.items():
        store.officers.put(*signed_grant(handle, role, station=station))
    terms = {"station": HERE, "case": CASE, "centre": key_of(CENTRE).public} | changes
    signed = maker.sign(release(elements(person(1)), **terms))
    _feed(store, signed)
    if approved:
        last = store.cases.get(CASE).last
        store.cases.append((act(Kind.PRINT_APPROVED, "murniati", Role.VERIFIER, after=last, station=HERE),))
    store.close()
    return Scene(folder, maker, frozenset({maker.root_key}) if operational else frozenset())


def _feed(store: Store, signed: SignedRelease) -> None:
    """The case as the centre sends it, with photo and signature."""
    blobs = {hashlib.sha256(data).hexdigest(): data for data in (photo(), ink())}
    actions = _story(signed)
    records = [action_record(action, number) for number, action in enumerate(actions, 1)]
    item = FeedItem("case", {"v": 1, "actions": records}, blobs)
    store.side.apply(FeedPage(HERE, 0, 1, False, AT, (item,)))


def _story(signed: SignedRelease) -> list[Action]:
    said: Submission = replace(
        recording(person(1)).submission,
        photo=hashlib.sha256(photo()).hexdigest(),
        signature=hashlib.sha256(ink()).hexdigest(),
    )
    released = canonical({"v": 1, **signed.to_record(), "elements": elements(person(1)).to_record()})
    unique = canonical({"v": 1, "reference": "SIAK-1", "origin": "file", "training": 0})
    steps: tuple[tuple[Kind, str, Role, str, str, bytes | None], ...] = (
        (Kind.SUBMITTED, "rina", Role.OPERATOR, THERE, "complete", said.to_bytes()),
        (Kind.VERIFIED, "hendra", Role.VERIFIER, THERE, "", None),
        (Kind.UPSTREAM_ANSWERED, CENTRE, Role.CENTRE, CENTRE, SiakStatus.PRINT_READY_RECORD, unique),
        (Kind.RELEASED, CENTRE, Role.CENTRE, CENTRE, "", released),
        (Kind.ROUTED, CENTRE, Role.CENTRE, CENTRE, HERE, None),
    )
    made: list[Action] = []
    for kind, author, role, station, variant, payload in steps:
        after = made[-1].header.id if made else ""
        made.append(act(kind, author, role, case=CASE, variant=variant, after=after, station=station, payload=payload))
    return made


def counter(session: Session, authority: Authority) -> Counter:
    """The counter of an officer, without window and devices."""
    return Counter(
        tasks=AtOnce(),
        session=session,
        equipment=Equipment(cast("Shelf", None), {}),
        worker=cast("BiometricsWorker", None),
        authority=authority,
        go=lambda _route: None,
        toast=lambda _role, _words: None,
    )


def nobody_else(_handle: str, _passphrase: str) -> Session:
    """There is no second officer here."""
    raise NoWitness("no-officer")


def print_desk(session: Session, authority: Authority, *, press: bool = False) -> PrintState:
    """What the print desk shows once it is open, and after the key was pressed."""
    states: list[PrintState] = []
    presenter = PrintPresenter(counter(session, authority), states.append, nobody_else)
    presenter.open()
    if press:
        presenter.set_blank("B26-0417 / 00162")
        presenter.print_officially()
    return states[-1]


def shown(found: Scene, at: datetime = NOON) -> PrintState:
    """The print desk of the printing officer, opened on the file as it now is."""
    store = found.open()
    try:
        return print_desk(found.session(store, at=at), found.authority(store))
    finally:
        store.close()


def refused_in_words(state: PrintState) -> str:
    """The title the desk shows; fails unless there is neither card nor picture."""
    assert state.card is None
    assert state.proof is None
    assert state.fault is not None
    assert state.fault.title
    assert state.fault.text
    return state.fault.title


def printed_text(state: PrintState) -> str:
    """The words in the bytes that would go to the printer."""
    assert state.card is not None
    document = pypdfium2.PdfDocument(front(state.card))
    page = document[0]
    text = page.get_textpage()
    try:
        return str(text.get_text_range())
    finally:
        text.close()
        page.close()
        document.close()
