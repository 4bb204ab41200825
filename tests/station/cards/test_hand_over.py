"""A card leaves with a finger that matched, or with a witness and a reason; both stand in the act."""

import pytest

from registry.actions import Kind
from registry.lifecycle import Status
from station.desk.delivering import DeliveryDesk, Unwitnessed
from station.pages.handover import HandoverPage
from tests.station.cards.conftest import put_case
from tests.station.trays import tray


@pytest.fixture
def page(qtbot, look, desk, store):
    put_case(store, 1, Status.READY)
    made = HandoverPage(look, desk("fajar").counter, tray())
    qtbot.addWidget(made)
    made.show()
    made.opened()
    return made


def act(page, text):
    return next(each for each in page.acts if each.text == text)


def test_the_card_stays_until_witness_and_reason_are_both_written(page, store, qtbot):
    assert not act(page, "Serahkan").enabled
    act(page, "Tidak cocok").handler()
    assert page.witness.isVisible()
    assert page.reason.isVisible()
    qtbot.keyClicks(page.witness.line, "Yusnidar, ibu")
    assert not act(page, "Serahkan").enabled
    page.witness.line.clear()
    qtbot.keyClicks(page.reason.line, "jari luka")
    assert not act(page, "Serahkan").enabled
    qtbot.keyClicks(page.witness.line, "Yusnidar, ibu")
    assert act(page, "Serahkan").enabled
    act(page, "Serahkan").handler()
    handed = store.cases.get("case-1").latest(Kind.HANDED_OVER)
    assert handed.header.variant == "witness"
    assert handed.record["witness"] == "Yusnidar, ibu"
    assert handed.record["reason"] == "jari luka"


def test_the_witness_of_one_card_is_not_the_witness_of_the_next(page, store, qtbot):
    put_case(store, 2, Status.READY)
    act(page, "Tidak cocok").handler()
    qtbot.keyClicks(page.witness.line, "Yusnidar")
    qtbot.keyClicks(page.reason.line, "jari luka")
    act(page, "Serahkan").handler()
    assert page.rows.ids() == ["case-2"]
    assert page.witness.text == ""
    assert page.reason.text == ""
    assert not act(page, "Serahkan").enabled


@pytest.mark.parametrize("facts", [{}, {"witness": "Yusnidar"}, {"witness": " ", "reason": "luka"}, {"reason": "luka"}])
def test_the_desk_refuses_it_too(desk, store, facts):
    put_case(store, 1, Status.READY)
    with pytest.raises(Unwitnessed):
        DeliveryDesk(desk("fajar").counter.session).hand_over("case-1", "witness", facts)
    assert store.cases.get("case-1").status is Status.READY
