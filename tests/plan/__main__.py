"""Run each test of docs/plan.md as it is, then with its mechanism off: `make plan`.

Fails when a test does not fail then.

    python -m tests.plan [NUMBER …]
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from tests.plan.page import ROOT, Row, rows

#: What pytest ends with when tests ran and some failed; another number means that it could not run them.
FAILED = 1


def outcome(test: str, switch: str = "") -> int:
    """pytest's exit code for one test, with a mechanism switched off or none."""
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:randomly", "-p", "no:cacheprovider"]
    command += ["-p", "tests.plan.off"] if switch else []
    environment = {**os.environ, "QMS_PLAN_OFF": switch}
    done = subprocess.run([*command, test], cwd=ROOT, env=environment, capture_output=True, check=False)
    return done.returncode


def wrong(row: Row) -> str:
    """What is wrong with a row: "" when its test passes, and fails without the mechanism."""
    if outcome(row.test) != 0:
        return "its test does not pass"
    return "" if outcome(row.test, row.switch) == FAILED else "its test does not fail with the mechanism off"


def main(numbers: Iterable[str]) -> int:
    """Try the rows of these numbers, or all."""
    wanted = set(numbers)
    chosen = [row for row in rows() if not wanted or row.number in wanted]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(wrong, chosen))
    for row, said in zip(chosen, found, strict=True):
        print(f"{row.number:>2} {said or 'ok'}: {row.said} ({row.switch})")
    return int(any(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
