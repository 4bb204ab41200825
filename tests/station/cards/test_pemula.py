"""A card recorded at 16 is neither approved nor printed before the 17th birthday, whatever its release says."""

from dataclasses import replace
from datetime import date

import pytest

from registry.actions import Kind
from registry.canonical import canonical
from registry.codes import CodeTables
from registry.lifecycle import Status
from registry.officers import Role
from registry.releases import ReleaseRefused, check_age
from registry.upstream import SiakStatus
from station.desk.releasing import ReleaseDesk
from station.presenters.approving import ApprovePresenter
from station.presenters.cases import case_chip
from sync.keys import CENTRE
from tests.forms.making import elements, resident
from tests.station.cards.conftest import _released, _with_real_pictures
from tests.station.store.making import act, person, recording, submitted

TODAY = date.today()
BORN = TODAY.replace(year=TODAY.year - 16, day=1)  # 16 years and some days
TURNS_17 = BORN.replace(year=BORN.year + 17).isoformat()


def story(store, until: Status) -> str:
    """A case of a pemula; a centre that has lost its rule released the card at once."""
    found = _with_real_pictures(recording(replace(person(1), birth_date=BORN)))
    last = submitted(found, case="case-1")
    store.cases.append((last,), blobs=found.blobs)
    released = canonical({"v": 1, **_released(found, "case-1")})
    steps = (
        (Kind.VERIFIED, "hendra", Role.VERIFIER, "", None),
        (Kind.UPSTREAM_ANSWERED, CENTRE, Role.CENTRE, SiakStatus.PRINT_READY_RECORD, None),
        (Kind.RELEASED, CENTRE, Role.CENTRE, "", released),
        (Kind.PRINT_APPROVED, "murniati", Role.VERIFIER, "", None),
    )
    for kind, who, role, variant, payload in steps:
        if store.cases.get("case-1").status is until:
            break
        station = CENTRE if role is Role.CENTRE else "DAYUN"
        last = act(kind, who, role, variant=variant, after=last.header.id, station=station, payload=payload)
        store.cases.append((last,))
    assert store.cases.get("case-1").status is until
    return "case-1"


def test_the_chip_says_that_it_waits_and_until_when(store):
    row = store.cases.row(story(store, Status.PRINT_READY))
    shown = case_chip(row, TODAY.isoformat())
    assert (shown.word, shown.next_step[:12]) == ("Menunggu usia 17", "Cetak mulai ")
    assert str(BORN.year + 17) in shown.next_step
    assert case_chip(row, TURNS_17).word == "Siap cetak (PRR)"


def test_nobody_approves_it_before_the_day(store, desk):
    case = story(store, Status.RELEASED)
    murniati = desk("murniati").counter
    with pytest.raises(ReleaseRefused, match="under-17") as refusal:
        ReleaseDesk(murniati.session, murniati.authority).approve(case)
    assert refusal.value.since == TURNS_17
    assert store.cases.get(case).status is Status.RELEASED


def test_the_page_says_why(store, desk):
    case = story(store, Status.RELEASED)
    states = []
    presenter = ApprovePresenter(desk("murniati").counter, states.append)
    presenter.open()
    words = states[-1].blocked[case]
    assert words.title == "Menunggu usia 17."
    assert "cetak mulai" in words.text
    presenter.toggle(case)
    assert not states[-1].marked


def test_an_approval_that_came_all_the_same_prints_nothing(store, desk):
    case = story(store, Status.PRINT_APPROVED)
    yulianti = desk("yulianti").counter
    with pytest.raises(ReleaseRefused, match="under-17"):
        ReleaseDesk(yulianti.session, yulianti.authority).printable(store.cases.get(case))


@pytest.mark.parametrize(
    ("marital", "today", "held"),
    [
        ("Belum Kawin", "2026-03-11", True),
        ("Belum Kawin", "2026-03-12", False),
        ("Kawin Belum Tercatat", "2026-03-11", False),
        ("Cerai Mati", "2026-03-11", False),
    ],
)
def test_the_lines_of_the_card_say_the_day(marital, today, held):
    code = CodeTables.load().by_name("status_perkawinan", marital)
    card = elements(replace(resident(), birth_date=date(2009, 3, 12), marital=code))
    if not held:
        check_age(card, today)
        return
    with pytest.raises(ReleaseRefused, match="under-17"):
        check_age(card, today)


def test_a_card_without_a_birth_date_is_not_printed():
    with pytest.raises(ReleaseRefused, match="other-data"):
        check_age(replace(elements(), birth="SIAK"), "2026-11-24")
