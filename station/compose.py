"""station.compose."""
