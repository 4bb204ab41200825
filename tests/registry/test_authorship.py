"""The one check of an author: his grant, his key over these very bytes, the role he acted in."""

from dataclasses import replace

import pytest

from registry.actions import Action, Header, Kind
from registry.authorship import WrongRole, check_author
from registry.officers import BadSignature, Role, UnknownSigner
from sync.keys import CENTRE, Grants
from tests.station.store.making import act, key_of, signed_grant

GRANTS = Grants(
    key_of(CENTRE).public,
    [signed_grant("rina", Role.OPERATOR), signed_grant("hendra", Role.VERIFIER, until="2026-11-23")],
)


def altered(action: Action, **changes: object) -> Action:
    """The same signature over another header."""
    header: Header = replace(action.header, **changes)  # type: ignore[arg-type]  # names as in Header
    return replace(action, header=header, raw=header.to_bytes())


def test_an_act_of_its_author_in_a_role_he_holds_passes():
    check_author(act(Kind.SUBMITTED, "rina", Role.OPERATOR, variant="complete"), GRANTS)


@pytest.mark.parametrize(
    ("action", "error"),
    [
        (act(Kind.VERIFIED, "rina", Role.VERIFIER), WrongRole),
        (act(Kind.SUBMITTED, "rina", Role.OPERATOR, key=key_of("fajar")), BadSignature),
        (altered(act(Kind.SUBMITTED, "rina", Role.OPERATOR), variant="complete"), BadSignature),
        (act(Kind.SUBMITTED, "rina", Role.OPERATOR, station="MINAS"), UnknownSigner),
        (act(Kind.SUBMITTED, "fajar", Role.OPERATOR), UnknownSigner),
        (act(Kind.VERIFIED, "hendra", Role.VERIFIER), UnknownSigner),
    ],
    ids=["other role", "other key", "other bytes", "other station", "no grant", "duty ended"],
)
def test_any_other_act_is_refused(action: Action, error: type[Exception]):
    with pytest.raises(error):
        check_author(action, GRANTS)
