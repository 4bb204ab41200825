"""Who may lift the mark: a root in the build, and nothing that data can say."""

from dataclasses import replace

import pytest

from registry.releases import Authority, Certificate, ReleaseKind, ReleaseRefused, SignedRelease, Spending
from station.compose.station import OPERATIONAL_ROOTS
from sync.keys import ed25519_check
from tests.forms.making import Maker, elements, ink, photo, release

TODAY = "2026-11-24"


def judged(signed, *, training=(), operational=(), today=TODAY, spending=None, **wanted):
    """The authority's word on a release, as the desk asks for it."""
    authority = Authority(ed25519_check, training_roots=frozenset(training), operational_roots=frozenset(operational))
    asked = {"case": "case-1", "station": "UPTD-SIAK", "photo": photo(), "signature": ink()} | wanted
    return authority.printable(signed, elements(), today=today, spending=spending or Spending(0, 0), **asked)


def refusal(signed, **asked):
    with pytest.raises(ReleaseRefused) as refused:
        judged(signed, **asked)
    return refused.value.code


def test_this_build_has_no_operational_root():
    assert frozenset() == OPERATIONAL_ROOTS


def test_a_throw_away_root_in_the_constructor_lifts_the_mark_as_far_as_the_printable():
    maker = Maker(ReleaseKind.OPERATIONAL)
    card = judged(maker.sign(release(elements())), operational=[maker.root_key])
    assert (card.marking, card.attempt) == ("", 1)  # and nothing is rendered of it


@pytest.mark.parametrize("kind", list(ReleaseKind))
def test_an_unknown_root_is_refused_whatever_it_calls_itself(kind):
    maker, other = Maker(kind), Maker(kind)
    signed = maker.sign(release(elements()))
    assert refusal(signed) == "broken-chain"
    assert refusal(signed, training=[other.root_key], operational=[other.root_key]) == "broken-chain"


def test_an_operational_certificate_under_the_pinned_training_root_is_refused():
    maker = Maker(ReleaseKind.OPERATIONAL)
    signed = maker.sign(release(elements()))
    assert refusal(signed, training=[maker.root_key]) == "broken-chain"
    assert refusal(signed, training=[maker.root_key], operational=[maker.root_key]) == "broken-chain"


def test_a_training_certificate_under_an_operational_root_lifts_nothing():
    maker = Maker(ReleaseKind.TRAINING)
    assert refusal(maker.sign(release(elements())), operational=[maker.root_key]) == "broken-chain"


def test_a_certificate_whose_kind_was_changed_is_refused():
    maker = Maker(ReleaseKind.TRAINING)
    signed = maker.sign(release(elements()))
    lifted = replace(Certificate.from_bytes(signed.certificate), kind=ReleaseKind.OPERATIONAL).to_bytes()
    forged = replace(signed, certificate=lifted)
    assert refusal(forged, training=[maker.root_key]) == "broken-chain"
    assert refusal(forged, operational=[maker.root_key]) == "broken-chain"


def test_a_release_signed_by_another_key_under_a_true_certificate_is_refused():
    true, other = Maker(ReleaseKind.OPERATIONAL), Maker(ReleaseKind.OPERATIONAL)
    mixed = SignedRelease(*_release(other), *true.certificate)
    assert refusal(mixed, operational=[true.root_key]) == "broken-chain"


def _release(maker):
    signed = maker.sign(release(elements()))
    return signed.release, signed.release_signature


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"station": "DAYUN"}, "wrong-station"),
        ({"case": "case-2"}, "other-data"),
        ({"photo": b"another face"}, "other-data"),
        ({"signature": b"another hand"}, "other-data"),
        ({"today": "2026-12-09"}, "expired"),
        ({"today": "2026-11-23"}, "early"),
        ({"today": "2027-06-01"}, "expired"),
        ({"spending": Spending(1, 1)}, "spent"),
        ({"spending": Spending(2, 0)}, "no-attempts"),
    ],
)
def test_a_release_prints_one_card_of_one_case_at_one_station_in_its_term(asked, code):
    maker = Maker(ReleaseKind.OPERATIONAL)
    assert refusal(maker.sign(release(elements())), operational=[maker.root_key], **asked) == code


@pytest.mark.parametrize("garbage", [b"", b"{}", b"null", b'{"v":1}', b'{"v":2,"kind":"operational"}', b"\xff\xfe"])
def test_bytes_of_another_form_are_refused_and_no_fault(garbage):
    maker = Maker()
    signed = maker.sign(release(elements()))
    for name in ("release", "certificate"):
        assert refusal(replace(signed, **{name: garbage}), training=[maker.root_key]) == "broken-chain"


@pytest.mark.parametrize("key", ["", "zz", "00", "ab" * 40])
def test_a_root_that_is_no_key_is_refused(key):
    maker = Maker()
    signed = maker.sign(release(elements()))
    forged = replace(Certificate.from_bytes(signed.certificate), root=key).to_bytes()
    assert refusal(replace(signed, certificate=forged), training=[maker.root_key]) == "broken-chain"
