"""Formulas: read, computed, and rewritten when the cells they name move."""
