"""Newer versions of this program: learnt of, fetched, and made ready for the next start."""
