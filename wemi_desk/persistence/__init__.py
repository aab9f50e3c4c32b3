"""The encrypted store."""
