"""docs/plan.md held against the program: each row's test fails once its mechanism is switched off."""
