"""station.widgets."""
