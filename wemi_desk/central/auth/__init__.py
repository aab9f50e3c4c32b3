"""Who may speak to the centre, and for whom."""
