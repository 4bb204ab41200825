"""station.cli."""
