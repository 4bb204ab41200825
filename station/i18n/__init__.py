"""station.i18n."""
