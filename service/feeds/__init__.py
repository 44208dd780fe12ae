"""Calendars that units subscribe to: the secret words in their addresses, and what stands in them."""
