"""What is true about the service: plain Python."""
