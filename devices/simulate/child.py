"""A simulation as a child process, and the remote control for one that runs anywhere on this machine."""

import json
import socket
import subprocess
import sys
from collections.abc import Sequence
from typing import IO, Any

from devices.simulate.actor import Answer, BadCommand

CONNECT_S = 5.0
ANSWER_S = 60.0
END_S = 5.0


class Remote:
    """The control channel of a running simulation, at the `control` address of its ready line."""

    def __init__(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        self._socket = socket.create_connection((host, int(port)), CONNECT_S)
        self._socket.settimeout(ANSWER_S)
        self._answers = self._socket.makefile("rb")

    def do(self, what: str, **facts: Any) -> Answer:
        """Give one command and wait until it is done; raises `BadCommand`, and OSError when the simulation is gone."""
        self._socket.sendall(json.dumps({"do": what, **facts}).encode() + b"\n")
        line = self._answers.readline()
        if not line:
            raise ConnectionResetError("the simulation has ended")
        answer: Answer = json.loads(line)
        if not answer.pop("ok"):
            raise BadCommand(answer["error"])
        return answer

    def close(self) -> None:
        """Leave; the simulation goes on."""
        self._answers.close()
        self._socket.close()


class SimulatorProcess:
    """A child process with one simulated device. It ends with us, even if we are killed: it watches its stdin.

    `arguments` are those of `python -m devices.simulate`, beginning with the kind. A context manager.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        command = [sys.executable, "-m", "devices.simulate", *arguments, "--parent"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        line = _pipe(self._process.stdout).readline()
        if not line:
            self.stop()
            raise ChildProcessError(f"the simulation ended with {self._process.returncode}: {' '.join(arguments)}")
        ready = json.loads(line)
        self.uri: str = ready["ready"]
        self.control: str = ready["control"]
        self.pid = self._process.pid

    def remote(self) -> Remote:
        """Its remote control; the caller closes it."""
        return Remote(self.control)

    def stop(self) -> None:
        """End it and wait for its end; a second call does nothing."""
        _pipe(self._process.stdin).close()
        try:
            self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        _pipe(self._process.stdout).close()

    def __enter__(self) -> "SimulatorProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ChildProcessError("the simulation was started without pipes")
    return pipe
