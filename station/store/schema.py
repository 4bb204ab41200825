"""Tables of a station. What is signed is stored verbatim; the other columns are an index over it.

`PRAGMA user_version` names the version. An older file is brought here by station.store.migrate, a newer one is refused.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Computed,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

import station.store.stock_schema  # noqa: F401  # its tables are gathered with ours
from station.store.tables import metadata

VERSION = 4
CASE_ASKED = ("holder", "recorder", "approver", "service", "recorded_at", "resident")


def _said(name: str) -> str:
    """A field of an action's header, which is canonical JSON."""
    return f"json_extract(CAST(raw AS TEXT), '$.{name}')"


facts = Table(
    "facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
residents = Table(
    "residents",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("nik", String, nullable=False, index=True),
    Column("kk", String, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("birth_date", String, nullable=False),
    Column("sound", String, nullable=False),  # registry.sounds: the key under which one person is written twice
    Column("record", Text, nullable=False),
    Index("residents_by_birth", "birth_date", "sound"),
)
tallies = Table(  # how many rows a table has, kept by triggers: counting a million takes a tenth of a second
    "tallies",
    metadata,
    Column("name", String, primary_key=True),
    Column("many", Integer, nullable=False),
)
drafts = Table(
    "drafts",
    metadata,
    Column("case", String, primary_key=True),
    Column("number", String, nullable=False),
    Column("service", String, nullable=False),
    Column("resident", String, nullable=False, index=True),
    Column("officer", String, nullable=False),
    Column("touched_at", String, nullable=False),
)
draft_parts = Table(
    "draft_parts",
    metadata,
    Column("case", String, ForeignKey("drafts.case", ondelete="CASCADE"), primary_key=True),
    Column("part", String, primary_key=True),
    Column("record", LargeBinary, nullable=False),
)
blobs = Table(
    "blobs",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
blob_uses = Table(  # who needs a capture: the last use gone, it goes
    "blob_uses",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("case", String, primary_key=True, index=True),
    Column("user", String, primary_key=True),  # an action's id, "draft:PART" or "feed"
)
actions = Table(
    "actions",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("case", String, nullable=False, index=True),
    Column("raw", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("number", Integer, nullable=False),  # the centre's; 0 before its receipt
    Column("own", Integer, nullable=False),  # 1: written here, part of this station's journal
    Column("packet", String, nullable=False, index=True),  # the sealed file that carries it, "" before
    Column("refused", String, nullable=False),
    Column("erased", Integer, nullable=False),  # 1: payload and salt were taken out and do not come back
    Column("head", LargeBinary, nullable=False),  # journal head after it; empty for others' actions
    # read out of the signed header by SQLite, so that they cannot say anything else
    Column("author", String, Computed(_said("author"), persisted=False)),
    Column("kind", String, Computed(_said("kind"), persisted=False)),
    Column("at", String, Computed(_said("at"), persisted=False)),
    Index("actions_unsealed", "own", "packet", "number"),
    Index("actions_by_time", "at", "row"),
    Index("actions_by_author", "author", "at"),
)
payloads = Table(
    "payloads",
    metadata,
    Column("action", String, ForeignKey("actions.id"), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)
cases = Table(
    "cases",
    metadata,
    Column("id", String, primary_key=True),
    Column("number", String, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("resident", String, nullable=False, index=True),
    Column("birth_date", String, nullable=False),
    Column("village", String, nullable=False),  # code of the applicant's kampung or kelurahan
    Column("service", String, nullable=False),
    Column("status", String, nullable=False),
    Column("upstream", String, nullable=False),
    Column("holder", String, nullable=False),
    Column("recorder", String, nullable=False),
    Column("approver", String, nullable=False),
    Column("recorded_at", String, nullable=False),
    Column("last_at", String, nullable=False),
    Column("receipted", Integer, nullable=False),
    # Both hold all that a filter asks, so that a hundred thousand are filtered, sorted and counted in an index.
    Index("cases_by_status", "status", "last_at", *CASE_ASKED),
    Index("cases_by_time", "last_at", "status", *CASE_ASKED, "number", "name"),
)
packets = Table(
    "packets",
    metadata,
    Column("id", String, primary_key=True),
    Column("case", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String, nullable=False),
    Column("path", String, nullable=False),
    Column("created", String, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("reason", String, nullable=False),
    Column("state", String, nullable=False),  # waiting, accepted, refused
    Column("next_at", String, nullable=False, server_default=""),  # UTC stamp of the next try by itself
    Index("packets_by_state", "state", "created"),
)
announcements = Table(  # what the Dinas tells its stations
    "announcements",
    metadata,
    Column("id", String, primary_key=True),
    Column("at", String, nullable=False, index=True),
    Column("title", String, nullable=False),
    Column("text", String, nullable=False),
)
grants = Table(
    "grants",
    metadata,
    Column("officer", String, primary_key=True),
    Column("station", String, primary_key=True),
    Column("raw", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
former_grants = Table(  # what an officer signed under an older key or role keeps counting
    "former_grants",
    metadata,
    Column("digest", String, primary_key=True),  # SHA-256 of raw
    Column("officer", String, nullable=False),
    Column("station", String, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
revocations = Table(
    "revocations",
    metadata,
    Column("officer", String, primary_key=True),
    Column("station", String, primary_key=True),  # "" for every station
    Column("at", String, primary_key=True),
    Column("raw", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
requests = Table(  # what officers ask of the centre; it answers by the feed
    "requests",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),  # proposal, claim or removal
    Column("officer", String, nullable=False, index=True),
    Column("at", String, nullable=False),
    Column("body", LargeBinary, nullable=False),  # as signed
    Column("signatures", String, nullable=False),  # hex, with blanks between
    Column("packet", String, nullable=False, index=True),  # the sealed file that carries it, "" before
    Column("state", String, nullable=False),  # waiting, received, refused
    Column("reason", String, nullable=False),
)
problems = Table(  # what came and was not taken, with what came
    "problems",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("code", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("record", LargeBinary, nullable=False),  # canonical; empty where nothing is kept
    Column("solved", Integer, nullable=False),
)
marks = Table(
    "marks",
    metadata,
    Column("case", String, primary_key=True),
    Column("officer", String, primary_key=True),
    Column("record", LargeBinary, nullable=False),
)
spendings = Table(
    "spendings",
    metadata,
    Column("serial", String, primary_key=True),
    Column("intended", Integer, nullable=False),  # attempts that may be in the log outside
    Column("begun", Integer, nullable=False),  # attempts that are
    Column("good", Integer, nullable=False),
)
jobs = Table(
    "jobs",
    metadata,
    Column("id", String, primary_key=True),
    Column("case", String, nullable=False, index=True),
    Column("serial", String, nullable=False),
    Column("blank", String, nullable=False),
    Column("way", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("printer_job", Integer, nullable=False),
    Column("counter_before", Integer, nullable=False),  # -1: the machine tells none
    Column("counter_after", Integer, nullable=False),
    Column("outcome", String, nullable=False),
    Column("at", String, nullable=False),
    Column("reason", String, nullable=False, server_default=""),  # the officer's answer, kept before it is signed
    Column("chip", String, nullable=False, server_default=""),
    Column("second", String, nullable=False, server_default=""),
    Column("second_mark", String, nullable=False, server_default=""),  # his signature in hex
    Column("fault", String, nullable=False, server_default=""),  # PWG keyword of what stopped the machine on it
)
views = Table(
    "views",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("officer", String, nullable=False),
    Column("what", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("raw", LargeBinary, nullable=False),  # the record that is linked and signed
    Column("signature", LargeBinary, nullable=False),  # the officer's; empty where his key was not in hand
    Column("head", LargeBinary, nullable=False),
    Index("views_by_time", "at", "row"),
    Index("views_by_officer", "officer", "at"),
    Index("views_by_what", "what", "at"),
)
lookups = Table(  # who was asked for at the centre; number and reason go with the case
    "lookups",
    metadata,
    Column("id", String, primary_key=True),  # of the errand (registry.errands)
    Column("action", String, nullable=False),
    Column("about", String, nullable=False, index=True),  # the case
    Column("case_number", String, nullable=False),
    Column("number", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("officer", String, nullable=False, index=True),
    Column("at", String, nullable=False),
    Column("answer", String, nullable=False),  # "", "ada" or "tidak-ada"
    Column("found", Integer, nullable=False),
)
borrowed = Table(  # residents of elsewhere, here only as long as a case is open
    "borrowed",
    metadata,
    Column("resident", String, primary_key=True),
    Column("about", String, primary_key=True, index=True),
)
imports = Table(  # files taken in, each signed by two officers
    "imports",
    metadata,
    Column("id", String, primary_key=True),  # of the errand
    Column("bast", String, nullable=False, unique=True),
    Column("sha256", String, nullable=False, unique=True),
    Column("administrator", String, nullable=False),
    Column("second", String, nullable=False),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("at", String, nullable=False),
)
documents = Table(  # signed PDFs of the Kadis, judged here too before they are kept; their bytes are blobs
    "documents",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("case", String, nullable=False, index=True),
    Column("reference", String, nullable=False),
    Column("kind", String, nullable=False),  # training or operational: of the root it hangs from
    Column("at", String, nullable=False),
)


def make(db: Connection) -> None:
    """All tables in an empty file, in the caller's transaction."""
    metadata.create_all(db)
    db.execute(tallies.insert().values(name="residents", many=0))
    for event, change in (("INSERT", "+"), ("DELETE", "-")):
        tally = f"UPDATE tallies SET many = many {change} 1 WHERE name = 'residents'"
        db.execute(text(f"CREATE TRIGGER residents_{event.lower()} AFTER {event} ON residents BEGIN {tally}; END"))
    words = "CREATE VIRTUAL TABLE resident_words USING fts5(name, address, prefix='2 3', tokenize='unicode61')"
    db.execute(text(words))
    db.execute(text("INSERT INTO resident_words(resident_words, rank) VALUES ('secure-delete', 1)"))
    db.execute(text("CREATE VIRTUAL TABLE resident_vocabulary USING fts5vocab(resident_words, 'row')"))
    db.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
