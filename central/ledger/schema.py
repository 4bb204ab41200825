"""Tables of the centre. Keys begin with the station where rows are many, so that they can be spread later."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

facts = Table(
    "facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", LargeBinary, nullable=False),
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
    Column("number", Integer, primary_key=True),
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
    Column("seq", Integer, primary_key=True),
    Column("station", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("feed_by_station", "station", "seq"),
)
residents = Table(
    "residents",
    metadata,
    Column("id", String, primary_key=True),
    Column("nik", String, nullable=False, index=True),
    Column("village", String, nullable=False, index=True),
    Column("record", Text, nullable=False),
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
