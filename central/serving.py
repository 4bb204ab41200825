"""The processes of a centre: one on the embedded file, several on a PostgreSQL, all at one address.

Each opens the centre for itself from the same options (they are spawned, never forked); the listening socket is made
once and given to all.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from central.compose import Centre, open_centre
from central.errors import BadAddress
from central.logs import catch_libraries, make_log, no_log
from central.scenarios import scenario_of
from central.workers import DedupeWorker, UpstreamWorker


@dataclass(frozen=True, slots=True)
class Options:
    """What a process needs to open the centre."""

    home: Path
    printing: Mapping[str, str] = field(default_factory=dict)
    verifying: Mapping[str, str] = field(default_factory=dict)
    upstream_delay_s: float = 3.0
    scenario: str = "lancar"  # a name or a TOML file
    operational: bool = False
    database: str = field(default="", repr=False)
    store: str = ""
    token: str = field(default="", repr=False)
    log: bool = False

    def open(self) -> Centre:
        """The centre. Raises what open_centre and scenario_of raise."""
        return open_centre(
            self.home,
            printing=self.printing,
            verifying=self.verifying,
            upstream_delay_s=self.upstream_delay_s,
            scenario=scenario_of(self.scenario),
            operational=self.operational,
            database=self.database,
            store=self.store,
            token=self.token,
            log=make_log() if self.log else None,
        )


@dataclass(frozen=True, slots=True)
class Process:
    """Makes the application inside a process of its own, with its workers."""

    options: Options

    def __call__(self) -> FastAPI:
        """The application; its workers live as long as it does."""
        centre = self.options.open()
        app = FastAPI(lifespan=_lifespan(centre, self.options), openapi_url=None, docs_url=None, redoc_url=None)
        app.mount("/", centre.app)
        return app


def serve_many(options: Options, listener: socket.socket, count: int) -> None:
    """Serve with `count` processes until a signal. Raises BadAddress on the embedded file, which has one writer."""
    if not options.database:
        raise BadAddress("workers-need-postgresql")
    config = uvicorn.Config(
        Process(options),
        factory=True,
        workers=count,
        log_level="warning",
        access_log=False,
    )
    Multiprocess(config, [listener]).run()


def start_workers(centre: Centre, options: Options, stop: threading.Event) -> tuple[threading.Thread, ...]:
    """The upstream is asked, and double recordings looked for, a few times per step; neither waits for the other."""
    log = make_log() if options.log else no_log()
    pause_s = options.upstream_delay_s / 4
    asking = UpstreamWorker(centre.ledger, centre.office, log, pause_s)
    looking = DedupeWorker(centre.ledger, centre.dedupe, log, pause_s)
    works = {"upstream": asking.run, "dedupe": looking.run}
    threads = tuple(threading.Thread(target=run, args=(stop,), name=name, daemon=True) for name, run in works.items())
    for thread in threads:
        thread.start()
    return threads


def stop_workers(centre: Centre, stop: threading.Event, threads: tuple[threading.Thread, ...]) -> None:
    """End them; a comparison under way is given up: its case is looked at again after the next start."""
    stop.set()
    centre.worker.close()
    for thread in threads:
        thread.join(timeout=5)


def _lifespan(centre: Centre, options: Options) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def living(_app: FastAPI) -> AsyncIterator[None]:
        stop = threading.Event()
        end = catch_libraries(make_log()) if options.log else lambda: None
        threads = start_workers(centre, options, stop)
        yield
        stop_workers(centre, stop, threads)
        end()
        centre.ledger.close()

    return living
