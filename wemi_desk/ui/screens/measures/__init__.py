"""Misure: what the city's staff prepares, tries out and publishes."""
