"""What the pages show, and that nothing of a person shows unasked."""

import re
from datetime import timedelta

import pytest

from central.console.words import mask_number
from central.ledger.boards import Lock, keep_counters, put_lock
from registry.actions import Kind, Outcome
from registry.lifecycle import Status
from registry.officers import Role
from registry.upstream import SiakStatus
from tests.central.console.making import DAYUN, SIAK, Browser, Console, said
from tests.central.console.story import (
    SECRET,
    answer,
    do,
    hand_over,
    kinds,
    print_card,
    record,
    release,
    somebody,
    statuses,
    vouch,
)


@pytest.fixture
def town(place: Console) -> Console:
    """Some cases in two kecamatan."""
    vouch(place)
    record(place, "case-0001", who=somebody(1, name=SECRET))
    record(place, "case-0002", verified=False)
    record(place, "case-0003", "SIAK", somebody(3, "SIAK", SECRET))
    place.now += timedelta(days=5)
    record(place, "case-0004")
    release(place, "case-0004")
    print_card(place, "case-0004")
    hand_over(place, "case-0004")
    return place


def rows(page: str) -> list[list[str]]:
    """The cells of every table row as text."""
    return [
        [
            re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)
        ]
        for row in re.findall(r"<tr>.*?</tr>", page, re.S)
    ]


def row_of(page: str, start: str) -> list[str]:
    return next(row for row in rows(page) if row and row[0].startswith(start))


def test_the_overview_counts_by_kecamatan_with_the_late_on_top(town: Console) -> None:
    page = town.signed_in("tuti").get("/")
    found = [row for row in rows(page) if row and row[0] in ("Dayun", "Siak", "Minas")]
    assert found[0][:3] == ["Dayun", "▲ 2", "2"]
    assert found[0][-1] == "5 hari"
    assert [row[0] for row in found] == ["Dayun", "Siak", "Minas"]
    assert found[2][1:3] == ["0", "0"]


def test_a_station_out_of_touch_is_seen(town: Console) -> None:
    with town.ledger.writing() as book:
        book.touch_station("SIAK", town.clock.stamp())
        keep_counters(book.connection, "DAYUN", {"waiting": 7, "bytes": 41_000, "tries": 3}, town.clock.stamp())
        put_lock(book.connection, Lock("DAYUN", 1, "hitung ulang", town.clock.stamp(), "tuti", "budi"))
    page = town.signed_in("tuti").get("/")
    dayun, siak = row_of(page, "DAYUN"), row_of(page, "SIAK")
    assert "5 hari tanpa kontak" in dayun[2]
    assert dayun[3:6] == ["7", "41", "3"]
    assert "Dikunci" in dayun[7]
    assert "Terhubung" in siak[2]


def test_a_station_may_say_anything_of_itself_and_little_is_kept(place: Console) -> None:
    with place.ledger.writing() as book:
        keep_counters(book.connection, "DAYUN", {f"x{n}" * 40: 10**30 for n in range(500)}, place.clock.stamp())
        rows_kept = book.connection.exec_driver_sql("SELECT name, value FROM console_counters").all()
    assert len(rows_kept) <= 32
    assert all(len(name) <= 40 for name, _ in rows_kept)


def test_the_list_follows_its_filters_and_pages(town: Console) -> None:
    browser = town.signed_in("tuti")
    assert [row[0] for row in rows(browser.get("/kasus"))[1:]] == [
        "D-2611-0001",
        "D-2611-0002",
        "S-2611-0003",
        "D-2611-0004",
    ]
    assert [row[0] for row in rows(browser.get("/kasus", status="submitted"))[1:]] == ["D-2611-0002"]
    assert [row[0] for row in rows(browser.get("/kasus", kecamatan=SIAK))[1:]] == ["S-2611-0003"]
    assert [row[0] for row in rows(browser.get("/kasus", nomor="d-2611-0004"))[1:]] == ["D-2611-0004"]
    assert len(rows(browser.get("/kasus", terlambat="1"))[1:]) == 3
    assert "Tidak ada berkas" in browser.get("/kasus", nomor="%")
    assert browser.status("/kasus", status="lain") == 400


def test_a_long_list_comes_in_parts(place: Console) -> None:
    for number in range(30):
        record(place, f"case-{number:04d}", verified=False)
    browser = place.signed_in("tuti")
    first, second = browser.get("/kasus"), browser.get("/kasus", hal="2")
    assert len(rows(first)) - 1 == 25
    assert len(rows(second)) - 1 == 5
    assert "halaman 2 dari 2" in second
    assert "halaman 2 dari 2" in browser.get("/kasus", hal="99999")


