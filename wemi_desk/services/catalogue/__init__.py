"""The catalogue: finding services, orienting people, sending them on."""
