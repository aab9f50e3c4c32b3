"""Figures: speed, memory, recall. Run by dev.py bench."""
