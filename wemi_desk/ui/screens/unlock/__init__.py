"""Sblocca: who is at this desk. Nothing about citizens."""
