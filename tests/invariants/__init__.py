"""What must hold whoever does what in which order."""
