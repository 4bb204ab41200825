"""central.console."""
