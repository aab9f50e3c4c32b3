"""What an act does at the centre, and what a desk is told; no HTTP here."""
