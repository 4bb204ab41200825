"""The station's store: one encrypted file and its parts, and who the station is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.canonical import NotCanonical, Record, canonical, parse
from station.store.announcements import Announcements
from station.store.audit import Views
from station.store.auditing import Auditing
from station.store.blanks import Blanks
from station.store.blobs import Blobs
from station.store.cases import Cases
from station.store.cipher import Cipher, Watch, unwatched
from station.store.contents import Contents, read_changed, read_contents
from station.store.destroying import Destructions
from station.store.documents import Documents
from station.store.drafts import Drafts
from station.store.epochs import read_epoch
from station.store.errors import Conflict, NotFound, StoreDamaged, StoreOlder
from station.store.facts import Facts
from station.store.figures import Figures
from station.store.imports import Imports
from station.store.ledgers import Ledgers
from station.store.lookups import Lookups
from station.store.marks import Marks
from station.store.nameplate import put_nameplate
from station.store.officers import Officers
from station.store.outgoing import OutgoingList
from station.store.parcels import Parcels
from station.store.print_queue import PrintQueue
from station.store.printing import Jobs, Releases
from station.store.problems import Problems
from station.store.requests import Requests
from station.store.residents import Residents
from station.store.retention import Retention
from station.store.side import SyncSide
from station.store.spendlog import SpendLog
from station.store.stock_book import StockBook
from station.store.untold import Untold
from sync.durable import make_folder, sync_folder
from sync.keys import SigningKey, ed25519_check

FILE, SPENT, OUTBOX = "station.db", "spent.log", "outbox"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who this station is and whom it trusts, kept in the encrypted file; after enrolment only the centre changes key
    and epoch (station.store.renewing)."""

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
    former: tuple[str, ...] = ()  # public keys this station signed with before, hex

    def to_bytes(self) -> bytes:
        """As stored."""
        return canonical({"v": 1, **{name: getattr(self, name) for name in self.__slots__}})

    @classmethod
    def from_bytes(cls, data: bytes) -> Identity:
        """As stored; raises StoreDamaged."""
        try:
            record: Record = parse(data)
            record.pop("v")
            for several in ("recipients", "former"):
                record[several] = tuple(record.get(several, ()))
            return cls(**record)
        except (NotCanonical, KeyError, TypeError) as error:
            raise StoreDamaged("identity") from error


