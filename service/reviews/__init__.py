"""Management reviews: what the standard wants looked at, the meetings, what they decided."""
