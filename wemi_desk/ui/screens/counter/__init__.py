"""Sportello: the visit, what happened before and what is written now."""
