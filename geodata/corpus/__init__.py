"""Files to documents: reading, cleaning with a map back to the raw text, splitting."""
