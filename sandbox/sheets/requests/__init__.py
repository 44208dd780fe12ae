"""The requests of batchUpdate, a family a file."""
