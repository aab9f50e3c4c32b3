"""Collegamento: a desk that stood alone gets to know its central system."""
