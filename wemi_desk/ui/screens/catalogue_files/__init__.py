"""Aggiorna il catalogo: from a file to the next edition, and out again."""
