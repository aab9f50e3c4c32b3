"""Impostazioni: theme, text size, sounds, reader, lock."""
