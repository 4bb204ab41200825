"""The audit list and its chains: found by filter and page, and every row changed, taken out or put in is told."""

import json

import pytest

from registry.actions import Kind
from registry.officers import Role
from station.store.audit import EXPORTED, View
from station.store.auditing import ACTS, LOOKS, OFFICES, AuditFilter, Stopped
from station.store.store import FILE
from sync import sqlcipher
from tests.station.store.making import KEY, act, append_recording, key_of, person, signed_grant

ROLES = {"rina": Role.OPERATOR, "hendra": Role.VERIFIER, "dewi": Role.ADMINISTRATOR}


@pytest.fixture
def kept(store):
    """Three acts and four rows of views by three officers."""
    for handle, role in ROLES.items():
        store.officers.put(*signed_grant(handle, role))
    store.residents.put([person(1), person(2)])
    first = append_recording(store)
    verified = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id, at="2026-11-24T04:00:00Z")
    store.cases.append((verified,))
    append_recording(store, "case-2", person(2), "D-2611-0002")
    for at, handle, what, subject in (
        ("2026-11-24T03:00:00Z", "rina", "masuk", ""),
        ("2026-11-24T03:50:00Z", "rina", "nik", person(1).id),
        ("2026-11-24T04:10:00Z", "hendra", "nik", person(2).id),
        ("2026-11-25T01:00:00Z", "dewi", "buka-kunci", "rina"),
    ):
        store.views.signed_by(handle, key_of(handle).sign)
        store.views.note(at, handle, what, subject)
    return store


def nothing(_done, _of):
    return None


def kinds(store, **wanted):
    return [entry.kind for entry in store.audit.page(AuditFilter(**wanted), limit=50)]


def test_acts_and_views_stand_in_one_list_the_newest_first_with_whom_they_touched(kept):
    found = kept.audit.page(AuditFilter(), limit=50)
    assert [entry.at for entry in found] == sorted((entry.at for entry in found), reverse=True)
    assert kept.audit.count(AuditFilter()) == len(found) == 7
    by_kind = {(entry.kind, entry.officer): (entry.name, entry.number) for entry in found}
    assert by_kind["Verified", "hendra"] == (person(1).name, "D-2611-0001")
    assert by_kind["nik", "hendra"] == (person(2).name, "")
    assert by_kind["buka-kunci", "dewi"] == ("", "")


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"officer": "rina"}, 4),
        ({"officer": "hendra", "kind": ACTS}, 1),
        ({"kind": LOOKS}, 2),
        ({"kind": OFFICES}, 2),
        ({"kind": "Submitted"}, 2),
        ({"kind": "Verified", "officer": "rina"}, 0),
        ({"since": "2026-11-24T04:00:00Z"}, 3),
        ({"before": "2026-11-24T03:42:07Z"}, 1),
        ({"since": "2026-11-24T03:42:07Z", "before": "2026-11-24T04:00:00Z", "kind": LOOKS}, 1),
    ],
)
def test_filters(kept, wanted, count):
    asked = AuditFilter(**wanted)
    assert kept.audit.count(asked) == len(kept.audit.page(asked, limit=50)) == count


