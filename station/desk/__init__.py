"""station.desk."""
