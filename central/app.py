"""central.app."""
