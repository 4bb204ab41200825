"""Who signed: RFC 8032's own vectors, the centre's grants, their ends and their revocation."""

import subprocess
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.canonical import NotCanonical, canonical
from registry.officers import BadSignature, Grant, Revocation, Role, UnknownSigner
from sync.keys import Grants, SigningKey, ed25519_check, public_pem
from tests.sync.making import grant, key

AT = "2026-11-24T03:42:07Z"
# RFC 8032, 7.1, test 2
SECRET = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
SIGNATURE = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def check(grants, *, author="rina", signer=None, station="DAYUN", at=AT, message=b"m"):
    signature = key(signer or author).sign(message)
    return grants.check(author=author, station=station, at=at, message=message, signature=signature)


def grants(*signed, revoked=()):
    return Grants(key("centre").public, signed, [Revocation(*end, "") for end in revoked])


def test_keys_and_signatures_are_those_of_rfc_8032():
    signer = SigningKey.from_bytes(bytes.fromhex(SECRET))
    assert signer.public == PUBLIC
    assert signer.sign(b"\x72").hex() == SIGNATURE
    assert ed25519_check(bytes.fromhex(PUBLIC), b"\x72", bytes.fromhex(SIGNATURE))
    assert signer.to_bytes().hex() == SECRET


@given(st.binary(max_size=40), st.binary(max_size=70), st.binary(max_size=40))
def test_whatever_is_no_signature_is_false_and_no_error(public, signature, message):
    assert ed25519_check(public, message, signature) is False


def test_a_granted_officer_has_his_roles():
    assert check(grants(grant(roles=(Role.OPERATOR, Role.PRINTING)))) == {Role.OPERATOR, Role.PRINTING}


def test_a_grant_the_centre_did_not_sign_is_none():
    raw, _ = grant()
    with pytest.raises(UnknownSigner):
        check(grants((raw, key("rina").sign(raw))))


def test_another_key_is_a_bad_signature():
    with pytest.raises(BadSignature):
        check(grants(grant()), signer="hendra")


@pytest.mark.parametrize("asked", [{"author": "hendra"}, {"station": "UPTD-SIAK"}, {"at": "2027-01-01T00:00:00Z"}])
def test_a_grant_is_for_one_officer_at_one_station_until_its_day(asked):
    with pytest.raises(UnknownSigner):
        check(grants(grant()), **asked)
    assert check(grants(grant()), at="2026-12-31T23:59:59Z") == {Role.OPERATOR}


def test_the_last_grant_of_an_officer_stands():
    assert check(grants(grant(), grant(roles=(Role.VERIFIER,)))) == {Role.VERIFIER}


@pytest.mark.parametrize("station", ["DAYUN", ""])
def test_after_a_revocation_nothing_new_counts_and_what_was_signed_before_stands(station):
    held = grants(grant(), revoked=[("rina", station, "2026-11-24T04:00:00Z")])
    assert check(held) == {Role.OPERATOR}
    assert held.revoked_at("rina", "DAYUN") == "2026-11-24T04:00:00Z"
    with pytest.raises(UnknownSigner):
        check(held, at="2026-11-24T04:00:01Z")


def test_a_revocation_is_for_one_station_unless_it_is_for_all():
    held = grants(grant(), revoked=[("rina", "MINAS", "2026-11-01T00:00:00Z")])
    assert check(held) == {Role.OPERATOR}
    assert held.revoked_at("rina", "DAYUN") == ""


SINCE = "2026-11-24T04:00:00.500Z"  # the centre writes fractions


def anew(roles=(Role.OPERATOR,), signer="rina-2", since=SINCE):
    old, _ = grant(roles=roles)
    raw = replace(Grant.from_bytes(old), key=key(signer).public, since=since).to_bytes()
    return raw, key("centre").sign(raw)


@pytest.mark.parametrize("order", [1, -1])
def test_with_a_new_key_older_acts_keep_counting_and_the_old_key_signs_nothing_more(order):
    held = grants(*(grant(), anew())[::order])
    assert check(held) == {Role.OPERATOR}
    assert check(held, signer="rina-2", at="2026-11-24T04:00:00Z") == {Role.OPERATOR}
    with pytest.raises(BadSignature):
        check(held, at="2026-11-24T04:00:01Z")
    with pytest.raises(BadSignature):
        check(held, signer="rina-2", at="2026-11-24T03:59:59Z")
    assert held.grant("rina", "DAYUN").key == key("rina-2").public
    assert held.owners(key("rina").public) == held.owners(key("rina-2").public) == {"rina"}


def test_with_a_new_role_older_acts_keep_the_role_of_then():
    held = grants(grant(), anew((Role.VERIFIER,), "rina"))
    assert check(held) == {Role.OPERATOR}
    assert check(held, at="2026-11-24T05:00:00Z") == {Role.VERIFIER}


def test_who_is_appointed_again_signs_again_and_not_for_the_time_between():
    held = grants(grant(), anew(since="2026-11-25T00:00:00Z"), revoked=[("rina", "DAYUN", "2026-11-24T04:00:00Z")])
    assert check(held) == {Role.OPERATOR}
    with pytest.raises(UnknownSigner):
        check(held, at="2026-11-24T05:00:00Z")
    assert check(held, signer="rina-2", at="2026-11-25T00:00:01Z") == {Role.OPERATOR}
    assert held.revoked_at("rina", "DAYUN") == ""


def test_a_grant_of_the_first_version_is_still_read():
    raw = canonical(
        {"v": 1, "officer": "rina", "name": "Rina", "key": key("rina").public, "roles": ["operator"],
         "station": "DAYUN", "until": "2026-12-31"}
    )  # fmt: skip
    assert check(grants((raw, key("centre").sign(raw)))) == {Role.OPERATOR}
    with pytest.raises(NotCanonical):
        Grant.from_bytes(raw.replace(b'"v":1', b'"v":3'))


def test_the_centre_signs_with_its_own_key_only():
    assert check(grants(), author="DINAS", signer="centre", station="DINAS") == {Role.CENTRE}
    with pytest.raises(BadSignature):
        check(grants(grant("DINAS")), author="DINAS", signer="DINAS")


@pytest.mark.tools
def test_openssl_reads_our_public_keys(tmp_path):
    (tmp_path / "key.pem").write_bytes(public_pem(PUBLIC))
    shown = subprocess.run(
        ["openssl", "pkey", "-pubin", "-in", tmp_path / "key.pem", "-text", "-noout"], capture_output=True, check=True
    ).stdout.decode()
    assert "ED25519" in shown
    assert PUBLIC in "".join(shown.split("pub:")[1].split()).replace(":", "")
