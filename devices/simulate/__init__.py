"""Simulated devices on real wires: `python -m devices.simulate KIND --tcp 127.0.0.1:0` or `--pty`.

A simulated device is a model (bytes in, bytes out), a desk (the person who lays fingers on it or signs), a wire (the
faults between) and a line (pty or loopback socket). They run on one event loop: as a process, or in a thread of a test.
"""
