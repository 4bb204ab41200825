"""Lists and minutes of a counter: as PDF to sign and as XLSX to count with. None of them shows a NIK."""
