"""A child that opens an older store and dies at its nth statement of the migration.

python -m tests.station.store.migrating FOLDER N
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event

from station.store import migrate
from station.store.store import Store
from tests.station.store.making import KEY


def main(folder: Path, most: int) -> None:
    """Open, and be killed on the way."""
    plain, seen = migrate.engine_on, [0]

    def watched(*args: Any) -> Any:
        engine = plain(*args)

        def count(*_said: object) -> None:
            seen[0] += 1
            if seen[0] >= most:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(engine, "after_cursor_execute", count)
        return engine

    migrate.engine_on = watched
    Store.open(folder, KEY).close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
