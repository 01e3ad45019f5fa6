"""The atlas as a library: text to placed records, records to regions."""
