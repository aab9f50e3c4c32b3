"""Bozze: work left open, by its author alone."""