def test_words_and_verified_share_one_chip_and_one_filter(town: Console) -> None:
    record(town, "case-0005")
    answer(town, "case-0005", SiakStatus.BIO_CAPTURED)  # received; case-0001 and -0003 are verified
    page = town.signed_in("tuti").get("/kasus", status="verified")
    assert {row[0] for row in rows(page)[1:]} == {"D-2611-0001", "S-2611-0003", "D-2611-0005"}


def test_a_case_tells_its_whole_history(town: Console) -> None:
    page = town.signed_in("tuti").get("/kasus/case-0004")
    told = [(row[1], row[2]) for row in rows(page) if len(row) == 6]
    words = [word for word, _ in told]
    assert words[1].startswith("Direkam dan diajukan")
    assert any("PRINT_READY_RECORD" in word for word in words)
    assert words[-1] == "Diserahkan dengan sidik jari"
    assert any(who.startswith("Joko Prasetyo tugas cetak") for _, who in told)


def test_what_was_refused_on_arrival_is_shown_with_its_reason(town: Console) -> None:
    from tests.station.store.making import act

    with town.ledger.writing() as book:
        book.add_action(act(Kind.VERIFIED, "rina", Role.VERIFIER, case="case-0001"), "same-person")
    assert "same-person" in town.signed_in("tuti").get("/kasus/case-0001")


def test_a_person_is_masked_until_somebody_gives_a_reason(town: Console) -> None:
    browser = town.signed_in("tuti")
    page = browser.get("/kasus/case-0001")
    nik = str(somebody(1).nik)
    assert SECRET not in page
    assert nik not in page.replace(" ", "")
    assert mask_number(nik) in page
    status, refusal = browser.post("/kasus/case-0001", "tampilkan", reason="ok")
    assert status == 400
    assert SECRET not in refusal
    status, opened = browser.post("/kasus/case-0001", "tampilkan", reason="pengaduan 12/2026")
    assert status == 200
    assert SECRET in opened
    assert 'http-equiv="refresh" content="30' in opened
    line = town.lines(act="buka data")[0]
    assert (line.account, line.subject, line.detail) == ("tuti", "case-0001", "pengaduan 12/2026")
    assert SECRET not in browser.get("/kasus/case-0001")


def test_no_page_shows_a_person_unasked(town: Console) -> None:
    nik = str(somebody(1).nik)
    browser = town.signed_in("tuti")
    pages = (
        "/",
        "/kasus",
        "/ganda",
        "/persetujuan",
        "/blangko",
        "/pengiriman",
        "/rekap",
        "/ekspor",
        "/audit",
        "/kunci",
    )
    for path in (*pages, "/kasus/case-0001", "/ganda/case-0001", "/blangko/DAYUN", "/pengumuman"):
        text = browser.get(path)
        assert SECRET not in text
        assert nik not in text.replace(" ", "")
        assert "<script" not in text


def test_an_erased_case_still_tells_what_was_done(town: Console) -> None:
    with town.ledger.writing() as book:
        book.connection.exec_driver_sql("DELETE FROM payloads")
    browser = town.signed_in("tuti")
    page = browser.get("/kasus/case-0004")
    assert "sudah dihapus" in page
    assert "Diserahkan" in page
    assert browser.get("/ganda/case-0004")


def test_two_data_stand_side_by_side(town: Console) -> None:
    record(town, "case-0006", who=somebody(1, name=SECRET))
    browser = town.signed_in("tuti")
    browser.post("/kasus/case-0006", "tahan", other="d-2611-0001", reason="sidik jari mirip")
    assert statuses(town)["case-0006"] == Status.HELD
    assert "D-2611-0006" in browser.get("/ganda")
    page = browser.get("/ganda/case-0006")
    assert SECRET not in page
    assert [row[-1] for row in rows(page) if row[0] == "NIK"] == ["= sama"]
    assert "bukan jawaban tentang ketunggalan" in page
    assert SECRET in browser.post("/ganda/case-0006", "tampilkan", reason="membandingkan")[1]


def test_another_kecamatan_does_not_see_the_other_half(town: Console) -> None:
    record(town, "case-0006", who=somebody(6))
    town.signed_in("tuti").post("/kasus/case-0006", "tahan", other="S-2611-0003", reason="sidik jari mirip")
    page = town.signed_in("uptd-dayun").get("/ganda/case-0006")
    assert "Dinas yang membandingkan" in page
    assert "S-2611-0003" not in page


