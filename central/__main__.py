"""`loket central`: serve a centre on loopback, make a one-time code for a station, take a stick, give a new epoch."""

from __future__ import annotations

import argparse
import json
import socket
import sys
import threading
from dataclasses import asdict
from pathlib import Path

import uvicorn

from central.commands import account
from central.compose import Centre, add_invented_residents, export_identity
from central.console.training import training_accounts
from central.enrolment import Site
from central.errands import ERRANDS, run_errand
from central.keeping import keep
from central.logs import catch_libraries, make_log
from central.options import add_database
from central.serving import Options, serve_many, start_workers, stop_workers
from central.station_commands import COMMANDS, run_command


def main(arguments: list[str] | None = None) -> int:
    """Serve until stopped, or do one of the commands about accounts, stations and sticks (central.commands,
    station_commands, errands).

    Writes one JSON line when ready: address, codes and, with --drill, the age identity.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["account"]:
        return account(given[1:])
    if given and given[0] in COMMANDS:
        return run_command(given)
    if given and given[0] in ERRANDS:
        return run_errand(given)
    if given[:1] in (["backup"], ["restore"]):
        return keep(given)
    options = _options(given)
    founded = _founded(options)
    centre = founded.open()
    if options.residents:
        add_invented_residents(centre, options.district, options.residents, options.seed)
    listener = listen(options.host, options.port)
    if options.workers > 1:
        _announce(centre, options, listener.getsockname()[1])
        centre.ledger.close()
        serve_many(founded, listener, options.workers)
        return 0
    stop = threading.Event()
    server = uvicorn.Server(uvicorn.Config(centre.app, log_level="warning", access_log=False))
    working = start_workers(centre, founded, stop)
    done = catch_libraries(make_log()) if options.log else None
    if options.parent:
        threading.Thread(target=_end_with_parent, args=(server,), name="parent", daemon=True).start()
    _announce(centre, options, listener.getsockname()[1])
    server.run(sockets=[listener])
    stop_workers(centre, stop, working)
    if done is not None:
        done()
    centre.ledger.close()
    return 0


def listen(host: str, port: int) -> socket.socket:
    """A listening socket whose connections send at once.

    asyncio turns Nagle's algorithm off only where a socket says that its protocol is TCP, which those of
    `create_server` do not. An answer goes out as head and body; its body would wait 40 ms for the other side's delayed
    acknowledgement.
    """
    listener = socket.create_server((host, port))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # what it accepts inherits it
    return listener


def _options(arguments: list[str] | None) -> argparse.Namespace:
    also = f"Or one of: {', '.join(COMMANDS)}. `loket central WORD --help` tells more."
    parser = argparse.ArgumentParser(prog="loket central", description="Pusat UPTD (tertanam)", epilog=also)
    parser.add_argument("--home", type=Path, required=True, help="folder of the centre")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8470)
    parser.add_argument("--upstream-delay", type=float, default=3.0, help="seconds between simulated SIAK answers")
    parser.add_argument("--residents", type=int, default=0, help="invented residents to add (training)")
    parser.add_argument("--district", default="14.08.06")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--code", action="append", default=[], metavar="STATION:NAME:AREA", help="training: a code without words"
    )
    parser.add_argument(
        "--verify-at", action="append", default=[], type=_pair, metavar="STATION=STATION", help="who verifies for whom"
    )
    parser.add_argument(
        "--print-at", action="append", default=[], type=_pair, metavar="STATION=STATION", help="who prints for whom"
    )
    parser.add_argument("--scenario", default="lancar", help="what the simulated SIAK does: a name or a TOML file")
    parser.add_argument("--operational", action="store_true", help="no simulator: answers by file or by two officers")
    add_database(parser)
    parser.add_argument("--store", default="", help="s3://bucket/prefix?endpoint=...; a folder without it")
    parser.add_argument("--workers", type=int, default=1, help="processes; more than one needs --database")
    parser.add_argument("--token-file", type=Path, help="who brings this token may read /metrics from elsewhere")
    parser.add_argument("--log", action="store_true", help="JSON lines on standard error, without personal data")
    parser.add_argument("--drill", action="store_true", help="tell the age identity in the ready line")
    parser.add_argument("--console-drill", action="store_true", help="training accounts of the console, told as well")
    parser.add_argument("--parent", action="store_true", help="end when standard input ends")
    return parser.parse_args(arguments)


def _founded(options: argparse.Namespace) -> Options:
    return Options(
        home=options.home,
        printing=dict(options.print_at),
        verifying=dict(options.verify_at),
        upstream_delay_s=options.upstream_delay,
        scenario=options.scenario,
        operational=options.operational,
        database=options.database,
        store=options.store,
        token=options.token_file.read_text().strip() if options.token_file else "",
        log=options.log,
    )


def _pair(text: str) -> tuple[str, str]:
    recording, _, verifying = text.partition("=")
    if not recording or not verifying:
        raise argparse.ArgumentTypeError("STATION=STATION")
    return recording, verifying


def _announce(centre: Centre, options: argparse.Namespace, port: int) -> None:
    codes, url = {}, f"http://{options.host}:{port}"
    with centre.ledger.writing() as book:
        for text in options.code:
            code = centre.registrar.new_code(book, Site(*text.split(":")), url, by_words=False)
            codes[text.partition(":")[0]] = {"text": code.to_text()}
    ready: dict[str, object] = {"ready": url, "codes": codes, "centre_key": centre.keys.signing.public}
    if options.console_drill:
        with centre.ledger.writing() as book:
            ready["console"] = [asdict(one) for one in training_accounts(centre.accounts, book, options.district)]
    if options.drill:
        ready["identity"] = export_identity(centre)
    sys.stdout.write(json.dumps(ready) + "\n")
    sys.stdout.flush()


def _end_with_parent(server: uvicorn.Server) -> None:
    sys.stdin.buffer.read()
    server.should_exit = True


if __name__ == "__main__":
    sys.exit(main())
