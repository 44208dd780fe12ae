"""Sheets v4: spreadsheets, their cells and values, and every request of batchUpdate that the stand-in knows."""
