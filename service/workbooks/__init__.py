"""Workbooks: how tables are laid out as tabs, made and shared, read, checked, and marked where wrong."""
