"""Forms v1: forms and their items, publishing, answers."""
