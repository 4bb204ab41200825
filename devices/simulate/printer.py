"""A simulated card printer; it keeps no document, for documents hold personal data."""

from devices.printer.ipp_simulator import IppSimulator
from devices.simulate.line import LOOPBACK
from devices.simulate.served import ServedKind


def build(port: int, seed: int) -> IppSimulator:
    """The printer with serial number SIM-`seed`."""
    return IppSimulator(LOOPBACK, port, serial=f"SIM-{seed:04d}")


KIND = ServedKind(build)
