"""Cittadini: the list of everybody, and the card of who is at the desk."""
