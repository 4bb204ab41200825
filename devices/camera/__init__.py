"""Cameras: the port, USB and network drivers, a simulator."""
