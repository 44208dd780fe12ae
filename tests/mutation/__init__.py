"""Mutation testing: a seeded sample of small faults planted one by one; the unit tests must see them."""
