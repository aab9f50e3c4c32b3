"""A deterministic world of desks and a centre in which everything goes wrong. Run by dev.py simulate."""
