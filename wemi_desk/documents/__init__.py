"""Papers for citizens."""