def test_pages_follow_each_other(kept):
    whole = kept.audit.page(AuditFilter(), limit=50)
    pages = [kept.audit.page(AuditFilter(), limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert tuple(entry for page in pages for entry in page) == whole
    assert [len(page) for page in pages] == [3, 3, 1, 0]


def test_the_list_is_found_by_index_and_never_read_whole(kept):
    connection = sqlcipher.module().connect(str(kept.folder / FILE))
    sqlcipher.unlock(connection, KEY)
    for sql in (
        "SELECT row FROM actions ORDER BY at DESC, row DESC LIMIT 9",
        "SELECT row FROM actions WHERE author = 'rina' ORDER BY at DESC LIMIT 9",
        "SELECT row FROM views ORDER BY at DESC, row DESC LIMIT 9",
        "SELECT row FROM views WHERE officer = 'rina' ORDER BY at DESC LIMIT 9",
    ):
        plan = " ".join(str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}"))
        assert "USING" in plan
        assert "INDEX" in plan
        assert "TEMP B-TREE" not in plan
    connection.close()


def test_whole_chains_are_said_to_be_so(kept):
    told = []
    found = kept.audit.check(lambda done, of: told.append((done, of)))
    assert (found.count, found.last_at, found.broken) == (7, "2026-11-25T01:00:00Z", None)
    assert told[-1] == (7, 7)


def test_a_stop_ends_the_walk(kept, monkeypatch):
    monkeypatch.setattr("station.store.auditing.TELL_EVERY", 1)

    def stop(_done, _of):
        raise Stopped

    with pytest.raises(Stopped):
        kept.audit.check(stop)


BREAKS = {
    "a view taken out": ("DELETE FROM views WHERE row = 2", 5),
    "the last view taken out": ("DELETE FROM views WHERE row = 4", 7),
    "a view of another": ("UPDATE views SET subject = 'r-9' WHERE row = 2", 5),
    "a view at another time": ("UPDATE views SET at = '2026-11-01T00:00:00Z' WHERE row = 2", 5),
    "a view by another": ("UPDATE views SET officer = 'dewi' WHERE row = 2", 5),
    "a signature of nobody": ("UPDATE views SET signature = zeroblob(64) WHERE row = 3", 6),
    "a head that fits nothing": ("UPDATE views SET head = zeroblob(32) WHERE row = 1", 4),
    "an act taken out": ("DELETE FROM actions WHERE row = 2", 2),
    "the last act taken out": ("DELETE FROM actions WHERE row = 3", 3),
    "an act by another": ("UPDATE actions SET raw = CAST(replace(raw, 'hendra', 'murni!') AS BLOB) WHERE row = 2", 2),
    "a signature changed": ("UPDATE actions SET signature = zeroblob(64) WHERE row = 1", 1),
    "a payload changed": ("UPDATE payloads SET payload = CAST('{}' AS BLOB) WHERE rowid = 1", 1),
}


@pytest.mark.parametrize("what", BREAKS)
def test_every_row_changed_or_taken_out_is_told(kept, what):
    sql, number = BREAKS[what]
    edit(kept, sql)
    found = kept.audit.check(nothing)
    assert found.broken is not None
    assert found.broken.number == number


def edit(store, sql):
    connection = sqlcipher.module().connect(str(store.folder / FILE))
    try:
        sqlcipher.unlock(connection, KEY)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(sql)
        connection.commit()
    finally:
        connection.close()


def test_who_mends_the_links_cannot_mend_what_another_signed_after_it(kept):
    """The holder of the store's key takes a view of his own out and links all the rest anew."""
    from hashlib import sha256

    from registry.actions import GENESIS, link

    connection = sqlcipher.module().connect(str(kept.folder / FILE))
    sqlcipher.unlock(connection, KEY)
    connection.execute("DELETE FROM views WHERE row = 2")
    head = GENESIS
    for row, raw in connection.execute("SELECT row, raw FROM views ORDER BY row").fetchall():
        said = json.loads(raw) | {"prev": head.hex()}
        fresh = json.dumps(said, separators=(",", ":")).encode()
        head = link(head, sha256(fresh).digest())
        connection.execute("UPDATE views SET raw = ?, head = ? WHERE row = ?", (fresh, head, row))
    connection.execute("UPDATE facts SET value = ? WHERE name = 'views.head'", (head,))
    connection.commit()
    connection.close()
    found = kept.audit.check(nothing)
    assert found.broken is not None
    assert found.broken.number == 5  # Hendra's row: his signature is under the old link


def test_a_view_without_a_key_in_hand_is_kept_and_linked(kept):
    kept.views.signed_by("rina", None)
    kept.views.note("2026-11-25T02:00:00Z", "rina", "nik", person(1).id)
    assert kept.audit.check(nothing).broken is None


def test_taking_the_list_out_is_a_row_of_it(kept):
    kept.views.signed_by("dewi", key_of("dewi").sign)
    rows = kept.audit.export(AuditFilter(), View("2026-11-25T03:00:00Z", "dewi", EXPORTED, "jejak.csv"))
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert len(rows) == 7
    assert kinds(kept)[0] == EXPORTED
    assert kept.audit.check(nothing).broken is None
