"""Giornata: what was done today, what is still open, and closing the day."""
