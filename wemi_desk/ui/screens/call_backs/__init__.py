"""Da richiamare: promises by their day, and services that have not answered."""
