"""Catalogo (F6): services, orientations and referrals."""
