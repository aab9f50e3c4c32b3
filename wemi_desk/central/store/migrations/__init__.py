"""The centre's schema history; LATEST is the revision this program works on (a test compares it with the scripts)."""

LATEST = "0004"
