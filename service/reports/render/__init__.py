"""Blocks to HTML, to plain text, to JSON."""
