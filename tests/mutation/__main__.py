"""Plant a seeded sample of faults and count those the unit tests see: `make mutants`.

    python -m tests.mutation [--sample 300] [--seed 1] [--workers 2] [--out FILE.json]
    python -m tests.mutation --again FILE.json [--workers 2] [--out FILE.json]

`--again` plants only the survivors of an earlier result, wherever their lines stand today, and adds up.
Each worker has a copy of the program. A fault is killed when a test fails, or the tests take far too long.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from tests.mutation.mutants import Mutant, apply, found_again, lines, sample

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("sheets_schema", "service", "jobs", "sandbox", "demo", "tests", "docs", "benchmarks")
#: What faults are planted in → the tests that must see them.
PARTS: dict[str, Sequence[str]] = {
    "sheets_schema/cells": ["tests/sheets_schema"],
    "sheets_schema/rules": ["tests/sheets_schema"],
    "service/figures": ["tests/figures"],
    "service/duties": ["tests/duties"],
}
#: They compare generated pages, or need a browser: not unit tests of these parts.
LEFT_OUT = ("test_documents.py",)
LONGEST_SECONDS = 120


def files() -> list[str]:
    """The files faults are planted in."""
    found = [path for part in PARTS for path in (ROOT / part).rglob("*.py")]
    return [str(path.relative_to(ROOT)) for path in found if path.name != "__init__.py"]


def is_seen(copy: Path, mutant: Mutant | None) -> bool:
    """Whether a test of the part fails with the fault (None: without any) in the copy."""
    every = sorted({test for tests in PARTS.values() for test in tests})
    tests = PARTS[_part(mutant.path)] if mutant else every
    path = copy / mutant.path if mutant else None
    source = path.read_text("utf-8") if path else ""
    if path and mutant:
        path.write_text(apply(source, mutant) or "", encoding="utf-8")
    ignored = [f"--ignore={test}/{name}" for test in tests for name in LEFT_OUT]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-n0",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
    ]
    try:
        done = subprocess.run(
            [*command, *ignored, *tests],
            cwd=copy,
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
        return done.returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        if path:
            path.write_text(source, encoding="utf-8")
            _forget(copy, path)


def _forget(copy: Path, path: Path) -> None:
    """Drop what was compiled of the fault: put right within the same second, the file would pass for it."""
    kept = copy / ".pytest_cache" / "bytecode" / path.parent.relative_to(path.anchor)
    for compiled in kept.glob(f"{path.stem}.*.pyc"):
        compiled.unlink()


def run(mutants: Sequence[Mutant], workers: int) -> dict[Mutant, bool]:
    """Each mutant, and whether it was seen."""
    with tempfile.TemporaryDirectory() as folder:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(workers):
            copies.put(_copy(Path(folder) / str(number)))
        first = copies.get()
        if is_seen(first, None):
            raise SystemExit("the tests fail without any fault planted")
        copies.put(first)

        def one(mutant: Mutant) -> bool:
            copy = copies.get()
            try:
                return is_seen(copy, mutant)
            finally:
                copies.put(copy)

        found: dict[Mutant, bool] = {}
        with ThreadPoolExecutor(workers) as pool:
            for number, (mutant, seen) in enumerate(zip(mutants, pool.map(one, mutants), strict=True), 1):
                found[mutant] = seen
                word = "killed" if seen else "SURVIVED"
                print(
                    f"{number}/{len(mutants)} {word} {mutant.path}:{mutant.line} {mutant.operator}",
                    flush=True,
                )
        return found


def _copy(target: Path) -> Path:
    for name in COPIED:
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "Makefile"):
        shutil.copy(ROOT / name, target / name)
    return target


def told(found: dict[Mutant, bool]) -> dict[str, Any]:
    """The outcome by part, and the survivors with their lines as they stand without the fault."""
    parts = {part: Counter[bool]() for part in PARTS}
    for mutant, seen in found.items():
        parts[_part(mutant.path)][seen] += 1
    survivors = []
    for mutant in (mutant for mutant, seen in found.items() if not seen):
        was, became = lines((ROOT / mutant.path).read_text("utf-8"), mutant) or ("", "")
        survivors.append({**asdict(mutant), "was": was, "became": became})
    killed = sum(found.values())
    counts = {part: {"killed": count[True], "of": count.total()} for part, count in parts.items()}
    return {"killed": killed, "of": len(found), "parts": counts, "survivors": survivors}


def again(earlier: Mapping[str, Any], workers: int) -> dict[str, Any]:
    """The earlier outcome with its survivors planted again; those whose lines are gone count no more."""
    there: list[Mutant] = []
    gone = []
    for survivor in earlier["survivors"]:
        mutant = found_again(ROOT, survivor, there)
        if mutant is None:
            gone.append(survivor)
            print(f"gone {survivor['path']}: {survivor['was']}", flush=True)
        else:
            there.append(mutant)
    now = told(run(there, workers))
    parts = {}
    for part, before in earlier["parts"].items():
        lost = sum(_part(survivor["path"]) == part for survivor in gone)
        killed = before["killed"] + now["parts"][part]["killed"]
        parts[part] = {"killed": killed, "of": before["of"] - lost}
    return {
        "killed": earlier["killed"] + now["killed"],
        "of": earlier["of"] - len(gone),
        "parts": parts,
        "survivors": now["survivors"],
        "gone": gone,
    }


def _part(path: str) -> str:
    return next(part for part in PARTS if path.startswith(f"{part}/"))


def main() -> None:
    """Run and print; fails below 85 % killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--again", type=Path, help="an earlier result, whose survivors are planted again")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    if given.again:
        result = again(json.loads(given.again.read_text("utf-8")), given.workers)
    else:
        result = told(run(sample(ROOT, files(), given.sample, given.seed), given.workers))
    if given.out:
        given.out.write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    named = {name: len(result[name]) for name in ("survivors", "gone") if name in result}
    print(json.dumps({**result, **named}))
    if result["killed"] < 0.85 * result["of"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
