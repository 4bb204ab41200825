"""Tables of the centre. Keys begin with the station where rows are many, so that they can be spread later."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()
_LONG = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by INTEGER only

facts = Table(
    "facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
counters = Table(  # serials, numbers, and the last entry of each feed
    "counters",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
stations = Table(
    "stations",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("area", String, nullable=False),  # village-code prefix of its residents, "" for none
    Column("key", String, nullable=False),  # Ed25519 public key, hex
    Column("recipient", String, nullable=False),  # age recipient
    Column("epoch", Integer, nullable=False),
    Column("chain_count", Integer, nullable=False),
    Column("chain_head", LargeBinary, nullable=False),
    Column("contact_at", String, nullable=False),
)
codes = Table(
    "codes",
    metadata,
    Column("id", String, primary_key=True),
    Column("secret", LargeBinary, nullable=False),
    Column("station", String, nullable=False),
    Column("name", String, nullable=False),
    Column("area", String, nullable=False),
    Column("until", String, nullable=False),
    Column("used_at", String, nullable=False),
    Column("answer", LargeBinary, nullable=False),
)
grants = Table(
    "grants",
    metadata,
    Column("station", String, primary_key=True),
    Column("officer", String, primary_key=True),
    Column("raw", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
former_grants = Table(  # what was signed under an older key or role keeps counting
    "former_grants",
    metadata,
    Column("digest", String, primary_key=True),  # SHA-256 of raw
    Column("station", String, nullable=False),
    Column("officer", String, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
revocations = Table(
    "revocations",
    metadata,
    Column("station", String, primary_key=True),  # "" for every station
    Column("officer", String, primary_key=True),
    Column("at", String, primary_key=True),
    Column("raw", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("journal", Integer, nullable=False),  # acts of the station that were known then; -1: not asked for by it
)
requests = Table(
    "requests",
    metadata,
    Column("id", String, primary_key=True),
    Column("station", String, nullable=False),
    Column("officer", String, nullable=False),
    Column("kind", String, nullable=False),  # proposal, claim or removal
    Column("state", String, nullable=False),  # open (a proposal whose officer has not come), done or no
    Column("reason", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
inbox = Table(
    "inbox",
    metadata,
    Column("station", String, primary_key=True),
    Column("packet", String, primary_key=True),
    Column("sha256", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("state", String, nullable=False),  # announced, accepted, refused
    Column("receipt", LargeBinary, nullable=False),
    Column("at", String, nullable=False),
)
actions = Table(
    "actions",
    metadata,
    Column("number", _LONG, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("case", String, nullable=False, index=True),
    Column("raw", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("refused", String, nullable=False),
)
payloads = Table(
    "payloads",
    metadata,
    Column("action", String, ForeignKey("actions.id"), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)
blobs = Table(
    "blobs",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
cases = Table(
    "cases",
    metadata,
    Column("id", String, primary_key=True),
    Column("number", String, nullable=False),
    Column("status", String, nullable=False, index=True),
    Column("upstream", String, nullable=False),
    Column("holder", String, nullable=False),
    Column("home", String, nullable=False),  # the station that recorded it and hands the card over
    Column("nik", String, nullable=False, index=True),
    Column("answers", Integer, nullable=False),
    Column("due_at", String, nullable=False, index=True),  # "" when the upstream owes nothing
)
feed = Table(
    "feed",
    metadata,
    Column("station", String, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),  # central.ledger.feeds
    Column("kind", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
residents = Table(
    "residents",
    metadata,
    Column("id", String, primary_key=True),
    Column("nik", String, nullable=False, index=True),
    Column("kk", String, nullable=False, index=True),
    Column("village", String, nullable=False, index=True),
    Column("record", Text, nullable=False),
)
refused_packets = Table(  # kept with the reason until a person lets them go
    "refused_packets",
    metadata,
    Column("station", String, primary_key=True),
    Column("packet", String, primary_key=True),
    Column("at", String, nullable=False, index=True),
    Column("reason", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("key", String, nullable=False),  # where the packet lies
)
lookups = Table(  # residents asked for one by one, and by whom
    "lookups",
    metadata,
    Column("id", String, primary_key=True),
    Column("station", String, nullable=False),
    Column("officer", String, nullable=False),
    Column("at", String, nullable=False),
    Column("about", String, nullable=False),  # the case it was for
    Column("found", Integer, nullable=False),
    Index("lookups_by_officer", "station", "officer", "at"),
)
stock_lines = Table(  # what stations booked in the books of their locations
    "stock_lines",
    metadata,
    Column("id", String, primary_key=True),
    Column("station", String, nullable=False),
    Column("item", String, nullable=False),
    Column("move", String, nullable=False),
    Column("change", Integer, nullable=False),
    Column("closing", Integer, nullable=False),  # what was there after it, as the station reckons
    Column("reference", String, nullable=False),
    Column("officer", String, nullable=False),
    Column("at", String, nullable=False),
    Column("told", String, nullable=False),  # the act that says so; its UUIDv7 grows with time
    Index("stock_lines_by_book", "station", "item", "told"),
)
enrolments = Table(  # what a one-time code is for, and how far its station has come (central.enrolment)
    "enrolments",
    metadata,
    Column("code", String, primary_key=True),
    Column("station", String, nullable=False),
    Column("letter", String, nullable=False),
    Column("administrator", String, nullable=False),  # handle; "" when the request names him
    Column("administrator_name", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("by_words", Integer, nullable=False),  # 0: a training station that nobody reads words to
    Column("state", String, nullable=False),  # open, waiting (for the words), confirmed, refused
    Column("request", LargeBinary, nullable=False),
    Column("answer", LargeBinary, nullable=False),  # the first one
    Column("closed_at", String, nullable=False),
    Column("closed_by", String, nullable=False),
    Index("enrolments_by_station", "station", "made_at"),
)
station_keys = Table(  # every key a station ever signed with
    "station_keys",
    metadata,
    Column("key", String, primary_key=True),
    Column("station", String, nullable=False),
    Column("recipient", String, nullable=False),  # of the station then
    Column("epoch", Integer, nullable=False),
    Column("since", String, nullable=False),
    Column("until", String, nullable=False),  # ISO date
    Column("used", Integer, nullable=False),  # whether anything signed with it was seen
    Column("ended_at", String, nullable=False),  # "" while in force
    Column("why", String, nullable=False),  # renewed, moved, revoked or lost
    Column("reason", String, nullable=False),  # in words
    Index("station_keys_by_station", "station", "since"),
)
sticks = Table(  # what the newest stick of a station told: where its return file begins
    "sticks",
    metadata,
    Column("station", String, primary_key=True),
    Column("made", String, nullable=False),
    Column("cursor", Integer, nullable=False),
    Column("problems", LargeBinary, nullable=False),
)
routes = Table(  # who works on it at which step (central.routing)
    "routes",
    metadata,
    Column("step", String, primary_key=True),  # verify, print or hand-over
    Column("origin", String, primary_key=True),  # a station, a kecamatan by its code, or "" for anywhere
    Column("service", String, primary_key=True),  # "" for any
    Column("station", String, nullable=False),
)
route_changes = Table(
    "route_changes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("step", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("service", String, nullable=False),
    Column("station", String, nullable=False),
    Column("officer", String, nullable=False),
    Column("at", String, nullable=False),
    Column("reason", String, nullable=False),
)
upstream_answers = Table(  # every answer with where it came from: none without a reference
    "upstream_answers",
    metadata,
    Column("action", String, ForeignKey("actions.id"), primary_key=True),
    Column("case", String, nullable=False, index=True),
    Column("status", String, nullable=False),
    Column("reference", String, CheckConstraint("length(trim(reference)) > 0"), nullable=False),
    Column("origin", String, nullable=False),
    Column("training", Integer, nullable=False),
    Column("source", String, nullable=False),  # SHA-256 of the file, number of the entry, "" for the simulator
    Column("at", String, nullable=False),
    CheckConstraint("origin <> 'simulator' OR training = 1", name="simulated_is_training"),
    CheckConstraint("origin IN ('simulator', 'file', 'console')", name="known_origin"),
)
upstream_files = Table(  # what went up and what came back, each file once
    "upstream_files",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("kind", String, nullable=False),  # export or answers
    Column("name", String, nullable=False),
    Column("officer", String, nullable=False),
    Column("at", String, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
upstream_rows = Table(  # the report of an imported file, row by row; no personal data
    "upstream_rows",
    metadata,
    Column("file", String, ForeignKey("upstream_files.sha256"), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("case", String, nullable=False),
    Column("result", String, nullable=False),
    Column("detail", String, nullable=False),
)
disagreements = Table(  # what SIAK and Loket say differently, until an act with a reason settles it
    "disagreements",
    metadata,
    Column("id", String, primary_key=True),  # SHA-256 of what it is about and both sides: the same one is one
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),  # case or resident id, "" for who is not in the books
    Column("ours", String, nullable=False),
    Column("theirs", String, nullable=False),
    Column("file", String, nullable=False),
    Column("line", Integer, nullable=False),
    Column("at", String, nullable=False),
    Column("state", String, nullable=False),  # open or settled
    Column("officer", String, nullable=False),
    Column("settled_at", String, nullable=False),
    Column("act", String, nullable=False),
    Column("reason", String, nullable=False),
    Index("disagreements_by_state", "state", "at"),
)
console_entries = Table(  # an answer read off SIAK's screen by two officers
    "console_entries",
    metadata,
    Column("id", String, primary_key=True),
    Column("case", String, nullable=False),
    Column("status", String, nullable=False),
    Column("reference", String, CheckConstraint("length(trim(reference)) > 0"), nullable=False),
    Column("first", String, nullable=False),
    Column("first_at", String, nullable=False),
    Column("second", String, nullable=False),  # "" while it is open
    Column("second_at", String, nullable=False),
    Column("state", String, nullable=False),  # open, confirmed or withdrawn
    Column("reason", String, nullable=False),
    CheckConstraint("second <> first", name="two_persons"),
    CheckConstraint("state <> 'confirmed' OR second <> ''", name="confirmed_by_somebody"),
)
documents = Table(  # signed PDFs, byte for byte
    "documents",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("case", String, nullable=False, index=True),
    Column("reference", String, CheckConstraint("length(trim(reference)) > 0"), nullable=False),
    Column("kind", String, nullable=False),  # training or operational: of the root it hangs from
    Column("name", String, nullable=False),
    Column("officer", String, nullable=False),  # "" for the simulator
    Column("at", String, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
suspicions = Table(  # two cases that may be of one person; never an answer on uniqueness
    "suspicions",
    metadata,
    Column("case", String, primary_key=True),
    Column("other", String, primary_key=True),
    Column("ground", String, primary_key=True),  # demographic or fingerprint
    Column("score", Integer, nullable=False),
    Column("detail", String, nullable=False),
    Column("at", String, nullable=False),
    Column("state", String, nullable=False),  # open or settled
    Column("officer", String, nullable=False),
    Column("settled_at", String, nullable=False),
    Column("reason", String, nullable=False),
)
identities = Table(  # who was recorded, for the search of double recordings; one row for each case that was checked
    "identities",
    metadata,
    Column("case", String, primary_key=True),
    Column("recording", String, nullable=False),  # the act whose captures were compared
    Column("nik", String, nullable=False, index=True),
    Column("birth", String, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("mother", String, nullable=False),
    Column("templates", String, nullable=False),  # position:SHA-256, separated by spaces
    Column("at", String, nullable=False),
)
