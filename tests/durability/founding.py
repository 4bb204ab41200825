"""A station that is set up, and what is wrong with what comes back after a cut of it.

python -m tests.durability.founding HOME
"""

from __future__ import annotations

import sys
from pathlib import Path

from station.desk.founding import Founder
from station.desk.session import Clock
from station.desk.sign_in import Door
from station.store.cipher import faults_in
from station.store.errors import StoreError
from station.store.machine import machine_secret
from station.store.slots import Slots
from station.store.store import FILE
from sync.durable import make_folder
from tests.durability.cuts import Told
from tests.durability.witness import Witness, saying
from tests.durability.workload import CHEAP
from tests.station.desk.registrar import CODE, NearRegistrar

PASSPHRASE = "kelapa sawit tua"
READY = "the station is ready"


def main(home: Path) -> None:
    """Use the code, finish, and say so."""
    witness = Witness(saying(1))
    make_folder(home)
    founder = _founder(home)
    founder.begin(CODE)
    founder.ask()
    founder.finish(PASSPHRASE).close()
    witness.backed_up(Path(READY))  # told in the place of a backup: there is none here


def wrong_after_founding(home: Path, told: Told) -> list[str]:
    """What does not hold: a station opens, or its set-up goes on; once it was said to be ready it opens."""
    there = (home / FILE).exists()
    if READY in told.backups and not there:
        return ["a station that was ready is gone"]
    if not there:
        make_folder(home)
        founder = _founder(home)
        founder.begin(CODE)
        founder.ask()
        founder.finish(PASSPHRASE).close()
    try:
        session = Door(home, Clock(), cost=CHEAP, use_keyring=False).sign_in("dewi", PASSPHRASE)
    except StoreError as error:
        return [f"nobody comes in: {error!r}"]
    key = session.store.key
    session.store.close()
    return list(faults_in(home / FILE, key))


def _founder(home: Path) -> Founder:
    secret = machine_secret(home, home.name, use_keyring=False).value
    return Founder(home, Slots(home / "slots.json", secret, CHEAP), secret, Clock(), NearRegistrar(confirmed=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
