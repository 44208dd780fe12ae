"""The ledger of what happened when, and the lock that lets one worker act at a time."""
