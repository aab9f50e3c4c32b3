"""How desk and centre come to agree."""