class Store:
    """Everything a station keeps. Every write is durable when it returns; when it raises, nothing of it is kept."""

    def __init__(self, cipher: Cipher, identity: Identity, folder: Path) -> None:
        self.identity = identity
        self._cipher = cipher
        self._log = log = SpendLog(folder / SPENT, self._sign, self._signed_here)
        self.folder = folder
        self.facts = Facts(cipher)
        self.blobs = Blobs(cipher)
        self.marks = Marks(cipher)
        self.views = Views(cipher)
        of_ours = {"station": identity.station, "centre_key": identity.centre_key}
        self.audit = Auditing(cipher, self.views.signer, **of_ours)
        self.figures = Figures(cipher)
        self.problems = Problems(cipher)
        self.outgoing = OutgoingList(cipher)
        self.announcements = Announcements(cipher)
        self.residents = Residents(cipher)
        self.documents = Documents(cipher)
        self.drafts = Drafts(cipher)
        self.imports = Imports(cipher)
        self.lookups = Lookups(cipher)
        self.cases = Cases(cipher, identity.letter)
        self.officers = Officers(cipher, identity.centre_key)
        self.requests = Requests(cipher)
        self.jobs = Jobs(cipher)
        self.print_queue = PrintQueue(cipher, identity.station)
        self.blanks = Blanks(cipher)
        self.ledgers = Ledgers(cipher)
        self.stock = StockBook(cipher)
        self.untold = Untold(cipher)
        self.parcels = Parcels(cipher)
        self.destructions = Destructions(cipher)
        self.releases = Releases(cipher, log)
        self.retention = Retention(cipher)
        self.side = SyncSide(cipher, station=identity.station, centre_key=identity.centre_key, folder=folder / OUTBOX)

    @classmethod
    def create(
        cls, folder: Path, key: bytes, identity: Identity, fill: Callable[[Cipher], None] = lambda _cipher: None
    ) -> Store:
        """A new store in `folder`, whole or not at all, with what `fill` puts in; raises Conflict when there is one."""
        path, part = folder / FILE, folder / f"{FILE}.part"
        if path.exists():
            raise Conflict(FILE)
        for left in folder.glob(f"{FILE}.part*"):  # from a set-up that was cut off
            left.unlink()
        make_folder(folder)
        cipher = Cipher.make(part, key)
        Facts(cipher).put({"identity": identity.to_bytes()})
        fill(cipher)
        cipher.close()
        part.replace(path)
        sync_folder(folder)
        return cls.open(folder, key)

    @classmethod
    def open(cls, folder: Path, key: bytes) -> Store:
        """The store in `folder`, its tables brought up from an older version after a verified copy.

        Raises StoreLocked, StoreDamaged, StoreNewer or NotFound, and StoreFull when there is no room for the copy.
        """
        path = folder / FILE
        try:
            cipher = Cipher.open(path, key)
        except StoreOlder as error:
            from station.store.migrate import keep_copy, migrate  # with Alembic 0.3 s, once in the life of a version

            keep_copy(path, key, int(str(error)))
            migrate(path, key)
            cipher = Cipher.open(path, key)
        found = Facts(cipher).get("identity")
        if found is None:
            cipher.close()
            raise NotFound("identity")
        identity = Identity.from_bytes(found)
        put_nameplate(folder, identity.station, path)
        return cls(cipher, identity, folder)

    def refresh(self) -> bool:
        """Take up a key or an epoch that the feed has brought; whether there was one."""
        now = Identity.from_bytes(self.facts.get("identity") or b"")
        changed = now != self.identity
        self.identity = now
        return changed

    def _sign(self, body: bytes) -> bytes:
        return SigningKey.from_bytes(bytes.fromhex(self.identity.signing_key)).sign(body)

    def _signed_here(self, body: bytes, mark: bytes) -> bool:
        """Whether one of this station's keys, of now or of before, stands under a line of the log of prints."""
        own = SigningKey.from_bytes(bytes.fromhex(self.identity.signing_key)).public
        keys = (own, *reversed(self.identity.former))
        return any(ed25519_check(bytes.fromhex(key), body, mark) for key in keys)

    @property
    def key(self) -> bytes:
        """The key of the file as it is now, for a slot."""
        return self._cipher.key

    @property
    def epoch(self) -> int:
        """The number of this station's history: of its enrolment, until the centre gives a new one."""
        with self._cipher.reading() as db:
            return read_epoch(db) or self.identity.epoch

    def contents(self) -> Contents:
        """How much is in it now."""
        return read_contents(self._cipher)

    def changed_at(self) -> str:
        """When an act of a case or a part of a draft was last kept here; "" for never."""
        return read_changed(self._cipher)

    def copy_to(self, path: Path, key: bytes, watch: Watch = unwatched) -> None:
        """The encrypted file as it stands at one moment; work goes on meanwhile. See Cipher.copy_to."""
        self._cipher.copy_to(path, key, watch)

    def change_key(self, key: bytes, write: Callable[[Any, Any], None], ready: Callable[[], None], part: Path) -> None:
        """The same store under another key; see Cipher.change_key and station.store.rekey."""
        self._cipher.change_key(key, write, ready, part)

    def take_spent(self, other: bytes) -> None:
        """Add what another copy of the log of prints knows; see SpendLog.take_in."""
        self._log.take_in(other)

    def close(self) -> None:
        """Wait for what runs on other lanes, then let the file go; later calls raise StoreClosed."""
        self._cipher.close()
