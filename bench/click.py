"""click: from a key or a mouse button to the first paint that shows the answer; 10,000 residents or more, camera on.

With 1,000,000 residents come 100,000 cases. A store made once can be clicked on again: `--home FOLDER`.

A real station window (offscreen where there is no screen), a real encrypted store, an officer signed in, the simulated
camera streaming. The clock runs from the event that QTest sends to the end of the first paint after which what was
asked for is on the window: the page, the hits, the chosen resident, the next rows. Nothing is waited for by time.
"""

import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLineEdit, QRadioButton

from bench.click_hands import Clicks
from bench.click_stage import CASES, PASSPHRASE, furnish, streaming
from bench.report import finish, options, within
from devices.simulate.child import SimulatorProcess
from registry.people import Resident
from station.compose.station import Place, Station
from station.desk.session import Session
from station.settings import Settings
from station.store.store import FILE
from station.widgets.table import PagedTable

RESIDENTS, MOST_MS = 10_000, 100.0
RAIL = ("Penduduk", "Permohonan", "Penyerahan", "Pengiriman", "Meja cetak", "Blangko", "Sinkronisasi", "Perangkat",
        "Beranda")  # fmt: skip
RAIL_KEYS = ("Ctrl+3", "Ctrl+4", "Ctrl+8", "Ctrl+7", "Ctrl+9", "Ctrl+1")
SEARCHES = ("siti", "ahmad rizki", "nurha", "1408", "fitri", "zulkfili", "tan", "140806", "melur 12", "ahmad siregra")
ECHO = "letter"  # told, but not counted: so many quick ones would hide the slow ones
STEPS = ("Biodata F-1.02", "Tanda tangan", "Iris", "Periksa", "Berkas")


def about(clicks: Clicks) -> None:
    """The rail, by mouse and by key."""
    for word in RAIL:
        clicks.push("rail, mouse", word, clicks.window.chrome.rail, clicks.another_page())
    for key in RAIL_KEYS:
        clicks.time("rail, key", lambda k=key: clicks.press(k), clicks.another_page())


def search(clicks: Clicks, session: Session) -> None:
    """Letters as they are typed, the hits of a whole word, and two of those found."""
    clicks.press("Ctrl+3")
    clicks.wait(lambda: clicks.titled("Penduduk"), "Penduduk")
    for words in SEARCHES:
        wanted = [hit.resident.name for hit in session.store.residents.search(words)]
        type_in(clicks, clicks.part(QLineEdit), words, wanted)
        for row in (0, min(3, len(wanted) - 1)):
            choose(clicks, clicks.part(QAbstractItemView), row, wanted[row])


def type_in(clicks: Clicks, line: QLineEdit, words: str, wanted: list[str]) -> None:
    """Each letter, and the hits that the last one brings."""
    line.clear()
    for count, sign in enumerate(words[:-1], 1):
        clicks.time("letter", lambda s=sign: QTest.keyClicks(line, s), lambda n=count: len(line.text()) == n)
    clicks.time("hits", lambda: QTest.keyClicks(line, words[-1]), lambda: clicks.names() == wanted)


def choose(clicks: Clicks, view: QAbstractItemView, row: int, name: str) -> None:
    """A row of the hits by mouse, until the name stands beside."""
    at = view.visualRect(view.model().index(row, 0)).center()
    clicks.time("resident", lambda: clicks.click(view.viewport(), at), lambda: clicks.says(name))


def lists(clicks: Clicks) -> None:
    """Permohonan: its first rows, the next ones, a filter, a case and back."""
    clicks.time("list", lambda: clicks.press("Ctrl+4"), lambda: clicks.titled("Permohonan") and bool(clicks.names()))
    view = clicks.part(PagedTable)
    for key in ("Ctrl+End", "PageUp", "PageUp", "Ctrl+Home", "PageDown"):
        at = view.currentIndex().row()
        clicks.time("other rows", lambda k=key: clicks.press(k, view), lambda b=at: moved(view, b))
    for word in ("Verifikasi", "Siap diserahkan", "Semua"):
        filter_by(clicks, word)
    view = clicks.part(PagedTable)
    clicks.press("Ctrl+Home", view)
    clicks.time("history", lambda: clicks.press("Return", view), clicks.another_page())
    clicks.time("back", lambda: clicks.press("Escape"), clicks.another_page())


def filter_by(clicks: Clicks, word: str) -> None:
    """A pill, or where the figures leave no room for pills the choice that stands for them."""
    if clicks.shows_button(word):
        clicks.push("filter", word, clicks.window.page, lambda: clicks.says_below(word))
        return
    choice = next(part for part in clicks.parts(QComboBox) if part.accessibleName() == "Saringan")
    at = choice.findData(word)
    clicks.time("filter", lambda: choice.setCurrentIndex(at), lambda: clicks.says_below(word))


def moved(view: PagedTable, row: int) -> bool:
    """Whether another row is chosen and its page has come."""
    return view.currentIndex().row() != row and bool(view.currentIndex().data())


