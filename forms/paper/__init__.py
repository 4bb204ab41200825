"""The forms of Permendagri 6/2026 (amending 109/2019), filled or blank: A4, box by box after the official sheets."""
