"""Where all tables of a station are gathered (station.store.schema, stock_schema)."""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData()
