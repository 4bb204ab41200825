"""Signs in at a station as the program does, and tells what its print desk would do: run by test_environment."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from station.compose.station import Place, _import_rooms
from station.settings import read_settings
from station.work import AtOnce, Scope
from tests.attacks.making import clock, print_desk, printed_text


def main(home: Path, handle: str, passphrase: str) -> None:
    """One JSON line: the word in the bytes that would be printed, and the refusal."""
    settings = read_settings(home / "settings.toml")
    place = Place(home, settings.devices, home.parent / "out", use_keyring=False)
    parts = {"place": place, "settings": settings, "tasks": AtOnce(), "tell_sending": lambda _number, _of: None}
    frame = cast("Any", SimpleNamespace(**parts, theme=None, window=None, go=None))
    rooms = _import_rooms()
    rooms._clock = clock()  # within the terms of the release
    rooms.sign_in(frame, handle, passphrase)
    counter = rooms._counter(frame, Scope(frame.tasks))
    state = print_desk(counter.session, counter.authority)
    marked = state.card is not None and "SPESIMEN" in printed_text(state)
    told = {"card": state.card is not None, "marked": marked, "fault": state.fault.title if state.fault else ""}
    sys.stdout.write(json.dumps(told) + "\n")
    rooms.sign_out()
    rooms.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
