"""An older file comes to this version whole, after a verified copy; a cut at any statement loses nothing."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Column, Computed, Index, MetaData, String, Table, event

from registry.canonical import canonical
from station.desk.keeping import Keeper
from station.desk.session import Clock
from station.problems import store_words
from station.store import migrate as migrations
from station.store.audit import walk_views
from station.store.cipher import Cipher, faults_in
from station.store.errors import StoreDamaged, StoreFull, StoreNewer, StoreOlder
from station.store.machine import machine_secret
from station.store.migrate import copy_before, migrate
from station.store.residents import _values as residents_values
from station.store.schema import VERSION
from station.store.slots import Cost, Slots, Unlocked
from station.store.store import FILE, Store
from station.store.tables import metadata
from sync import sqlcipher
from sync.keys import CENTRE, Grants
from tests.station.store.making import KEY, append_recording, key_of, person, store_in

OLD = Path(__file__).with_name("version1.sql")


def version_1(folder: Path) -> Path:
    """A station folder as version 1 left it: residents, a recording, a draft with a capture, a print begun."""
    now = store_in(folder / "now")
    now.residents.put([person(number) for number in range(30)])
    append_recording(now, who=person(1))
    now.drafts.start("case-2", "ktp-baru", "r-2", "rina", "D-2611-0002", "t")
    now.drafts.put("case-2", "field.name", {"text": "SITI"}, {}, "t")
    now.releases.begin("R-1", "t")
    for subject in ("r-3", "r-4"):
        now.views.note("2026-11-20T01:00:00Z", "rina", "nik", subject)
    now.close()
    home = folder / "kecamatan"
    home.mkdir()
    old = raw(home / FILE)
    old.executescript(OLD.read_text())
    old.execute(f"ATTACH '{folder / 'now' / FILE}' AS now KEY \"x'{KEY.hex()}'\"")
    for table in metadata.sorted_tables:
        columns = [row[1] for row in old.execute(f'PRAGMA main.table_info("{table.name}")')]
        if columns:
            names = ", ".join(f'"{column}"' for column in columns)
            old.execute(f'INSERT INTO main."{table.name}" ({names}) SELECT {names} FROM now."{table.name}"')
    old.execute("INSERT INTO resident_words(rowid, name, address) SELECT row, name, '' FROM main.residents")
    old.commit()
    old.close()
    (home / "spent.log").write_bytes((folder / "now" / "spent.log").read_bytes())
    return home


def raw(path: Path):
    connection = sqlcipher.module().connect(str(path))
    sqlcipher.unlock(connection, KEY)
    return connection


def shape(path: Path) -> dict[str, object]:
    """Everything the file has, without the order of its columns and how names are quoted."""
    connection = raw(path)
    found: dict[str, object] = {"version": connection.execute("PRAGMA user_version").fetchone()[0]}
    for kind, name, sql in connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchall():
        if kind == "table" and "VIRTUAL" not in sql:
            columns = connection.execute(f'PRAGMA table_xinfo("{name}")').fetchall()
            keys = connection.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()
            found[name] = sorted(tuple(c[1:]) for c in columns), sorted(keys)
        else:
            found[name] = re.sub(r"[\s\"]+", " ", sql).strip()
    connection.close()
    return found


def opened(folder: Path) -> dict[str, object]:
    """What the store says it holds."""
    store = Store.open(folder, KEY)
    try:
        return {
            "contents": store.contents(),
            "journal": store.cases.verify_journal(),
            "row": store.cases.row("case-1"),
            "parts": store.drafts.parts("case-2"),
            "spent": store.releases.spending("R-1"),
            "stopped": store.releases.reconcile_needed,
            "hits": len(store.residents.search("1408", limit=100)),
            "named": [hit.resident.id for hit in store.residents.search(person(7).name.lower(), limit=1)],
        }
    finally:
        store.close()


@pytest.fixture
def home(tmp_path):
    return version_1(tmp_path)


def test_a_file_of_version_1_becomes_what_this_loket_makes(home, tmp_path):
    found = opened(home)
    assert found == opened(tmp_path / "now")
    assert found["contents"].actions == 1
    assert found["named"] == ["r-7"]
    assert shape(home / FILE) == shape(tmp_path / "now" / FILE)
    assert faults_in(home / FILE, KEY) == ()


def test_the_file_before_it_is_kept_and_opens(home):
    before = shape(home / FILE)
    opened(home)
    assert shape(copy_before(home / FILE, 1)) == before
    assert before["version"] == 1
    assert shape(home / FILE)["version"] == VERSION


def test_a_later_start_finds_nothing_to_do_and_does_not_load_alembic(home):
    opened(home)
    kept = copy_before(home / FILE, 1).stat().st_mtime_ns
    asked = (
        f"import sys; from pathlib import Path; from station.store.store import Store\n"
        f"Store.open(Path({str(home)!r}), bytes(range(32))).close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    assert copy_before(home / FILE, 1).stat().st_mtime_ns == kept


def test_columns_tables_and_indexes_that_are_not_there_are_made(home, tmp_path):
    """Whatever the schema has beyond a file: here a file that lacks more than any real one."""
    db = raw(home / FILE)
    db.execute("DROP INDEX cases_by_time")
    db.execute("ALTER TABLE cases DROP COLUMN upstream")
    db.execute("ALTER TABLE residents DROP COLUMN name")
    db.execute("ALTER TABLE drafts DROP COLUMN number")
    db.execute("CREATE INDEX strange ON views (at)")
    db.execute("DROP TABLE marks")
    db.execute("DROP TABLE resident_vocabulary")
    db.execute("DROP TABLE resident_words")
    db.close()
    found, wanted = opened(home), opened(tmp_path / "now")
    assert shape(home / FILE) == shape(tmp_path / "now" / FILE)
    assert found == wanted  # also the name, which is written anew from the record, and the draft's own fields


def test_the_book_of_views_is_linked_as_it_stands(home):
    opened(home)
    store = Store.open(home, KEY)
    assert [view.subject for view in store.views.page()] == ["r-4", "r-3"]
    assert walked(store) == [None, None]
    store.close()
    db = raw(home / FILE)
    db.execute("DELETE FROM views WHERE subject = 'r-3'")
    db.commit()
    db.close()
    store = Store.open(home, KEY)
    assert walked(store) != [None]
    store.close()


def walked(store):
    with store._cipher.reading() as db:
        return list(walk_views(db, Grants(key_of(CENTRE).public, []), "DAYUN"))


def later_schema(monkeypatch):
    """A schema like a later one: a column with a key, counts kept by triggers, columns that SQLite works out, another
    word index, and a table that took the place of an old one."""
    later = MetaData()
    for table in metadata.sorted_tables:
        table.to_metadata(later)
    later.tables["residents"].append_column(Column("tone", String, nullable=False))
    Index("residents_by_tone", later.tables["residents"].c.tone)
    writer = "json_extract(CAST(raw AS TEXT), '$.author')"
    later.tables["actions"].append_column(Column("writer", String, Computed(writer, persisted=False)))
    Index("actions_by_writer", later.tables["actions"].c.writer, later.tables["actions"].c.row)
    tallies = later.tables["tallies"]
    Table("successors", later, Column("officer", String, primary_key=True), Column("at", String, nullable=False))

    def make(db):
        later.create_all(db)
        db.execute(tallies.insert().values(name="residents", many=0))
        for event_, sign in (("INSERT", "+"), ("DELETE", "-")):
            change = f"UPDATE tallies SET many = many {sign} 1 WHERE name = 'residents'"
            db.exec_driver_sql(f"CREATE TRIGGER residents_{event_} AFTER {event_} ON residents BEGIN {change}; END")
        words = "CREATE VIRTUAL TABLE resident_words USING fts5(name, address, prefix='2', tokenize='unicode61')"
        db.exec_driver_sql(words)
        db.exec_driver_sql("INSERT INTO resident_words(resident_words, rank) VALUES ('secure-delete', 1)")
        db.exec_driver_sql("CREATE VIRTUAL TABLE resident_vocabulary USING fts5vocab(resident_words, 'row')")
        db.exec_driver_sql(f"PRAGMA user_version = {VERSION}")

    def put(db, found):
        rows = [{**residents_values(who), "row": number, "tone": who.name[:2]} for number, who in enumerate(found, 900)]
        db.execute(later.tables["residents"].insert(), rows)
        for row in rows:
            words = (row["row"], row["name"])
            db.exec_driver_sql("INSERT INTO resident_words(rowid, name, address) VALUES (?, ?, '')", words)
        return []

    monkeypatch.setattr(migrations, "metadata", later)
    monkeypatch.setattr(migrations, "make", make)
    monkeypatch.setattr(migrations, "put_residents", put)
    return make


def test_a_schema_with_triggers_and_worked_out_columns_is_reached_too(home, tmp_path, monkeypatch):
    make = later_schema(monkeypatch)
    fresh = Cipher(tmp_path / "fresh.db", KEY)
    with fresh.writing() as db:
        make(db)
    fresh.close()
    migrate(home / FILE, KEY)
    assert shape(home / FILE) == shape(tmp_path / "fresh.db")
    db = raw(home / FILE)
    assert db.execute("SELECT many FROM tallies WHERE name = 'residents'").fetchall() == [(30,)]
    assert db.execute("SELECT count(*), min(length(tone)) FROM residents").fetchone() == (30, 2)
    assert db.execute("SELECT writer FROM actions").fetchall() == [("rina",)]
    assert db.execute("SELECT count(*) FROM resident_words WHERE resident_words MATCH 'muhammad'").fetchone()[0] > 0
    config = "SELECT k, v FROM resident_words_config ORDER BY k"
    other = raw(tmp_path / "fresh.db")
    assert db.execute(config).fetchall() == other.execute(config).fetchall()
    db.execute("DELETE FROM residents WHERE row = 900")
    assert db.execute("SELECT many FROM tallies").fetchone() == (29,)
    db.close()
    other.close()


def test_a_table_that_was_replaced_keeps_its_rows_until_they_are_carried(home, monkeypatch):
    db = raw(home / FILE)
    db.execute("INSERT INTO revoked VALUES ('rina', '2026-11-20T00:00:00Z')")
    db.commit()
    db.close()
    later_schema(monkeypatch)
    kept = home.parent / "kept.db"
    shutil.copy(home / FILE, kept)
    migrate(home / FILE, KEY)
    db = raw(home / FILE)
    assert db.execute("SELECT officer FROM revoked").fetchall() == [("rina",)]
    db.close()
    shutil.copy(kept, home / FILE)

    def carry(db):
        db.exec_driver_sql("CREATE TABLE IF NOT EXISTS successors (officer VARCHAR PRIMARY KEY, at VARCHAR NOT NULL)")
        db.exec_driver_sql("INSERT INTO successors SELECT officer, at FROM revoked")
        db.exec_driver_sql("DELETE FROM revoked")

    monkeypatch.setattr(migrations, "CARRIES", (carry,))
    migrate(home / FILE, KEY)
    db = raw(home / FILE)
    assert db.execute("SELECT officer FROM successors").fetchall() == [("rina",)]
    assert db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'revoked'").fetchone() == (0,)
    db.close()


def test_a_cut_at_any_statement_leaves_the_old_file_or_the_new_one(home, tmp_path, monkeypatch):
    wanted = opened(tmp_path / "now")
    cuts: dict[bytes, Path] = {}  # by what the files hold: most statements only read
    moments: list[str] = []
    plain = migrations.engine_on

    def watched(*args):
        engine = plain(*args)

        def cut(*said) -> None:
            moments.append(said[2])
            there = tmp_path / f"cut-{len(moments)}"
            shutil.copytree(home, there, ignore=shutil.ignore_patterns("*-shm"))
            files = sorted(there.rglob("station.db*"))
            cuts.setdefault(hashlib.sha256(b"".join(file.read_bytes() for file in files)).digest(), there)

        event.listen(engine, "before_cursor_execute", cut)
        event.listen(engine, "after_cursor_execute", cut)
        return engine

    monkeypatch.setattr(migrations, "engine_on", watched)
    db = raw(home / FILE)
    db.execute("ALTER TABLE cases DROP COLUMN upstream")  # so that there is something to do
    db.close()
    with pytest.raises(StoreOlder):
        Cipher.open(home / FILE, KEY)
    migrate(home / FILE, KEY)
    cuts[b"after"] = home
    monkeypatch.undo()
    versions = set()
    for there in cuts.values():
        versions.add(shape(there / FILE)["version"])
        assert opened(there) == wanted, there
    assert len(moments) > 40
    assert versions == {1, VERSION}


@pytest.mark.parametrize("moment", [1, 9, 25, 60])
def test_killed_in_the_middle_it_starts_again(home, tmp_path, moment):
    """As above with a real kill: the process dies at its nth statement."""
    done = subprocess.run([sys.executable, "-m", "tests.station.store.migrating", str(home), str(moment)], check=False)
    assert done.returncode != 0
    assert opened(home) == opened(tmp_path / "now")


def test_without_a_whole_copy_nothing_is_changed(home, monkeypatch):
    before = (home / FILE).read_bytes()

    def full(*_said) -> None:
        raise StoreFull("station.db")

    monkeypatch.setattr(Cipher, "copy_to", full)
    with pytest.raises(StoreFull):
        Store.open(home, KEY)
    assert (home / FILE).read_bytes() == before
    assert not list(home.glob("*.part"))
    assert not copy_before(home / FILE, 1).exists()


def test_a_damaged_old_file_is_not_migrated(home):
    path = home / FILE
    data = bytearray(path.read_bytes())
    data[-3000] ^= 1
    path.write_bytes(data)
    with pytest.raises(StoreDamaged):
        Store.open(home, KEY)
    assert path.read_bytes() == data
    assert not copy_before(path, 1).exists()


def test_a_newer_file_is_refused_with_words_and_untouched(home):
    db = raw(home / FILE)
    db.execute(f"PRAGMA user_version = {VERSION + 1}")
    db.close()
    before = (home / FILE).read_bytes()
    with pytest.raises(StoreNewer) as error:
        Store.open(home, KEY)
    said = store_words(error.value).line
    assert said == "Data ini dari Loket yang lebih baru. Pasang Loket yang sama atau lebih baru."
    assert (home / FILE).read_bytes() == before


def test_a_backup_of_an_older_version_comes_back_and_lies_unchanged(home, tmp_path):
    """Its files are what they were when it was written; only the copy that is put in place is brought up."""
    secret = machine_secret(home, home.name, use_keyring=False)
    Slots(home / "slots.json", secret.value, Cost(64, 1, 1)).add(
        "dewi", "sandi", Unlocked(KEY, key_of("dewi").to_bytes())
    )
    folder = tmp_path / "backups" / "DAYUN-20261120T010203Z"
    folder.mkdir(parents=True)
    for name in (FILE, "slots.json", "spent.log"):
        shutil.copy(home / name, folder / name)
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    counts = {"cases": 1, "actions": 1, "residents": 30}
    record = {"v": 1, "station": "DAYUN", "at": "2026-11-20T01:02:03Z", "contents": counts, "files": digests}
    (folder / "manifest.json").write_bytes(canonical(record))
    keeper = Keeper(home, Clock())
    done = keeper.restore(keeper.look(folder), "dewi", "sandi")
    assert (done.contents.cases, done.at) == (1, "2026-11-20T01:02:03Z")
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("s*")} == digests
    assert shape(home / FILE)["version"] == VERSION
    found = opened(home)
    assert found["stopped"]
    assert {name: found[name] for name in ("hits", "row")} == {n: opened(tmp_path / "now")[n] for n in ("hits", "row")}
