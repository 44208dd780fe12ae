"""Sections of reports, a subject a file: each turns figures into blocks."""
