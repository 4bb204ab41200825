"""station.problems."""
