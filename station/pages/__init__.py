"""station.pages."""
