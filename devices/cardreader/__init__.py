"""devices.cardreader."""
