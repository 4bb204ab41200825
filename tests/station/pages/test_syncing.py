"""Sinkronisasi: what waits and why, what happens next, what an officer sets, and what the Dinas says."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from registry.uuid7 import Uuid7Source
from station.desk.session import Clock
from station.desk.syncing import SyncDesk
from station.pages.line_sheet import SET, LineSheet
from station.pages.sync import SyncPage
from station.presenters.counter import Route
from sync.ports import PacketInfo
from sync.retry import Rest
from sync.rules import Rules
from sync.wire import FeedItem, FeedPage, Receipt
from tests.station.pages.test_fit import lacks_room
from tests.station.store.making import append_recording, person

AT = "2026-11-24T03:42:07Z"
LONG = (
    "Mulai Senin, 30 November 2026, blangko dihitung setiap pagi sebelum loket dibuka. Selisih dicatat di Blangko "
    "(Hitung fisik) dan disetujui petugas kedua. Pertanyaan: Bidang Dafduk."
)


@pytest.fixture
def desk(place):
    made = SyncDesk(place.store, Clock(), Uuid7Source())
    yield made
    made.close()


def fill(place, count, *, reason="", tries=0, size=180_000, state="waiting", first=1, next_at=""):
    """Packets as they lie in the store."""
    sealed = []
    for number in range(first, first + count):
        case = f"case-{number:04d}"
        append_recording(place.store, case, person(number % 20 + 1), f"D-2611-{number:04d}")
        actions = tuple(action.header.id for action in place.store.cases.get(case).actions)
        name, path = f"p-{number:04d}", place.store.folder / "outbox" / f"p-{number:04d}.age"
        sealed.append((PacketInfo(name, case, "case", size + number, "00" * 32, path, AT, 0, ""), actions))
    place.store.side.add_packets(sealed)
    for info, _ in sealed:
        for _ in range(tries):
            place.store.side.tried(info.id, reason, next_at)
        if state == "refused":
            place.store.side.take_receipt(Receipt(info.id, "00" * 32, "refused", reason, {}, {}, 0, AT))


def tell(place, *items):
    cursor = place.store.side.cursor()
    place.store.side.apply(FeedPage("DAYUN", cursor, cursor + len(items), False, AT, items))


def news(number=1, **changes):
    record = {"id": f"a-{number}", "at": AT, "title": "Hitung blangko tiap pagi", "text": LONG}
    return FeedItem("announcement", {**record, **changes})


def opened(place, desk, asked=None):
    asked = asked if asked is not None else []
    return place.show(SyncPage(place.window.theme, place.counter(), desk, lambda: asked.append(1)))


def cells(page, number):
    row = page.table.rows.pages.row(number)
    return [cell if isinstance(cell, str) else cell.text for cell in row.cells]


def act(page, name):
    return next(act for act in page.acts if act.text == name)


def shown(page):
    return [part.text() for part in page.findChildren(QLabel) if part.isVisible()]


def test_nothing_waiting_and_never_connected(place, desk):
    page = opened(place, desk)
    assert page._head.text() == "Belum pernah tersambung."
    assert not page.table.isVisible()
    assert page.context == "Tidak ada yang menunggu"


def test_all_received_is_said_with_its_hour(place, desk):
    now = Clock().stamp()
    place.store.side.note_contact(now, 2.0)
    page = opened(place, desk)
    assert page._head.text().startswith("Semua sudah diterima Dinas pukul ")


def test_what_waits_is_listed_with_number_size_tries_and_reason(place, desk):
    fill(place, 2, reason="cut-off", tries=3)
    page = opened(place, desk)
    number, size, _, tries, reason, after = cells(page, 0)
    assert (number, size, tries) == ("D-2611-0001", "176 kB", "3")
    assert (reason, after) == ("Terputus di tengah, dilanjutkan", "segera")
    assert page._head.text().startswith("2 berkas menunggu, tertua ")
    assert page._why.text().startswith("D-2611-0001: Terputus di tengah")


def test_the_next_try_is_told_in_the_head_and_the_row(place, desk):
    fill(place, 1)
    later = place.counter().session.clock.now().replace(microsecond=0)
    until = f"{later.replace(second=0):%Y-%m-%dT%H:%M}:59Z"
    place.store.facts.put({"sync.rest": Rest(2, "unreachable", until).to_bytes()})
    page = opened(place, desk)
    hour = later.astimezone().strftime("%H.%M")
    if "Dicoba lagi" in page._head.text():  # the minute may have turned meanwhile
        assert page._head.text().endswith(f"Dicoba lagi sendiri {hour}; Anda tidak perlu menunggu.")
        assert cells(page, 0)[-1] in (hour, "segera")


def test_a_refused_packet_tells_its_reason_and_its_step(place, desk):
    fill(place, 1)
    fill(place, 1, reason="old-epoch", state="refused", first=2)
    page = opened(place, desk)
    assert cells(page, 0)[0] == "D-2611-0002"  # first, for it needs somebody
    assert cells(page, 0)[4:] == ["Dikirim dari salinan lama data stasiun.", "tidak lagi"]
    assert "Administrator menyelaraskan stasiun di Dinas." in page._why.text()
    assert page._banner.words.startswith("1 kiriman ditolak Dinas.")


def test_a_refused_packet_of_an_unknown_code_shows_the_code(place, desk):
    fill(place, 1, reason="what-is-this", state="refused")
    page = opened(place, desk)
    assert "what-is-this" in page._why.text()


def test_pages_of_the_list_come_from_sql(place, desk, qtbot):
    fill(place, 300)
    page = opened(place, desk)
    assert page.table.rows.rowCount() == 300
    page.table.setCurrentIndex(page.table.rows.index(290, 0))
    qtbot.waitUntil(lambda: page.table.chosen == "p-0291")
    assert cells(page, 290)[0] == "D-2611-0291"


def test_pause_and_go_on_by_key(place, desk, qtbot):
    page = opened(place, desk)
    act(page, "Jeda").handler()
    qtbot.waitUntil(lambda: any(each.text == "Lanjutkan" for each in page.acts))
    assert desk.rules().paused_by == "Rina Oktaviani"
    assert page._banner.words.startswith("Pengiriman dijeda Rina Oktaviani sejak ")
    assert act(page, "Lanjutkan").key == "Alt+J"
    act(page, "Lanjutkan").handler()
    qtbot.waitUntil(lambda: any(each.text == "Jeda" for each in page.acts))
    assert not desk.rules().paused


def test_send_now_is_f5(place, desk, qtbot):
    asked = []
    page = opened(place, desk, asked)
    assert act(page, "Kirim sekarang").key == "F5"
    qtbot.keyClick(place.window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: asked == [1])


def test_the_stick_is_one_key_away(place, desk):
    act(opened(place, desk), "Stik USB").handler()
    assert place.went == [Route("stik-usb")]


def test_cap_and_quiet_hours_are_set_in_a_sheet(place, desk, qtbot):
    page, sheets = opened(place, desk), []
    page.sheet_asked.connect(sheets.append)
    act(page, "Batas kecepatan").handler()
    (sheet,) = sheets
    sheet.begin.put("8")
    assert not sheet.buttons[SET].isEnabled()
    assert "kosongkan keduanya" in sheet._fault.text()
    sheet.end.put("25.00")
    assert sheet._fault.text() == "Tulis jam seperti 08.00 atau 17.30."
    sheet.end.put("12.30")
    sheet.limit.put("256")
    assert sheet.buttons[SET].isEnabled()
    sheet.close_with(SET)
    qtbot.waitUntil(lambda: desk.rules() == Rules(256, "08.00", "12.30"))
    qtbot.waitUntil(lambda: "256 kbit/s" in shown(page))
    assert "08.00–12.30" in shown(page)


def test_a_limit_set_elsewhere_can_be_kept(place, desk):
    sheet = LineSheet(place.window.theme, Rules(777, "22.00", "05.00"))
    assert (sheet.limit.text, sheet.begin.text, sheet.end.text) == ("777", "22.00", "05.00")


def test_announcements_of_the_dinas_show_with_their_date(place, desk):
    tell(place, news(1), news(2, at="2026-11-25T01:00:00Z", title="Server dipelihara", text="Sabtu pukul 20.00."))
    page = opened(place, desk)
    titles = [text for text in shown(page) if " · " in text]
    assert titles == ["25 Nov 2026 · Server dipelihara", "24 Nov 2026 · Hitung blangko tiap pagi"]
    assert LONG in shown(page)


@pytest.mark.parametrize(
    ("skew", "said"), [(-86400 * 5844.0, "16 tahun lebih lambat"), (86400 * 400.0, "1 tahun lebih cepat")]
)
def test_a_wrong_clock_is_named_with_the_difference_and_an_offer(place, desk, qtbot, skew, said):
    place.store.side.note_contact(Clock().stamp(), skew)
    page = opened(place, desk)
    assert page._banner.words.startswith(f"Jam komputer salah: {said} dari Dinas.")
    assert act(page, "Pakai jam Dinas").key == "F8"
    act(page, "Pakai jam Dinas").handler()
    qtbot.waitUntil(lambda: not any(each.text == "Pakai jam Dinas" for each in page.acts))
    assert f"{said}; jam Dinas dipakai" in shown(page)


def test_the_lock_of_the_dinas_stands_above_all(place, desk):
    tell(place, FeedItem("lock", {"locked": 1, "reason": "hitung ulang blangko", "at": AT}))
    page = opened(place, desk)
    assert page._banner.words.startswith("Pencetakan dikunci Dinas sejak 24 Nov ")
    assert "hitung ulang blangko. Perekaman tetap berjalan. Tanyakan Bidang Dafduk." in page._banner.words


@pytest.mark.parametrize("size", [(1024, 560), (1280, 800)])
@pytest.mark.parametrize("look", ["terang", "kontras"])
def test_the_page_is_complete_with_all_it_may_say(place, desk, size, look):
    fill(place, 40, reason="out-of-turn", tries=2)
    fill(place, 2, reason="chain-forked", state="refused", first=60)
    tell(place, news(1), news(2, title="Pemeliharaan server Dinas, Sabtu malam pukul 20.00 sampai 22.00"), news(3))
    place.store.side.note_contact(Clock().stamp(), -7300.0)
    desk.set_line(256, "08.00", "12.30")
    page = opened(place, desk)
    place.window.wear(look)
    assert lacks_room(place, page, size) == []


def test_after_a_round_without_a_network_each_row_says_so(place, desk):
    fill(place, 1)
    desk.run(threading.Event())
    page = opened(place, desk)
    assert replace(page._view.rows[0]).reason in ("unreachable", "file-missing")
