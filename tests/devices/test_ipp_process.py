"""The simulated card printer as a process of its own."""

import json

import pytest

from devices.errors import NotFound
from devices.printer.ipp import IppPrinter
from devices.simulate.actor import BadCommand
from devices.simulate.child import SimulatorProcess
from tests.devices.printers import CARD, PDF, ended, eventually


def test_a_printer_as_a_process_is_found_and_directed(tmp_path):
    scenario = tmp_path / "play.json"
    scenario.write_text(json.dumps([{"at": 0.2, "do": "ribbon", "left": 10}]))
    with SimulatorProcess(["printer", "--tcp", "127.0.0.1:0", "--seed", "7", "--scenario", str(scenario)]) as process:
        printer, remote = IppPrinter(process.uri, timeout_s=5), process.remote()
        assert printer.identify().serial == "SIM-0007"
        assert remote.do("pace", card_s=0.05)["online"] is True
        assert ended(printer, printer.submit(PDF, name="D-2611-0418", media=CARD)).printed
        assert eventually(lambda: printer.state().reasons, bool) == ("marker-supply-low",)
        with pytest.raises(BadCommand):
            remote.do("pace", card_s=0)
        remote.do("offline")
        with pytest.raises(NotFound):
            printer.state()
        remote.close()
