"""station.store."""
