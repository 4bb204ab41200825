"""The control channel of a simulation: one JSON command a line over a loopback socket, one JSON answer a line.

{"do": "place", "finger": 7, "quality": 0.8}   ->   {"ok": true, "finger": 7, "captures": 0, ...}
{"do": "dance"}                                ->   {"ok": false, "error": "..."}
"""

import asyncio
import json
from collections.abc import Awaitable, Callable

from devices.simulate.actor import Answer, BadCommand, Command
from devices.simulate.line import LOOPBACK

Obey = Callable[[Command], Awaitable[Answer]]


class ControlPort:
    """Listens for whoever directs the play: a test, the walkthrough, the simulator page."""

    def __init__(self, obey: Obey, port: int = 0) -> None:
        self._obey = obey
        self._port = port
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    async def open(self) -> str:
        """Begin to listen; gives `host:port`."""
        self._server = await asyncio.start_server(self._welcome, LOOPBACK, self._port)
        host, port = self._server.sockets[0].getsockname()
        return f"{host}:{port}"

    async def close(self) -> None:
        """Stop listening and end the talks."""
        if self._server is not None:
            self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.create_task(self._talk(reader, writer))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(json.dumps(await self._answer(line)).encode() + b"\n")
                await writer.drain()
        except ConnectionError:
            return  # who directed the play has left; the play goes on
        finally:
            writer.close()

    async def _answer(self, line: bytes) -> Answer:
        try:
            return {"ok": True, **await self._obey(parse_command(line))}
        except BadCommand as error:
            return {"ok": False, "error": str(error)}


def parse_command(line: bytes | str) -> Command:
    """One JSON object with a word under `do`; raises `BadCommand`."""
    try:
        command = json.loads(line)
    except ValueError as error:
        raise BadCommand(f"no JSON: {error}") from error
    return checked_command(command)


def checked_command(command: object) -> Command:
    """`command` if it is an object with a word under `do`; raises `BadCommand`."""
    if not isinstance(command, dict) or not isinstance(command.get("do"), str):
        raise BadCommand('a command is {"do": "...", ...}')
    return command
