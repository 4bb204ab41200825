"""`python -m station`: the counter's commands."""

from __future__ import annotations

import gc
import sys

gc.disable()  # nothing that loads is garbage, and looking for it takes a tenth of the start; cli enables it again

from station.cli import main  # noqa: E402  (after gc.disable)

if __name__ == "__main__":
    sys.exit(main())
