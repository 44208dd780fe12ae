"""The turn of the year: opened from the last one, what is open carried over, the old workbooks locked."""
