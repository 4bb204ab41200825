"""devices.printer."""
