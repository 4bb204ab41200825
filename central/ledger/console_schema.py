"""Tables of the web console: who signs in there, what was read and done, and what waits for a second person."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, Text

from central.ledger.schema import metadata

accounts = Table(
    "console_accounts",
    metadata,
    Column("name", String, primary_key=True),  # handle, neither NIK nor NIP
    Column("full_name", String, nullable=False),
    Column("role", String, nullable=False),  # registry of roles: central.console.accounts
    Column("area", String, nullable=False),  # the kecamatan of a UPTD, "" for all
    Column("password", String, nullable=False),  # Argon2id, as argon2 writes it
    Column("totp", LargeBinary, nullable=False),
    Column("totp_step", Integer, nullable=False),  # the last one used: a code counts once
    Column("state", String, nullable=False),  # new (first passphrase of the administrator), active or revoked
    Column("until", String, nullable=False),  # a new one ends then, "" for none
    Column("tries", Integer, nullable=False),
    Column("shut_until", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("made_by", String, nullable=False),
)
sessions = Table(
    "console_sessions",
    metadata,
    Column("id", String, primary_key=True),  # SHA-256 of the token, which only the browser has
    Column("account", String, nullable=False, index=True),
    Column("made_at", String, nullable=False),
    Column("idle_until", String, nullable=False),
    Column("until", String, nullable=False),
    Column("note", String, nullable=False),  # one sentence for the next page
)
reads = Table(
    "console_reads",
    metadata,
    Column("id", String, primary_key=True),
    Column("at", String, nullable=False),
    Column("account", String, nullable=False),
    Column("act", String, nullable=False),
    Column("page", String, nullable=False),
    Column("subject", String, nullable=False),  # case, station or account it was about, "" for none
    Column("detail", String, nullable=False),  # never personal data
    Index("console_reads_by_time", "at"),
    Index("console_reads_by_account", "account", "at"),
)
proposals = Table(
    "console_proposals",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("area", String, nullable=False),
    Column("body", Text, nullable=False),  # canonical record
    Column("reason", String, nullable=False),
    Column("proposed_by", String, nullable=False),
    Column("proposed_at", String, nullable=False),
    Column("state", String, nullable=False),  # open, done, refused or withdrawn
    Column("decided_by", String, nullable=False),
    Column("decided_at", String, nullable=False),
    Index("console_proposals_by_state", "state", "proposed_at"),
)
Index(  # one open proposal about one thing, whoever is first
    "console_proposals_open",
    proposals.c.kind,
    proposals.c.subject,
    unique=True,
    sqlite_where=proposals.c.state == "open",
    postgresql_where=proposals.c.state == "open",
)
acts = Table(  # an index over the headers of actions, for lists and counts; written with each action
    "console_acts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # as in actions
    Column("case", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("variant", String, nullable=False),
    Column("author", String, nullable=False),
    Column("role", String, nullable=False),
    Column("station", String, nullable=False),
    Column("at", String, nullable=False),
    Column("refused", String, nullable=False),
    Column("home", String, nullable=False),  # the station that recorded the case
    Index(
        "console_acts_by_kind", "kind", "at", "home", "variant", "refused"
    ),  # whole, so that counts read nothing else
    Index("console_acts_by_station", "station", "kind", "at", "variant", "refused"),
)
marks = Table(  # of each case: what is asked for, and since when it stands where it stands
    "console_marks",
    metadata,
    Column("case", String, primary_key=True),
    Column("service", String, nullable=False),
    Column("home", String, nullable=False),
    Column("opened_at", String, nullable=False),
    Column("since", String, nullable=False),
    Index("console_marks_by_age", "since", "case"),  # the order of the lists
)
counters = Table(  # what each station last said of itself in an announce
    "console_counters",
    metadata,
    Column("station", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("value", BigInteger, nullable=False),
    Column("at", String, nullable=False),
)
quotas = Table(  # lines are only added: the newest of a kecamatan and month counts
    "console_quotas",
    metadata,
    Column("id", String, primary_key=True),
    Column("area", String, nullable=False),
    Column("month", String, nullable=False),  # 2026-11
    Column("amount", Integer, nullable=False),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Index("console_quotas_by_month", "month", "area"),
)
shipments = Table(
    "console_shipments",
    metadata,
    Column("id", String, primary_key=True),
    Column("item", String, nullable=False),
    Column("source", String, nullable=False),  # station, or "" for the store of the Dinas
    Column("target", String, nullable=False),
    Column("paper", String, nullable=False),  # number of the BAST
    Column("labels", String, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("sent_at", String, nullable=False),
    Column("sent_by", String, nullable=False),
    Column("counted", Integer, nullable=False),  # -1 until counted
    Column("counted_at", String, nullable=False),
    Column("counted_by", String, nullable=False),
    Column("reason", String, nullable=False),  # of a difference
    Index("console_shipments_by_target", "target", "sent_at"),
)
announcements = Table(
    "console_announcements",
    metadata,
    Column("id", String, primary_key=True),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("area", String, nullable=False),  # "" for all
    Column("title", String, nullable=False),
    Column("text", Text, nullable=False),
)
locks = Table(
    "console_locks",
    metadata,
    Column("station", String, primary_key=True),
    Column("locked", Integer, nullable=False),
    Column("reason", String, nullable=False),
    Column("at", String, nullable=False),
    Column("first", String, nullable=False),
    Column("second", String, nullable=False),
)
