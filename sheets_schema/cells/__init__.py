"""One typed-in cell → its value, or what is wrong with it."""

from sheets_schema.cells.reader import Read, Reading, reader
from sheets_schema.cells.text import clean, fold, same

__all__ = ["Read", "Reading", "clean", "fold", "reader", "same"]
