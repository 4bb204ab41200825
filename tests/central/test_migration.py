"""Books of before there were versions come up with all they held; a copy of them stays; newer books are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect

from central.ledger.copies import BadCopy, check_file, copy_file
from central.ledger.ledger import Ledger
from central.ledger.lookups import residents_of
from central.ledger.migrate import FACT, VERSION, TooNew, copy_before
from central.ledger.schema import metadata
from registry.canonical import canonical
from registry.numbers import KkNumber
from sync import sqlcipher
from tests.central.conftest import KEY
from tests.central.postgres import Cluster
from tests.station.store.making import person

OLD = Path(__file__).with_name("version1.sql")


def old_books(path: Path) -> None:
    connection: Any = sqlcipher.module().connect(str(path))
    sqlcipher.unlock(connection, KEY)
    connection.executescript(OLD.read_text())
    who = {**person(1).to_record(), "kk": "1408060101200001"}
    row = (who["id"], who["nik"], "14.08.06.2001", canonical({"v": 1, **who}).decode())
    connection.execute("INSERT INTO residents VALUES (?, ?, ?, ?)", row)
    connection.execute("INSERT INTO facts VALUES ('release', ?)", ((7).to_bytes(8, "big"),))
    for seq, station in ((3, "DAYUN"), (4, "MINAS"), (9, "DAYUN")):
        connection.execute("INSERT INTO feed VALUES (?, ?, 'note', ?)", (seq, station, str(seq).encode()))
    connection.commit()
    connection.close()


def test_old_books_come_up_whole(tmp_path: Path) -> None:
    path = tmp_path / "centre.db"
    old_books(path)
    ledger = Ledger(path, KEY)
    with ledger.writing() as book:
        assert residents_of(book.connection, "1408060101200001") == (person(1).id,)
        assert [row.seq for row in book.feed_after("DAYUN", 0, 9)] == [3, 9]
        book.add_feed("DAYUN", "note", b"new")
        book.add_feed("MINAS", "note", b"new")
        assert [row.seq for row in book.feed_after("DAYUN", 9, 9)] == [10]
        assert [row.seq for row in book.feed_after("MINAS", 4, 9)] == [5]
        assert book.count_up("release") == 8
        assert book.fact(FACT) == str(VERSION).encode()
    old, fresh = _shape(ledger), _shape(Ledger(tmp_path / "fresh.db", KEY))
    assert old == fresh
    ledger.close()
    check_file(copy_before(path, 1), KEY)


def test_the_copy_holds_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "centre.db"
    old_books(path)
    Ledger(path, KEY).close()
    kept: Any = sqlcipher.module().connect(str(copy_before(path, 1)))
    sqlcipher.unlock(kept, KEY)
    assert [row[0] for row in kept.execute("SELECT seq FROM feed ORDER BY seq")] == [3, 4, 9]
    assert kept.execute("SELECT count(*) FROM sqlite_master WHERE name = 'counters'").fetchone() == (0,)
    kept.close()


def test_books_that_are_up_to_date_are_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "centre.db"
    Ledger(path, KEY).close()
    Ledger(path, KEY).close()
    assert [found.name for found in tmp_path.glob("*.v*")] == []


def test_newer_books_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "centre.db"
    ledger = Ledger(path, KEY)
    with ledger.writing() as book:
        book.put_fact(FACT, str(VERSION + 1).encode())
    ledger.close()
    with pytest.raises(TooNew):
        Ledger(path, KEY)


def test_a_missing_table_column_and_index_come_back(tmp_path: Path) -> None:
    """What another Loket adds to the schema is made by comparison, on the file as on the server."""
    path = tmp_path / "centre.db"
    ledger = Ledger(path, KEY)
    with ledger.writing() as book:
        book.put_residents([(person(1), "{}")])
        for sql in ("DROP TABLE lookups", "DROP INDEX ix_cases_nik", "ALTER TABLE inbox DROP COLUMN at"):
            book.connection.exec_driver_sql(sql)
        book.put_fact(FACT, b"1")
        book.connection.exec_driver_sql("DROP INDEX ix_residents_kk")
        book.connection.exec_driver_sql("ALTER TABLE residents DROP COLUMN kk")
    ledger.close()
    again = Ledger(path, KEY)
    assert _shape(again) == _shape(Ledger(tmp_path / "fresh.db", KEY))
    again.close()


def test_a_postgresql_comes_up_by_the_same_steps(postgres: Cluster, tmp_path: Path) -> None:
    url = postgres.database("older")
    ledger = Ledger(tmp_path / "x", KEY, url=url)
    who = person(1)
    record = canonical({"v": 1, **who.to_record(), "kk": "1408060101200001"}).decode()
    with ledger.writing() as book:
        book.put_residents([(who, record)])
        book.add_feed("DAYUN", "note", b"old")
        book.put_fact(FACT, b"1")
        for sql in ("DROP INDEX ix_residents_kk", "ALTER TABLE residents DROP COLUMN kk", "DROP TABLE lookups"):
            book.connection.exec_driver_sql(sql)
        book.finish()
        book.connection.exec_driver_sql("DROP TABLE counters")
    ledger.close()
    again = Ledger(tmp_path / "x", KEY, url=url)
    with again.writing() as book:
        assert residents_of(book.connection, str(KkNumber("1408060101200001"))) == (who.id,)
        book.add_feed("DAYUN", "note", b"new")
        assert [row.seq for row in book.feed_after("DAYUN", 0, 9)] == [1, 2]
    shape = _shape(again)
    again.close()
    fresh = Ledger(tmp_path / "x", KEY, url=postgres.database("fresh"))
    assert shape == _shape(fresh)
    fresh.close()


def test_a_damaged_copy_gets_no_name(tmp_path: Path) -> None:
    path = tmp_path / "centre.db"
    ledger = Ledger(path, KEY)
    good = copy_file(ledger.engine, tmp_path / "copy.db", KEY)
    data = bytearray(good.read_bytes())
    data[5000] ^= 1
    good.write_bytes(data)
    with pytest.raises(BadCopy):
        check_file(good, KEY)
    with pytest.raises(BadCopy):
        check_file(path, bytes(32))
    ledger.close()


def _shape(ledger: Ledger) -> dict[str, object]:
    found = inspect(ledger.engine)
    return {
        table: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)),
            sorted(found.get_pk_constraint(table)["constrained_columns"]),
            sorted((i["name"] or "", tuple(map(str, i["column_names"]))) for i in found.get_indexes(table)),
        )
        for table in metadata.tables
    }
