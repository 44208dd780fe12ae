"""Sheets of other programs and of last year into the workbooks: read by header, shown first, then written."""
