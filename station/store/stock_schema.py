"""Tables of what a location holds: blanks by label, supplies by number, parcels, and what was destroyed."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table

from station.store.tables import metadata

blank_entries = Table(
    "blank_entries",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("move", String, nullable=False),
    Column("batch", String, nullable=False),
    Column("label", Integer, nullable=False),
    Column("count", Integer, nullable=False),
    Column("case", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("officer", String, nullable=False),
    Column("at", String, nullable=False),
    Column("item", String, nullable=False, server_default="blangko-ktp-el"),
    Index("blank_entries_by_label", "batch", "label"),
)
stock_lines = Table(  # what has no label: withdrawn cards, ribbon, film
    "stock_lines",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("item", String, nullable=False),
    Column("flow", String, nullable=False),
    Column("count", Integer, nullable=False),
    Column("reference", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("officer", String, nullable=False),
    Column("at", String, nullable=False),
    Index("stock_lines_by_item", "item", "at"),
)
stock_handings = Table(  # blanks and supplies in the hands of officers
    "stock_handings",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("item", String, nullable=False, index=True),
    Column("way", String, nullable=False),
    Column("holder", String, nullable=False),
    Column("count", Integer, nullable=False),
    Column("note", String, nullable=False),
    Column("officer", String, nullable=False),
    Column("at", String, nullable=False),
)
stock_counts = Table(  # counts by hand, agreeing or not
    "stock_counts",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("item", String, nullable=False, index=True),
    Column("booked", Integer, nullable=False),
    Column("counted", Integer, nullable=False),
    Column("reason", String, nullable=False),
    Column("officer", String, nullable=False),
    Column("witness", String, nullable=False),  # "" where nothing differed
    Column("at", String, nullable=False),
)
parcels = Table(  # sealed here and sent to another station
    "parcels",
    metadata,
    Column("number", String, primary_key=True),
    Column("seal", String, nullable=False),
    Column("receiver", String, nullable=False),
    Column("officer", String, nullable=False),
    Column("at", String, nullable=False),
)
parcel_cards = Table(  # each scan at once: into a parcel, or counted out of one
    "parcel_cards",
    metadata,
    Column("way", String, primary_key=True),
    Column("case", String, primary_key=True),
    Column("parcel", String, primary_key=True),  # "" until it is sealed or taken in
    Column("officer", String, nullable=False),
    Column("at", String, nullable=False),
)
destructions = Table(  # berita acara pemusnahan
    "destructions",
    metadata,
    Column("number", String, primary_key=True),
    Column("record", LargeBinary, nullable=False),  # canonical: place, method, officers, witnesses
    Column("at", String, nullable=False),
)
destroyed = Table(  # what each of them lists
    "destroyed",
    metadata,
    Column("line", String, primary_key=True),  # of blank_entries or stock_lines: destroyed once
    Column("destruction", String, nullable=False, index=True),
)
