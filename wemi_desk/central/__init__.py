"""The central server: what desks push to, pull from and obey."""
