"""A card leaves with a finger that matched, or with a witness and a reason; both stand in the act."""

import pytest

from registry.actions import Kind
from registry.lifecycle import Status
from registry.stock import Item
from station.desk.checking import submission_of
from station.desk.delivering import DeliveryDesk, OldCard, OldCardOpen, OldFate, Unwitnessed, check_old
from station.pages.handover import HandoverPage
from station.store.store import FILE
from tests.forms.reading import words
from tests.station.cards.conftest import put_case
from tests.station.desk.test_retention import decrypted
from tests.station.trays import tray


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "keluaran"


@pytest.fixture
def page(qtbot, look, desk, store, folder):
    put_case(store, 1, Status.READY)
    made = HandoverPage(look, desk("fajar").counter, tray(folder))
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


def old(fate, letter="", reason=""):
    return OldCard(OldFate(fate), letter, reason)


def test_a_proxy_needs_name_identity_letter_and_reason_and_gets_his_form(page, store, qtbot, folder):
    act(page, "Tidak cocok").handler()
    page.way.put("proxy")
    for field, text in ((page.proxy, "Yusnidar"), (page.identity, "1408064507800003"), (page.letter, "24-11-2026")):
        qtbot.keyClicks(field.line, text)
        assert not act(page, "Serahkan").enabled
    qtbot.keyClicks(page.reason.line, "dirawat di RSUD")
    assert act(page, "Serahkan").enabled
    act(page, "Buat F-1.07").handler()
    text = words((folder / "F-1.07-D-2611-0001.pdf").read_bytes())
    assert all(part in text for part in ("Yusnidar", "1408064507800003", "dirawat di RSUD", "SPESIMEN"))
    act(page, "Serahkan").handler()
    handed = store.cases.get("case-1").latest(Kind.HANDED_OVER)
    assert handed.header.variant == "proxy"
    assert [handed.record[name] for name in ("proxy", "letter", "reason", "old")] == [
        "Yusnidar", "24-11-2026", "dirawat di RSUD", "tidak-ada",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fate", "code"),
    [
        (OldCard(OldFate.NONE), "no-reason"),
        (OldCard(OldFate.LOST, " "), "no-letter"),
    ],
)
def test_a_new_card_for_a_damaged_one_stays_while_the_old_one_is_not_accounted_for(fate, code):
    with pytest.raises(OldCardOpen, match=code):
        check_old("ktp-rusak", fate)


def test_the_old_card_is_booked_once_under_the_number_of_the_case_also_after_a_cut(desk, store, monkeypatch):
    put_case(store, 1, Status.READY)
    delivery = DeliveryDesk(desk("fajar").counter.session)

    def cut(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(store.cases, "append", cut)
    with pytest.raises(KeyboardInterrupt):
        delivery.hand_over("case-1", "finger", {"finger": "7", "score": "120"}, old("ditarik"))
    monkeypatch.undo()
    delivery.hand_over("case-1", "finger", {"finger": "7", "score": "120"}, old("ditarik"))
    lines = store.ledgers.lines(Item.WITHDRAWN)
    assert [(line.owner, line.count, line.officer) for line in lines] == [("D-2611-0001", 1, "fajar")]
    assert store.cases.get("case-1").latest(Kind.HANDED_OVER).record["old"] == "ditarik"


def test_after_it_not_a_byte_of_photo_and_templates_is_left_in_file_or_log(desk, store):
    """Every page is read in clear, also those that no table names any more."""
    put_case(store, 1, Status.READY)
    delivery = DeliveryDesk(desk("fajar").counter.session)
    names = sorted(submission_of(store.cases.get("case-1")).blobs())
    marks = {name: store.blobs.get(name)[:32] for name in names if store.blobs.has(name)}
    store.blobs._cipher.forget_deleted()
    assert len(delivery.templates("case-1")) == 2
    assert all(mark in decrypted(store.folder / FILE) for mark in marks.values())
    delivery.hand_over("case-1", "finger", {"finger": "7", "score": "120"}, old("tidak-ada"))
    assert delivery.templates("case-1") == {}
    log = store.folder / f"{FILE}-wal"
    assert not log.exists() or log.stat().st_size == 0
    assert [name for name, mark in marks.items() if mark in decrypted(store.folder / FILE)] == []
    last = store.cases.get("case-1").actions[-2:]
    assert [each.header.kind for each in last] == [Kind.HANDED_OVER, Kind.ERASED]  # both go to the centre
