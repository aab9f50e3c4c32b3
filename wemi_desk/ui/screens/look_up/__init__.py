"""Cerca negli altri spazi: a person known elsewhere, with a reason, for a while."""
