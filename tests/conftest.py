"""What every test run shares."""

import os

# Before any Qt import: pytest run by hand, outside ./loket test, needs no screen either.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
