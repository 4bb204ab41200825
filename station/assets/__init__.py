"""station.assets."""
