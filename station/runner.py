"""station.runner."""
