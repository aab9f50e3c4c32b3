"""Invio dati: what waits, what came back, what arrived."""
