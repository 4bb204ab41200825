"""A headless Chromium of Debian before a centre that serves on loopback."""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait
from starlette.applications import Starlette

PROGRAMS = ("chromium", "chromedriver")


def needed_programs() -> None:
    """Skip, and name what is missing."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """The application on a free port of loopback; its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="console")
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@contextmanager
def chromium(width: int, height: int, *, dark: bool = False) -> Iterator[webdriver.Chrome]:
    """A browser of this size with a profile of its own, that asks nobody for anything."""
    with tempfile.TemporaryDirectory() as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = str(shutil.which(PROGRAMS[0]))
        flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
        quiet = ("--disable-background-networking", "--disable-component-update", "--no-proxy-server")
        for flag in (*flags, *quiet, f"--user-data-dir={profile}", f"--window-size={width},{height}"):
            options.add_argument(flag)
        driver = webdriver.Chrome(options, Service(str(shutil.which(PROGRAMS[1]))))
        try:
            size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
            driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
            yield driver
        finally:
            driver.quit()


def fill(driver: webdriver.Chrome, **fields: str) -> None:
    """Type into fields by name."""
    for name, value in fields.items():
        box = driver.find_element(By.NAME, name)
        box.clear()
        box.send_keys(value)


def press(driver: webdriver.Chrome, word: str, inside: str = "") -> None:
    """Press the button with this word, of the part at this path, and wait for the page it leads to."""
    leave(driver, driver.find_element(By.XPATH, f"{inside}//button[normalize-space()='{word}']").click)


def leave(driver: webdriver.Chrome, act: Callable[[], object]) -> None:
    """Do what leads to another page, and wait until this one is gone."""
    page = driver.find_element(By.TAG_NAME, "html")
    act()
    WebDriverWait(driver, 30, poll_frequency=0.05).until(staleness_of(page))


def text(driver: webdriver.Chrome) -> str:
    """What can be read on the page."""
    return str(driver.find_element(By.TAG_NAME, "body").text)


def shoot(driver: webdriver.Chrome, file: Path) -> None:
    """The whole page as a picture."""
    whole = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "format": "png"})
    file.write_bytes(b64decode(whole["data"]))
