"""`make bench`: every benchmark's table, measured here; name one to run it alone."""

from __future__ import annotations

import importlib
import sys

#: What there is; each module has `run(args) -> None` and prints its own table.
BENCHMARKS = ("cycle", "validate")


def main(arguments: list[str]) -> int:
    """Run the named benchmarks, or all."""
    names = [a for a in arguments if a in BENCHMARKS] or list(BENCHMARKS)
    for name in names:
        importlib.import_module(f"benchmarks.{name}").run([a for a in arguments if a not in BENCHMARKS])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
