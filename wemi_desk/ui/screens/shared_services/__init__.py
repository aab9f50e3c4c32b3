"""Condivisi: what families want together, the groups found for them, and how each group lives."""
