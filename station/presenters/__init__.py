"""station.presenters."""
