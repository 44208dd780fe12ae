"""Figures to documents: a report is blocks; `render` turns blocks into HTML, text or JSON. Pure."""
