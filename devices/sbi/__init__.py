"""devices.sbi."""
