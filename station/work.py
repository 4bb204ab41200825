"""station.work."""
