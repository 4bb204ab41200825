"""A small station for tests: keys made of names, residents from a pool, signed actions and whole recordings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from registry.actions import Action, Header, Kind, seal_payload
from registry.canonical import canonical
from registry.numbers import KkNumber, Nik
from registry.officers import Grant, Revocation, Role
from registry.people import Resident
from registry.submission import RECORDING_ORDER, FingerTake, IndexMatch, Paper, Submission
from registry.uuid7 import Uuid7Source
from station.store.store import Identity, Store
from sync.keys import CENTRE, SigningKey
from tests.forms.making import resident

AT = "2026-11-24T03:42:07Z"
KEY = bytes(range(32))
IDS = Uuid7Source()
_FIRST = """SITI NURHAYATI MUHAMMAD AHMAD DEWI RAHMAWATI SUPRIYADI FITRIANI ABDUL HALIMAH SUKARNI YULIANA MARDIANA
    HENDRIK SYAHRUL ZULKIFLI ROSMAWATI KHAIRUDDIN ERLINA BAKRI"""
_LAST = """LUBIS NASUTION SIREGAR HARAHAP SIMANJUNTAK WIJAYA SAPUTRA LESTARI HASIBUAN RITONGA PRATAMA MAHARANI SETIAWAN
    KURNIAWAN ANGGRAINI SYAFITRI RAMADHANI PANJAITAN TANJUNG DALIMUNTHE"""
FIRST, LAST = _FIRST.split(), _LAST.split()


def key_of(name: str) -> SigningKey:
    """The key of an officer, station or centre in tests."""
    return SigningKey.from_bytes(hashlib.sha256(name.encode()).digest())


def identity(station: str = "DAYUN") -> Identity:
    """Who the station is."""
    return Identity(
        station=station,
        name="Kantor Camat Dayun",
        area="14.08.06",
        letter="D",
        epoch=1,
        centre_url="http://127.0.0.1:1",
        centre_key=key_of(CENTRE).public,
        recipients=(),
        training_root=key_of("root").public,
        signing_key=key_of(station).to_bytes().hex(),
        age_identity="AGE-SECRET-KEY-1",
    )


def store_in(folder: Path, station: str = "DAYUN") -> Store:
    """A new store; the caller closes it."""
    folder.mkdir(parents=True, exist_ok=True)
    return Store.create(folder, KEY, identity(station))


def signed_grant(
    officer: str, *roles: Role, station: str = "DAYUN", until: str = "2026-12-31", since: str = ""
) -> tuple[bytes, bytes]:
    """A grant with the centre's signature."""
    key = key_of(officer).public
    raw = Grant(officer, officer.title(), key, frozenset(roles), station, until, since=since).to_bytes()
    return raw, key_of(CENTRE).sign(raw)


def signed_revocation(officer: str, at: str, station: str = "DAYUN") -> tuple[bytes, bytes]:
    """The end of an officer's rights with the centre's signature."""
    raw = Revocation(officer, station, at, "pindah tugas").to_bytes()
    return raw, key_of(CENTRE).sign(raw)


def person(number: int) -> Resident:
    """One of 20 x 20 x many invented residents."""
    born = date(1960, 1, 1) + timedelta(days=number % 18000)
    name = f"{FIRST[number % 20]} {LAST[number // 20 % 20]}"
    serial = number // 18000 * 5 + number % 5 + 1
    nik = Nik(f"140806{born:%d%m%y}{number % 9999 + 1:04d}")
    kk = KkNumber(f"140806{born:%d%m%y}{serial:04d}")
    return replace(resident(), id=f"r-{number}", nik=nik, kk=kk, name=name, birth_date=born)


@dataclass(frozen=True)
class Recording:
    """A recording and its captures."""

    submission: Submission
    blobs: dict[str, bytes]


def recording(who: Resident | None = None, number: str = "D-2611-0001") -> Recording:
    """A whole recording of small, different captures."""
    blobs: dict[str, bytes] = {}
    who = who or person(1)

    def keep(what: str) -> str:
        data = f"{what} of {who.id}".encode() * 20
        name = hashlib.sha256(data).hexdigest()
        blobs[name] = data
        return name

    fingers = tuple(FingerTake(p, 40 + p, keep(f"wsq {p}"), keep(f"template {p}")) for p in RECORDING_ORDER)
    return Recording(
        Submission(
            number=number,
            resident=who,
            boxes=("KTP-A",),
            changed=(),
            papers=(Paper("kk", (keep("paper"),)),),
            photo=keep("photo"),
            photo_approved_at=AT,
            signature=keep("signature"),
            fingers=fingers,
            matches=(IndexMatch(2, 120), IndexMatch(7, 130)),
            iris_reason="alat tidak ada",
            declaration=keep("declaration"),
            privacy_notice="1",
        ),
        blobs,
    )


def act(
    kind: Kind,
    author: str,
    role: Role,
    *,
    case: str = "case-1",
    variant: str = "",
    after: str = "",
    station: str = "DAYUN",
    payload: bytes | None = None,
    at: str = AT,
    key: SigningKey | None = None,
) -> Action:
    """A well signed action."""
    salt, body = b"s" * 16, payload or canonical({"v": 1, "note": "catatan"})
    sealed = seal_payload(salt, body)
    header = Header(IDS.next(), case, "ktp-baru", kind, variant, author, role, station, after, at, sealed)
    raw = header.to_bytes()
    return Action(header, raw, (key or key_of(author)).sign(raw), salt, body)


def submitted(found: Recording, **changes: str) -> Action:
    """The act that hands a recording over."""
    payload = found.submission.to_bytes()
    return act(Kind.SUBMITTED, "rina", Role.OPERATOR, variant="complete", payload=payload, **changes)


def append_recording(
    store: Store, case: str = "case-1", who: Resident | None = None, number: str = "D-2611-0001"
) -> Action:
    """A recording in the store's journal."""
    found = recording(who, number)
    action = submitted(found, case=case)
    store.cases.append((action,), blobs=found.blobs)
    return action