def test_the_recap_counts_the_month_of_siak(town: Console) -> None:
    browser = town.signed_in("tuti")
    page = browser.get("/rekap", bulan="2026-11")
    assert row_of(page, "Dayun")[1:] == ["3", "2", "1", "1", "1", "0", "1"]
    assert row_of(page, "Siak")[1:3] == ["1", "1"]
    assert row_of(page, "Jumlah")[1] == "4"
    assert page.count("<rect") > 28
    assert row_of(browser.get("/rekap", bulan="2026-10"), "Jumlah")[1:] == ["0"] * 7
    assert browser.status("/rekap", bulan="2026-13") == 400


def test_stock_follows_shipments_and_prints(town: Console) -> None:
    tuti, budi = town.signed_in("tuti"), town.signed_in("budi")
    sent = {"item": "blangko-ktp-el", "source": "", "target": "DAYUN", "sent": "500", "paper": "BAST 12"}
    assert tuti.post("/pengiriman", "kirim", **sent)[0] == 200
    assert row_of(tuti.get("/blangko"), "DAYUN")[-1] == "500"
    which = _waiting(budi)
    assert tuti.post("/pengiriman", "terima", which=which, counted="500")[0] == 403
    assert budi.post("/pengiriman", "terima", which=which, counted="499")[0] == 400
    assert budi.post("/pengiriman", "terima", which=which, counted="499", reason="satu rusak")[0] == 200
    assert budi.post("/pengiriman", "terima", which=which, counted="499", reason="satu rusak")[0] == 403
    assert row_of(tuti.get("/blangko"), "DAYUN")[1:] == ["499", "0", "1", "0", "498", "0"]
    assert "499 dari 500" in tuti.get("/pengiriman")
    assert "D-2611-0004" in tuti.get("/blangko/DAYUN")


def test_a_spoiled_card_leaves_the_stock_and_a_doubtful_one_not_yet(town: Console) -> None:
    for number, outcome in ((7, Outcome.DAMAGED), (8, Outcome.UNKNOWN), (9, Outcome.NOT_PRINTED)):
        case = f"case-{number:04d}"
        record(town, case)
        release(town, case)
        print_card(town, case, outcome=outcome)
    tuti, budi = town.signed_in("tuti"), town.signed_in("budi")
    tuti.post("/pengiriman", "kirim", item="blangko-ktp-el", source="", target="DAYUN", sent="10", paper="BAST 1")
    budi.post("/pengiriman", "terima", which=_waiting(budi), counted="10")
    assert row_of(tuti.get("/blangko"), "DAYUN")[1:] == ["10", "0", "1", "1", "8", "0"]


def test_a_quota_is_a_line_and_the_newest_counts(town: Console) -> None:
    tuti = town.signed_in("tuti")
    for amount in ("100", "80"):
        assert tuti.post("/blangko", "kuota", area=DAYUN, amount=amount)[0] == 200
    assert row_of(tuti.get("/blangko", bulan="2026-11"), "Dayun")[1:4] == ["80", "1", "79"]
    assert tuti.post("/blangko", "kuota", area=DAYUN, amount="-1")[0] == 400
    assert tuti.post("/blangko", "kuota", area="14.07.01", amount="1")[0] == 400


def test_cards_on_the_way_are_counted_by_way(town: Console) -> None:
    record(town, "case-0005")
    release(town, "case-0005")
    print_card(town, "case-0005")
    do(town, "case-0005", Kind.CHIP_VERIFIED, "joko", Role.PRINTING, "DAYUN")
    do(town, "case-0005", Kind.SHIPPED, "joko", Role.PRINTING, "DAYUN", "SIAK", parcel="PK-0112")
    assert ["DAYUN", "SIAK", "1", "0 hari"] in rows(town.signed_in("tuti").get("/pengiriman"))


def test_an_announcement_reaches_the_feed_of_its_kecamatan(town: Console) -> None:
    tuti = town.signed_in("tuti")
    tuti.post("/pengumuman", "kirim", title="Blangko datang", text="Ambil hari Senin.", area=DAYUN)
    with town.ledger.writing() as book:
        kinds_of = {s: [row.kind for row in book.feed_after(s, 0, 99)] for s in ("DAYUN", "SIAK")}
    assert "announcement" in kinds_of["DAYUN"]
    assert "announcement" not in kinds_of["SIAK"]
    assert "Blangko datang" in town.signed_in("uptd-dayun").get("/pengumuman")
    assert "Blangko datang" not in town.signed_in("uptd-siak").get("/pengumuman")


def test_the_history_of_a_case_is_untouched_by_looking(town: Console) -> None:
    before = kinds(town, "case-0001")
    town.signed_in("tuti").get("/kasus/case-0001")
    assert kinds(town, "case-0001") == before


def _waiting(browser: Browser) -> str:
    found = re.search(r'name="which" value="([^"]+)"', browser.get("/pengiriman"))
    assert found is not None, said(browser.get("/pengiriman"))
    return found.group(1)
