"""Help on the screen one is looking at, and the page of all keys."""
