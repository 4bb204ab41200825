"""A centre that takes stations in, without a wire: the same request always gets the same answer."""

from __future__ import annotations

from dataclasses import replace

from registry.officers import Grant, Role
from sync.keys import CENTRE
from sync.onetime import OneTimeCode
from sync.wire import EnrolAnswer, EnrolRequest, OfficerRequest
from tests.station.store.making import key_of
from tests.sync.making import recipient

CODE = OneTimeCode("http://127.0.0.1:1", key_of(CENTRE).public, recipient("centre"), "c0dec0de", b"s" * 16)
UNTIL = "2099-12-31"


class NearRegistrar:
    """In the place of sync.http.Centre; `confirmed` says whether somebody has heard the words."""

    def __init__(self, *, confirmed: bool = False) -> None:
        self.confirmed = confirmed
        self.asked: list[EnrolRequest] = []

    def __call__(self, *_of: object) -> NearRegistrar:
        return self

    def enrol(self, request: EnrolRequest, code: OneTimeCode) -> EnrolAnswer:
        assert code == CODE
        self.asked.append(request)
        first = EnrolAnswer(
            station="DAYUN",
            name="Kantor Camat Dayun",
            area="14.08.06",
            epoch=1,
            centre_key=code.centre_key,
            centre_recipient=code.recipient,
            recovery_recipient=recipient("recovery"),
            training_root=key_of("root").public,
            letter="D",
            administrator="dewi",
            administrator_name="Dewi Anggraini",
            at="2026-11-24T03:42:07.000Z",
            key_until="2027-11-24",
            nonce="00" * 16,
            grant="",
            grant_signature="",
        )
        if not self.confirmed:
            return first
        raw, mark = _granted("dewi", "Dewi Anggraini", request.administrator_key, Role.ADMINISTRATOR)
        return replace(first, grant=raw.hex(), grant_signature=mark.hex())

    def register_officer(self, request: OfficerRequest, _signature: bytes) -> tuple[bytes, bytes]:
        return _granted(request.officer, request.name, request.key, *(Role(role) for role in request.roles))

    def close(self) -> None:
        """Nothing is open."""


def _granted(officer: str, name: str, key: str, *roles: Role) -> tuple[bytes, bytes]:
    raw = Grant(officer, name, key, frozenset(roles), "DAYUN", UNTIL).to_bytes()
    return raw, key_of(CENTRE).sign(raw)
