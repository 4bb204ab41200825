"""devices.signature."""
