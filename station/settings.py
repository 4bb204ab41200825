"""station.settings."""
