"""Windows, closing, the frozen snapshot, and what changed after closing."""
