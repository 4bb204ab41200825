"""The console in a real browser: signing in, reading, deciding by two, and fitting into a telephone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from registry.actions import Kind, Outcome
from registry.lifecycle import Status
from registry.officers import Role
from registry.upstream import SiakStatus
from tests.central.console.browser import chromium, fill, leave, needed_programs, press, serving, shoot, text
from tests.central.console.making import PASSWORD, Console
from tests.central.console.story import (
    SECRET,
    answer,
    do,
    hand_over,
    print_card,
    record,
    release,
    somebody,
    statuses,
    vouch,
)

pytestmark = pytest.mark.tools
PAGES = {
    "ringkasan": "/",
    "kasus": "/kasus",
    "berkas": "/kasus/case-0004",
    "berkas-ditahan": "/kasus/case-0006",
    "ganda": "/ganda",
    "dua": "/ganda/case-0006",
    "persetujuan": "/persetujuan",
    "blangko": "/blangko",
    "buku": "/blangko/DAYUN",
    "pengiriman": "/pengiriman",
    "rekap": "/rekap?bulan=2026-11",
    "ekspor": "/ekspor",
    "pengumuman": "/pengumuman",
    "kunci": "/kunci",
    "audit": "/audit",
    "tidak-ada": "/kasus/case-9999",
}


@pytest.fixture
def town(place: Console) -> Console:
    """A month of two kecamatan."""
    needed_programs()
    vouch(place)
    for number in range(1, 4):
        record(place, f"case-{number:04d}", verified=number != 2)
    place.now += timedelta(days=6)
    for number in (4, 5, 7):
        record(place, f"case-{number:04d}")
        release(place, f"case-{number:04d}")
    print_card(place, "case-0004")
    hand_over(place, "case-0004")
    print_card(place, "case-0005", outcome=Outcome.DAMAGED)
    print_card(place, "case-0007")
    do(place, "case-0007", Kind.CHIP_VERIFIED, "joko", Role.PRINTING, "DAYUN")
    do(place, "case-0007", Kind.SHIPPED, "joko", Role.PRINTING, "DAYUN", "SIAK", parcel="PK-0112")
    record(place, "case-0006", who=somebody(1, name=SECRET))
    record(place, "case-0008", "SIAK", somebody(8, "SIAK"))
    answer(place, "case-0008", SiakStatus.BIO_CAPTURED, SiakStatus.DUPLICATE_RECORD)
    tuti, budi = place.signed_in("tuti"), place.signed_in("budi")
    tuti.post("/kasus/case-0006", "tahan", other="D-2611-0001", reason="telunjuk kanan mirip")
    tuti.post("/kasus/case-0006", "usul-lepas", reason="dua orang yang berbeda, KK berbeda")
    tuti.post("/kunci", "kunci", station="SIAK", reason="hitung ulang blangko")
    tuti.post("/pengiriman", "kirim", item="blangko-ktp-el", source="", target="DAYUN", sent="500", paper="BAST 12")
    budi.post("/pengiriman", "kirim", item="pita", source="", target="SIAK", sent="2", paper="BAST 13")
    tuti.post("/pengumuman", "kirim", title="Blangko datang", text="Ambil di gudang Dinas hari Senin.", area="")
    tuti.post("/blangko", "kuota", area="14.08.06", amount="80")
    return place


@pytest.fixture
def address(town: Console) -> Iterator[str]:
    with serving(town.app) as url:
        yield f"{url}/console"


def sign_in(driver: Chrome, address: str, town: Console, name: str = "tuti") -> None:
    town.now += timedelta(seconds=60)
    driver.get(f"{address}/masuk")
    fill(driver, name=name, password=PASSWORD, code=town.code(name))
    press(driver, "Masuk")


def test_two_officers_lift_a_hold_with_their_browsers(town: Console, address: str) -> None:
    with chromium(1280, 800) as driver:
        sign_in(driver, address, town)
        assert "Ringkasan" in text(driver)
        cookie = driver.get_cookie("__Host-loket")
        assert cookie is not None
        assert [cookie[name] for name in ("httpOnly", "secure", "sameSite")] == [True, True, "Strict"]
        driver.get(f"{address}/persetujuan")
        assert not driver.find_elements(By.XPATH, "//button[.='Setujui']")  # he proposed them himself
        press(driver, "Keluar")
        sign_in(driver, address, town, "budi")
        driver.get(f"{address}/persetujuan")
        press(driver, "Setujui", "//tr[contains(., 'Melepas tahanan')]")
        assert "dilepas" in text(driver)
    assert statuses(town)["case-0006"] == Status.RECEIVED


def test_a_person_is_shown_and_hidden_again(town: Console, address: str) -> None:
    with chromium(1280, 800) as driver:
        sign_in(driver, address, town)
        driver.get(f"{address}/kasus/case-0006")
        assert SECRET not in text(driver)
        driver.find_element(By.XPATH, "//form[contains(., 'Tampilkan')]//input[@name='reason']").send_keys("pengaduan")
        press(driver, "Tampilkan")
        assert SECRET in text(driver)
        driver.get(f"{address}/kasus/case-0006")
        assert SECRET not in text(driver)


def test_keys_alone_lead_through(town: Console, address: str) -> None:
    with chromium(1280, 800) as driver:
        town.now += timedelta(seconds=60)
        driver.get(f"{address}/masuk")
        for typed in ("tuti", PASSWORD, town.code("tuti")):
            driver.switch_to.active_element.send_keys(typed, Keys.TAB)
        button = driver.switch_to.active_element
        leave(driver, lambda: button.send_keys(Keys.ENTER))
        assert "Ringkasan" in text(driver)
        driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
        assert driver.switch_to.active_element.text == "Langsung ke isi"


def test_the_policy_blocks_a_script_that_got_into_a_page(town: Console, address: str) -> None:
    with chromium(1280, 800) as driver:
        sign_in(driver, address, town)
        put = "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s);"
        assert driver.execute_script(put + "return window.ran") is None  # type: ignore[no-untyped-call]  # selenium's own


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_every_page_fits_and_names_its_parts(town: Console, address: str, width: int, height: int) -> None:
    folder = os.environ.get("LOKET_SHOTS", "")
    with chromium(width, height) as driver:
        driver.get(f"{address}/masuk")
        if folder:
            shoot(driver, Path(folder) / f"masuk-{width}.png")
        sign_in(driver, address, town)
        for name, path in PAGES.items():
            driver.get(address + path)
            wide = driver.execute_script("return document.documentElement.scrollWidth")  # type: ignore[no-untyped-call]  # selenium's own
            assert wide <= width, (name, wide)
            assert len(driver.find_elements(By.TAG_NAME, "h1")) == 1, name
            for box in driver.find_elements(By.CSS_SELECTOR, "input:not([type=hidden]), select, textarea"):
                assert box.accessible_name, (name, box.get_attribute("name"))
            assert all(b.accessible_name for b in driver.find_elements(By.TAG_NAME, "button")), name
            if folder:
                shoot(driver, Path(folder) / f"{name}-{width}.png")
        press(driver, "Keluar")
        sign_in(driver, address, town, "adi")
        driver.get(f"{address}/akun")
        assert driver.execute_script("return document.documentElement.scrollWidth") <= width  # type: ignore[no-untyped-call]  # selenium's own
        if folder:
            shoot(driver, Path(folder) / f"akun-{width}.png")
