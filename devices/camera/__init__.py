"""devices.camera."""
