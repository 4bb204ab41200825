"""Sets the training stations up: the cast with its passphrase, under the one-time codes of a centre on loopback."""

from __future__ import annotations

from station.desk.cast import PASSPHRASE, Cast, Member
from station.desk.founding import Newcomer
from station.desk.sign_in import Door
from sync.onetime import OneTimeCode


def found(door: Door, cast: Cast, code: OneTimeCode) -> None:
    """Found one station with its cast, and close it again."""
    officers = tuple(_newcomer(member) for member in cast.officers)
    door.found(code, _newcomer(cast.administrator), officers, cast.letter).close()


def _newcomer(member: Member) -> Newcomer:
    return Newcomer(member.handle, member.name, member.roles, PASSPHRASE)
