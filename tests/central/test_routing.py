"""Routes: the closest one counts, every change says who and why, and what already stands somewhere stays there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from central.clock import Clock
from central.errors import CentreError
from central.ledger.ledger import Book, Ledger, StationRow
from central.ledger.routes import RouteRow, all_routes, route_history
from central.routing import BadRoute, Routing, Step
from tests.central.making import centre
from tests.station.store.making import person

KTP = "ktp-baru"


def station(name: str, area: str = "14.08.06") -> StationRow:
    return StationRow(name, name.title(), area, "", "", 1, 0, bytes(32), "")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    ledger = Ledger(tmp_path / "centre.db", bytes(32))
    with ledger.writing() as found:
        for row in (station("DAYUN"), station("DAYUN-2"), station("UPTD-SIAK", ""), station("UPTD-KANDIS", "")):
            found.put_station(row)
        yield found
    ledger.close()


def set_route(book: Book, step: Step, origin: str, service: str, target: str, reason: str = "surat 12/2026") -> None:
    Routing(Clock()).change(book, RouteRow(step, origin, service, target), officer="adi", reason=reason)


@pytest.mark.parametrize(
    ("home", "service", "target"),
    [
        ("DAYUN", "ktp-hilang", "DAYUN"),  # the station and the service
        ("DAYUN", KTP, "UPTD-SIAK"),  # the station
        ("DAYUN-2", "ktp-hilang", "UPTD-KANDIS"),  # the kecamatan and the service
        ("DAYUN-2", KTP, "UPTD-SIAK"),  # the kecamatan
        ("UPTD-SIAK", KTP, "UPTD-KANDIS"),  # anywhere
        ("NOWHERE", KTP, "UPTD-KANDIS"),
    ],
)
def test_the_closest_route_counts(book: Book, home: str, service: str, target: str) -> None:
    set_route(book, Step.PRINT, "", "", "UPTD-KANDIS")
    set_route(book, Step.PRINT, "14.08.06", "", "UPTD-SIAK")
    set_route(book, Step.PRINT, "14.08.06", "ktp-hilang", "UPTD-KANDIS")
    set_route(book, Step.PRINT, "DAYUN", "", "UPTD-SIAK")
    set_route(book, Step.PRINT, "DAYUN", "ktp-hilang", "DAYUN")
    assert Routing(Clock()).station(book, Step.PRINT, home, service) == target
    assert Routing(Clock()).station(book, Step.VERIFY, home, service) == ""


def test_a_route_taken_away_is_gone_and_every_change_is_told(book: Book) -> None:
    set_route(book, Step.VERIFY, "DAYUN", "", "UPTD-SIAK", "verifikator cuti")
    set_route(book, Step.VERIFY, "DAYUN", "", "", "verifikator kembali")
    assert all_routes(book.connection) == ()
    told = [(change.station, change.officer, change.reason) for change in route_history(book.connection)]
    assert told == [("", "adi", "verifikator kembali"), ("UPTD-SIAK", "adi", "verifikator cuti")]


@pytest.mark.parametrize(
    ("origin", "service", "target", "reason", "code"),
    [
        ("DAYUN", "", "UPTD-SIAK", "  ", "no-reason"),
        ("DAYUN", "", "UPTD-MARS", "x", "unknown-station"),
        ("14.08", "", "UPTD-SIAK", "x", "no-area"),
        ("DAYUN", "ktp-emas", "UPTD-SIAK", "x", "unknown-service"),
    ],
)
def test_a_route_that_leads_nowhere_is_refused(
    book: Book, origin: str, service: str, target: str, reason: str, code: str
) -> None:
    with pytest.raises(CentreError) as refused:
        set_route(book, Step.PRINT, origin, service, target, reason)
    assert refused.value.code == code
    assert all_routes(book.connection) == ()


def test_founding_routes_do_not_write_over_what_was_changed(book: Book) -> None:
    routing = Routing(Clock())
    routing.found(book, Step.PRINT, {"DAYUN": "UPTD-SIAK"})
    set_route(book, Step.PRINT, "DAYUN", "", "UPTD-KANDIS")
    routing.found(book, Step.PRINT, {"DAYUN": "UPTD-SIAK"})
    assert routing.station(book, Step.PRINT, "DAYUN", KTP) == "UPTD-KANDIS"


def test_only_what_comes_to_a_step_later_follows_a_new_route(tmp_path: Path) -> None:
    with centre(tmp_path) as place:
        place.submit(person(1), "case-1")
        with place.ledger.writing() as book:
            book.put_station(station("DAYUN"))
            book.put_station(station("UPTD-SIAK", ""))
            set_route(book, Step.VERIFY, "DAYUN", "", "UPTD-SIAK")
        place.submit(person(2), "case-2")
        with place.ledger.writing() as book:
            assert [book.case(name).holder for name in ("case-1", "case-2")] == ["DAYUN", "UPTD-SIAK"]  # type: ignore[union-attr]  # both are there


def test_a_step_that_is_none_is_refused(book: Book) -> None:
    with pytest.raises(ValueError, match="fly"):
        Routing(Clock()).change(book, RouteRow("fly", "", "", "DAYUN"), officer="adi", reason="x")
    assert BadRoute("x").status == 400
