"""The station's store: one encrypted file and its parts, and who the station is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from registry.canonical import Record, canonical, parse
from station.store.cases import Cases
from station.store.cipher import Cipher
from station.store.drafts import Drafts
from station.store.errors import NotFound
from station.store.facts import Blobs, Facts, Marks, Views
from station.store.officers import Officers
from station.store.printing import Blanks, Jobs, Releases, SpendLog
from station.store.residents import Residents
from station.store.side import SyncSide
from sync.keys import SigningKey, ed25519_check


@dataclass(frozen=True, slots=True)
class Identity:
    """Who this station is and whom it trusts; written once at enrolment, kept in the encrypted file."""

    station: str
    name: str
    area: str
    letter: str  # begins the numbers of its cases
    epoch: int
    centre_url: str
    centre_key: str
    recipients: tuple[str, ...]
    training_root: str
    signing_key: str  # hex of the private key
    age_identity: str

    def to_bytes(self) -> bytes:
        """As stored."""
        return canonical({"v": 1, **{name: getattr(self, name) for name in self.__slots__}})

    @classmethod
    def from_bytes(cls, data: bytes) -> Identity:
        """As stored."""
        record: Record = parse(data)
        record.pop("v")
        record["recipients"] = tuple(record["recipients"])
        return cls(**record)


class Store:
    """Everything a signed-in officer's station keeps."""

    def __init__(self, cipher: Cipher, identity: Identity, folder: Path) -> None:
        key = SigningKey.from_bytes(bytes.fromhex(identity.signing_key))
        public = bytes.fromhex(key.public)
        log = SpendLog(folder / "spent.log", key.sign, lambda body, mark: ed25519_check(public, body, mark))
        self._cipher = cipher
        self.identity = identity
        self.folder = folder
        self.facts = Facts(cipher)
        self.blobs = Blobs(cipher)
        self.marks = Marks(cipher)
        self.views = Views(cipher)
        self.residents = Residents(cipher)
        self.drafts = Drafts(cipher)
        self.cases = Cases(cipher, identity.letter)
        self.officers = Officers(cipher)
        self.jobs = Jobs(cipher)
        self.blanks = Blanks(cipher)
        self.releases = Releases(cipher, log)
        self.side = SyncSide(cipher, identity.centre_key, folder / "outbox")

    @classmethod
    def create(cls, folder: Path, key: bytes, identity: Identity) -> Store:
        """A new store in `folder`."""
        cipher = Cipher.open(folder / "station.db", key)
        Facts(cipher).put({"identity": identity.to_bytes()})
        return cls(cipher, identity, folder)

    @classmethod
    def open(cls, folder: Path, key: bytes) -> Store:
        """The store in `folder`; raises StoreLocked, StoreDamaged, StoreNewer or NotFound."""
        if not (folder / "station.db").exists():
            raise NotFound("station.db")
        cipher = Cipher.open(folder / "station.db", key)
        found = Facts(cipher).get("identity")
        if found is None:
            raise NotFound("identity")
        return cls(cipher, Identity.from_bytes(found), folder)

    def close(self) -> None:
        """Let the file go."""
        self._cipher.close()
