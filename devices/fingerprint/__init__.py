"""devices.fingerprint."""
