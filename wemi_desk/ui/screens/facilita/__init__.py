"""Facilita: files, what is to be put right, figures, names as registered."""
