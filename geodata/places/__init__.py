"""Names of places: the gazetteer, and toponyms found in text and resolved against it."""