def new_case(clicks: Clicks, session: Session) -> None:
    """A resident never recorded, the question, the case and its steps."""
    clicks.press("Ctrl+3")
    clicks.wait(lambda: clicks.titled("Penduduk"), "Penduduk")
    who = someone_new(session)
    QTest.keyClicks(clicks.part(QLineEdit), str(who.nik))
    clicks.wait(lambda: clicks.names() == [who.name], "the one with this number")
    view = clicks.part(QAbstractItemView)
    clicks.click(view.viewport(), view.visualRect(view.model().index(0, 0)).center())
    clicks.wait(lambda: clicks.says(who.name), "his name")
    clicks.time("question", lambda: clicks.press("Ctrl+N"), lambda: clicks.has(QRadioButton))
    answer = clicks.button("Belum pernah")
    clicks.time("answer", lambda: clicks.click(answer, QPoint(12, answer.height() // 2)), clicks.may_go_on)
    clicks.time("new case", lambda: clicks.press("Ctrl+Return"), lambda: clicks.titled("Berkas"))
    for word in STEPS:
        clicks.push("step", word, clicks.window.chrome.rail, clicks.another_page())


def someone_new(session: Session) -> Resident:
    """Seventeen or older, never recorded, and without a case."""
    store, today = session.store, session.clock.now().date()
    found = (hit.resident for hit in store.residents.search("1408", limit=3000))
    fit = (who for who in found if who.age(today) >= 17 and not who.ktp_status.closes_capture)
    return next(
        who
        for who in fit
        if store.drafts.of_resident(who.id, "ktp-baru") is None and store.cases.open_of(who.id, "ktp-baru") is None
    )


def photo(clicks: Clicks) -> None:
    """To the page whose picture is live, and away from it."""
    for _ in range(2):
        clicks.push("photo step", "Foto", clicks.window.chrome.rail, clicks.another_page())
        clicks.wait(clicks.live, "a live picture")
        clicks.push("from live picture", "Berkas", clicks.window.chrome.rail, clicks.another_page())
    clicks.push("put off", "Tunda, ke beranda", clicks.window.chrome.rail, clicks.another_page())


def sign_in(clicks: Clicks, station: Station) -> Session:
    """As at the door. Argon2 takes its time by design, so this is not one of the clicks."""
    line = clicks.part(QLineEdit)
    QTest.keyClicks(line, PASSPHRASE)
    clicks.press("Return", line)
    clicks.wait(clicks.window.chrome.rail.isVisible, "signed in")
    assert station.rooms is not None
    return station.rooms.session


def measure(rounds: int, residents: int, kept: Path | None = None) -> dict[str, list[float]]:
    """Milliseconds of each click by kind, in the store at `kept` or in one made for it."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory(prefix="loket-bench-") as folder:
        home = kept or Path(folder) / "kecamatan"
        if not (home / FILE).exists():
            furnish(home, residents, seed=7, cases=max(CASES, residents // 10))
        camera = SimulatorProcess(["camera", "--tcp", "127.0.0.1:0", "--seed", "1", "--auto"])
        place = Place(home, {"camera": camera.uri}, Path(folder), "Kantor Camat Dayun", use_keyring=False)
        station = Station(app, place, Settings(lock_minutes=600))
        try:
            return _drive(app, station, camera.uri, rounds)
        finally:
            station.window.close()
            camera.stop()


def _drive(app: QApplication, station: Station, camera: str, rounds: int) -> dict[str, list[float]]:
    station.open()
    clicks = Clicks(app, station.window)
    session = sign_in(clicks, station)
    for _ in range(rounds):
        with streaming(camera):
            about(clicks)
            search(clicks, session)
            lists(clicks)
            new_case(clicks, session)
        photo(clicks)  # this page takes the camera for itself
    return clicks.times


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` of them do not exceed.

    >>> percentile([3.0, 1.0, 2.0, 4.0], 0.5)
    2.0
    """
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * round(share * 100) // 100) - 1)]


def counted(times: dict[str, list[float]]) -> list[float]:
    """Every click but the echo of letters."""
    return [value for kind, values in times.items() if kind != ECHO for value in values]


def table_of(times: dict[str, list[float]]) -> str:
    """Median, p95 and worst by kind, and how busy the machine was."""
    lines = [f"{'click':18} {'n':>4} {'median':>8} {'p95':>8} {'worst':>8}  ms"]
    for kind, values in {**times, "all but letters": counted(times)}.items():
        figures = statistics.median(values), percentile(values, 0.95), max(values)
        lines.append(f"{kind:18} {len(values):4d} " + " ".join(f"{figure:8.1f}" for figure in figures))
    load = " ".join(f"{figure:.2f}" for figure in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"
    return "\n".join([*lines, f"load {load} on {os.cpu_count()} processors"])


def main() -> int:
    """Measure and report."""
    parser = options("From a click to its first answer, camera on.", rounds=3)
    parser.add_argument("--residents", type=int, default=RESIDENTS, help="how many are invented (default: %(default)s)")
    parser.add_argument("--home", type=Path, metavar="FOLDER", help="a store to click on, made there if there is none")
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    times = measure(chosen.rounds, chosen.residents, chosen.home)
    sys.stdout.write(table_of(times) + "\n\n")
    return finish([within("click", percentile(counted(times), 0.95), "ms", most=MOST_MS)], chosen.json)


if __name__ == "__main__":
    sys.exit(main())
