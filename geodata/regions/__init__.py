"""Boundaries, their join with records, and what is known of each region."""
