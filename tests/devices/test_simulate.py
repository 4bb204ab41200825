"""The simulators as processes: how they are found, directed, timed, and how they end."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from devices.errors import NotFound, TransportError
from devices.fingerprint.sfm import open_sfm
from devices.signature.isdv4 import open_isdv4
from devices.simulate.__main__ import main
from devices.simulate.actor import BadCommand
from devices.simulate.child import Remote, SimulatorProcess
from devices.simulate.host import Simulation
from devices.simulate.line import TcpLine
from devices.simulate.pen import KIND as PEN
from devices.simulate.scenario import read_scenario
from devices.simulate.stage import on_stage
from devices.uri import DeviceUri
from tests.devices.stages import FINGER, WIRES, staged

FINGERPRINT = ["fingerprint", "--tcp", "127.0.0.1:0"]
SIGNATURE = ["signature", "--tcp", "127.0.0.1:0"]


def gone(pid: int) -> bool:
    """Whether no process, or only a dead one that nobody has waited for, has this id."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until(true, seconds=10):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        threading.Event().wait(0.02)
    return true()


@pytest.mark.parametrize("wire", [["--tcp", "127.0.0.1:0"], *([["--pty"]] if "pty" in WIRES else [])])
def test_a_pad_as_a_process_is_announced_found_and_directed(wire, tmp_path):
    notice = tmp_path / "pad.json"
    with SimulatorProcess(["signature", *wire, "--announce", str(notice)]) as process:
        assert json.loads(notice.read_text()) == {
            "ready": process.uri,
            "control": process.control,
            "kind": "signature",
            "pid": process.pid,
        }
        pad = open_isdv4(DeviceUri.parse(process.uri))
        remote = process.remote()
        signing = threading.Thread(target=remote.do, args=["sign"], kwargs={"seed": 4, "speed": 50})
        signing.start()
        assert next(pad.points(threading.Event())).down
        signing.join()
        assert remote.do("state")["signatures"] == 1
        remote.close()
        pad.close()
    assert gone(process.pid)


def test_a_scanner_as_a_process_needs_no_drawing_to_identify():
    with SimulatorProcess(FINGERPRINT) as process:
        scanner = open_sfm(DeviceUri.parse(process.uri))
        assert scanner.identify().serial == "51A00001"
        scanner.close()


def test_unplugged_and_replugged_it_has_the_same_address():
    with SimulatorProcess(SIGNATURE) as process:
        remote, address = process.remote(), DeviceUri.parse(process.uri)
        assert remote.do("unplug") == {"plugged": False}
        with pytest.raises(NotFound):
            open_isdv4(address)
        assert remote.do("replug") == {"plugged": True}
        open_isdv4(address).close()
        remote.close()


BAD = [
    "no json",
    "[]",
    '{"do": 7}',
    '{"do": "dance"}',
    '{"do": "sign", "strokes": [[]]}',
    '{"do": "sign", "strokes": 5}',
]


def test_a_bad_command_is_answered_and_the_play_goes_on():
    with SimulatorProcess(SIGNATURE) as process:
        remote = process.remote()
        for line in BAD:
            remote._socket.sendall(line.encode() + b"\n")
            answer = json.loads(remote._answers.readline())
            assert (answer["ok"], bool(answer["error"])) == (False, True)
        assert remote.do("state")["sampling"] is False
        remote.close()


@pytest.mark.parametrize(
    "facts",
    [
        {"do": "place"},
        {"do": "place", "finger": 11},
        {"do": "place", "finger": 1, "quality": 2},
        {"do": "refuse", "answer": "sneeze"},
        {"do": "auto", "order": [0]},
        {"do": "noise", "bytes": -1},
        {"do": "identity", "seed": "me"},
    ],
)
def test_a_command_with_bad_facts_names_them(facts, tmp_path):
    with staged(FINGER, "tcp", tmp_path) as stage, pytest.raises(BadCommand):
        stage.do(facts.pop("do"), **facts)


def test_a_scenario_is_played_by_its_times(tmp_path):
    scenario = tmp_path / "play.json"
    scenario.write_text(json.dumps([{"at": 0.3, "do": "unplug"}, {"at": 0.1, "do": "identity", "seed": 77}]))
    assert [cue.at_s for cue in read_scenario(scenario)] == [0.1, 0.3]
    with SimulatorProcess([*SIGNATURE, "--scenario", str(scenario)]) as process:
        remote = process.remote()
        assert wait_until(lambda: remote.do("state")["seed"] == 77)
        assert wait_until(lambda: refused(process.uri))
        remote.close()


def refused(uri):
    try:
        open_isdv4(DeviceUri.parse(uri)).close()
    except TransportError:
        return True
    return False


@pytest.mark.parametrize("text", ["{", "{}", '[{"at": 1}]', '[{"do": "lift", "at": -1}]'])
def test_a_scenario_that_is_none_ends_the_program(text, tmp_path, capsys):
    scenario = tmp_path / "play.json"
    scenario.write_text(text)
    assert main([*SIGNATURE, "--scenario", str(scenario)]) == 2
    assert capsys.readouterr().err


def test_nothing_but_the_loopback_is_offered(capsys):
    with pytest.raises(SystemExit):
        main(["signature", "--tcp", "0.0.0.0:5000"])
    assert "127.0.0.1 only" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_a_simulator_dies_with_its_killed_parent():
    program = (
        "import os, signal; from devices.simulate.child import SimulatorProcess;"
        f"print(SimulatorProcess({SIGNATURE!r}).pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    parent = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert parent.returncode == -signal.SIGKILL
    assert wait_until(lambda: gone(int(parent.stdout)))


@pytest.mark.skipif("pty" not in WIRES, reason="there is no pty on Windows")
def test_a_terminated_simulator_takes_its_link_away(tmp_path):
    link = tmp_path / "pad"
    process = SimulatorProcess(["signature", "--pty", "--link", str(link)])
    assert link.is_symlink()
    os.kill(process.pid, signal.SIGTERM)
    assert wait_until(lambda: not link.is_symlink())
    process.stop()


def test_the_simulation_is_over_for_a_remote_that_stays():
    process = SimulatorProcess(SIGNATURE)
    remote = process.remote()
    process.stop()
    with pytest.raises((ConnectionResetError, BrokenPipeError)):
        remote.do("state")
    remote.close()


def test_a_simulation_on_stage_has_a_control_port_too():
    with on_stage(Simulation(PEN, TcpLine(), seed=3)) as stage:
        remote = Remote(stage.control)
        assert remote.do("state")["seed"] == 3
        remote.close()


def test_a_port_that_is_taken_is_told():
    with on_stage(Simulation(PEN, TcpLine())) as stage:
        port = DeviceUri.parse(stage.uri).port
        with pytest.raises(OSError, match="in use"), on_stage(Simulation(PEN, TcpLine(port))):
            pass
