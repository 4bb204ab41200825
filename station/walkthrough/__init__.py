"""station.walkthrough."""
