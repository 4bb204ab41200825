"""Pictures and signs of the station; the typeface is the one of forms, so screen and paper agree."""
