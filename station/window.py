"""station.window."""
