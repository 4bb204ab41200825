"""A station in its own process: signs in, sends until nothing waits, and may be killed at any moment."""

import sys
import threading
from pathlib import Path

from registry.uuid7 import Uuid7Source
from station.desk.session import Clock
from station.desk.sign_in import Door
from station.desk.syncing import SyncDesk
from tests.journeys.children import CHEAP, PASSPHRASE


def send() -> None:
    """Rounds at once, one after another: what is measured is what the line carries, not the waits."""
    session = Door(Path(sys.argv[1]), Clock(), cost=CHEAP, use_keyring=False).sign_in("rina", PASSPHRASE)
    desk = SyncDesk(session.store, Clock(), Uuid7Source())
    pause = threading.Event()
    while session.store.side.waiting():
        if desk.run(threading.Event()).problem is not None:
            pause.wait(0.3)
    desk.close()
    session.store.close()
    sys.stdout.write("sent\n")


if __name__ == "__main__":
    send()
