"""Coda: who waits, who was called; arrivals."""
