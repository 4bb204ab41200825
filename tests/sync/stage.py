"""A station's round on a stage: the model centre behind a way that can be spoilt."""

import hashlib
import itertools

from registry.canonical import parse
from sync.cycle import Cycle
from sync.http import Centre
from sync.line import Line
from tests.sync.courier import OnTheSpot
from tests.sync.making import STATION, key, station_keys
from tests.sync.model import ModelCentre, Way, response
from tests.sync.side import MemorySide

LARGE = bytes(range(256)) * 100
BLOBS = {hashlib.sha256(LARGE).hexdigest(): LARGE}
NOW = "2026-11-24T03:43:07Z"


class Stage:
    """A station and a centre; `spoil` stands between them."""

    def __init__(self, folder):
        self.side, self.model, self.spoil = MemorySide(), ModelCentre(), None
        self.way = Way(self.model, lambda request, ask: (self.spoil or _ask)(request, ask))
        self.folder = folder
        self.ids = (f"p-{number}" for number in itertools.count(1))
        self.reseal = self.side.reseal

    def cycle(self, **changes):
        centre = Centre("", line=Line("http://centre", STATION, key(STATION), transport=self.way))
        parts = {"side": self.side, "centre": centre, "keys": station_keys(), "folder": self.folder}
        parts |= {"new_id": self.ids.__next__, "stamp": lambda: NOW, "reseal": self.reseal, "courier": OnTheSpot()}
        return Cycle(**{**parts, **changes})

    def run(self, cancel=None, **changes):
        return self.cycle(**changes).run(cancel)

    def announced(self):
        return [parse(body) for _, target, _, body in self.way.seen if target == "/v1/announce"]

    def asked(self, path=""):
        return [f"{method} {target}" for method, target, _, _ in self.way.seen if path in target]


def _ask(request, ask):
    return ask()


def files(stage):
    return sorted(path.relative_to(stage.folder).as_posix() for path in stage.folder.rglob("*.age*"))


def refusing(part, error):
    def spoil(request, ask):
        if part in request.url.raw_path.decode():
            if isinstance(error, Exception):
                raise error
            return response(*error)
        return ask()

    return spoil
