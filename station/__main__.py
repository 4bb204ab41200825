"""station.__main__."""
