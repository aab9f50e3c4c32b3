"""Catalogo pratiche: the types of paperwork as the city's staff prepares and publishes them."""
