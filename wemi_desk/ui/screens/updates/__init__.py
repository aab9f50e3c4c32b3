"""Aggiornamento: which version runs, which one comes, and what waits meanwhile."""
