"""Sheets v4: spreadsheets, their cells and values, and the requests of batchUpdate."""
