"""Setting a station up, so that a cut at any moment leaves either a set-up that goes on or a station that opens.

1  pemasangan.sealed  the keys of the station and of its administrator, before the centre hears of them
2  the code is used   as often as it takes: the same request gets the same answer
3  four words         until an administrator at the centre has confirmed them there is nothing to open
4  slots.json         the administrator's passphrase, and the store's key for the offline recovery key
5  station.db         whole, with identity and grants, in its place by one rename: now there is a station
6  pemasangan.sealed  goes
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from registry.errors import RegistryError
from registry.officers import Role
from station.desk.session import Clock
from station.store.cipher import Cipher
from station.store.errors import Conflict
from station.store.facts import Facts
from station.store.founding import Begun, FoundingFile
from station.store.officers import Officers
from station.store.renewing import EPOCH_SINCE, KEY_UNTIL
from station.store.slots import Slots, Unlocked
from station.store.store import FILE, Identity, Store
from sync import age
from sync.errors import BadPacket
from sync.http import Centre
from sync.keys import SigningKey, ed25519_check
from sync.onetime import OneTimeCode
from sync.spoken import four_words
from sync.wire import EnrolAnswer, EnrolRequest, OfficerRequest


class NotConfirmed(RegistryError):
    """The four words are not yet confirmed at the centre: there is nothing to finish."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An officer to be set up: handle, name, roles, first passphrase."""

    handle: str
    name: str
    roles: frozenset[Role]
    passphrase: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the set-up is: what the centre calls this station and its administrator, and the words to read aloud."""

    station: str
    name: str
    administrator: str
    administrator_name: str
    words: tuple[str, ...]
    confirmed: bool


class Founder:
    """Sets up the station of one folder. Runs on a lane: it waits for the network and for the disk."""

    def __init__(
        self, home: Path, slots: Slots, machine_secret: bytes, clock: Clock, connect: Callable[..., Centre] = Centre
    ) -> None:
        self._home = home
        self._slots = slots
        self._file = FoundingFile(home, machine_secret)
        self._clock = clock
        self._connect = connect

    def begun(self) -> bool:
        """Whether a code was given here and the station is not there yet."""
        return not (self._home / FILE).exists() and self._file.read() is not None

    def begin(self, code: OneTimeCode, administrator: str = "", name: str = "") -> None:
        """Make the keys for a code and keep them; the same code again keeps those that are here.

        Raises Conflict where there is a station already, StoreFull or DiskFault.
        """
        if (self._home / FILE).exists():
            raise Conflict(FILE)
        held = self._file.read()
        if held is not None and held.code == code.to_text():
            return
        self._slots.clear()  # of a set-up that ended before it had a store; nobody can have signed in by them
        self._file.keep(
            Begun(
                code=code.to_text(),
                administrator=administrator,
                administrator_name=name,
                station_key=SigningKey.generate().to_bytes().hex(),
                administrator_key=SigningKey.generate().to_bytes().hex(),
                store_key=secrets.token_hex(32),
                age_identity=age.generate_identity(),
            )
        )

    def ask(self) -> Standing:
        """Use the code, or ask again how it stands. Raises SyncError, also when the answer is another than before."""
        begun = self._begun()
        code, request = OneTimeCode.from_text(begun.code), _request(begun)
        centre = self._connect(code.url)
        try:
            answer = centre.enrol(request, code)
        finally:
            centre.close()
        if begun.answer and answer.unconfirmed() != _answer(begun).unconfirmed():
            raise BadPacket("other-answer")
        if answer.confirmed:
            _check_grant(answer, request)
        self._file.keep(replace(begun, answer=answer.to_bytes().decode()))
        return self.standing()

    def standing(self) -> Standing:
        """How it stands, without asking; raises NotConfirmed before the first answer."""
        begun = self._begun()
        if not begun.answer:
            raise NotConfirmed(begun.administrator)
        answer, request = _answer(begun), _request(begun)
        words = four_words(request.to_bytes(), answer.unconfirmed().to_bytes())
        who = (answer.administrator, answer.administrator_name)
        return Standing(answer.station, answer.name, *who, words, answer.confirmed)

    def finish(self, passphrase: str, officers: Sequence[Newcomer] = (), letter: str = "") -> Store:
        """Make slots and store; the store comes last. Raises NotConfirmed, SyncError or a StoreError.

        `officers` of a training station are granted on the way, all with their keys made here.
        """
        begun = self._begun()
        answer = _answer(begun) if begun.answer else None
        if answer is None or not answer.confirmed:
            raise NotConfirmed(begun.administrator)
        key, who = bytes.fromhex(begun.store_key), _identity(begun, answer, letter)
        admin = SigningKey.from_bytes(bytes.fromhex(begun.administrator_key))
        grants = [(bytes.fromhex(answer.grant), bytes.fromhex(answer.grant_signature))]
        self._slots.add(answer.administrator, passphrase, Unlocked(key, admin.to_bytes()))
        grants += [self._admit(who, key, officer, answer.administrator, admin) for officer in officers]
        self._slots.put_recovery(key, answer.recovery_recipient)

        def fill(cipher: Cipher) -> None:
            facts = {KEY_UNTIL: answer.key_until, EPOCH_SINCE: answer.at, "contact.at": answer.at}
            Facts(cipher).put({name: value.encode() for name, value in facts.items()})
            for grant in grants:
                Officers(cipher, who.centre_key).put(*grant)

        store = Store.create(self._home, key, who, fill)
        self._file.forget()
        return store

    def recovery(self) -> bytes:
        """The store's key sealed to the Dinas's offline recovery key, an age file, for paper."""
        return self._slots.recovery()

    def stamp(self) -> str:
        """Now, UTC."""
        return self._clock.stamp()

    def _admit(
        self, who: Identity, store_key: bytes, officer: Newcomer, administrator: str, admin: SigningKey
    ) -> tuple[bytes, bytes]:
        key = SigningKey.generate()
        until = self._clock.now().date().replace(month=12, day=31).isoformat()
        roles = tuple(sorted(officer.roles))
        request = OfficerRequest(officer.handle, officer.name, key.public, roles, until, administrator)
        centre = self._connect(who.centre_url, who.station, SigningKey.from_bytes(bytes.fromhex(who.signing_key)))
        try:
            granted = centre.register_officer(request, admin.sign(request.to_bytes()))
        finally:
            centre.close()
        self._slots.add(officer.handle, officer.passphrase, Unlocked(store_key, key.to_bytes()))
        return granted

    def _begun(self) -> Begun:
        begun = self._file.read()
        if begun is None:
            raise NotConfirmed("")
        return begun


def _request(begun: Begun) -> EnrolRequest:
    keys = (SigningKey.from_bytes(bytes.fromhex(key)).public for key in (begun.station_key, begun.administrator_key))
    station, administrator = keys
    return EnrolRequest(
        code=OneTimeCode.from_text(begun.code).code,
        station_key=station,
        recipient=age.recipient_of(begun.age_identity),
        administrator=begun.administrator,
        administrator_name=begun.administrator_name,
        administrator_key=administrator,
    )


def _answer(begun: Begun) -> EnrolAnswer:
    return EnrolAnswer.from_bytes(begun.answer.encode())


def _check_grant(answer: EnrolAnswer, request: EnrolRequest) -> None:
    """The grant that comes with it is the centre's and for the very key that was made here."""
    from_centre = ed25519_check(
        bytes.fromhex(answer.centre_key), bytes.fromhex(answer.grant), bytes.fromhex(answer.grant_signature)
    )
    if not from_centre or request.administrator_key.encode() not in bytes.fromhex(answer.grant):
        raise BadPacket("bad-signature")


def _identity(begun: Begun, answer: EnrolAnswer, letter: str) -> Identity:
    return Identity(
        station=answer.station,
        name=answer.name,
        area=answer.area,
        letter=letter or answer.letter,
        epoch=answer.epoch,
        centre_url=OneTimeCode.from_text(begun.code).url,
        centre_key=answer.centre_key,
        recipients=(answer.centre_recipient, answer.recovery_recipient),
        training_root=answer.training_root,
        signing_key=begun.station_key,
        age_identity=begun.age_identity,
    )
