"""A year of a made-up department, lived through the real programs by simulated people."""
