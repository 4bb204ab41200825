"""A verifikator's marks on a case, kept as he goes: rows of this station only."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from registry.canonical import Record, canonical, parse
from station.store.cipher import Cipher
from station.store.schema import marks


class Marks:
    """Reads and writes marks."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def get(self, case: str, officer: str) -> Record:
        """Field -> mark; {} before the first."""
        where = (marks.c.case == case, marks.c.officer == officer)
        with self._cipher.reading() as db:
            found = db.scalar(select(marks.c.record).where(*where))
        record = parse(found) if found else {"v": 1}
        record.pop("v")
        return record

    def put(self, case: str, officer: str, record: Mapping[str, str]) -> None:
        """Keep all marks."""
        row = {"case": case, "officer": officer, "record": canonical({"v": 1, **record})}
        with self._cipher.writing() as db:
            db.execute(insert(marks).values(row).on_conflict_do_update(index_elements=["case", "officer"], set_=row))
