"""The faults that can be planted in a file, by cosmic-ray's operators; a fault in an annotation is none."""

from __future__ import annotations

import ast
import random
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names


@dataclass(frozen=True, order=True)
class Mutant:
    """One fault: the operator's `occurrence`-th place in the file at `path`."""

    path: str
    line: int
    column: int
    operator: str
    occurrence: int


def sample(root: Path, paths: Sequence[str], number: int, seed: int) -> list[Mutant]:
    """`number` mutants, each of another place of the files, drawn the same way for the same seed."""
    chance = random.Random(seed)
    places: dict[tuple[str, int, int], list[Mutant]] = defaultdict(list)
    for path in sorted(paths):
        for mutant in _of(path, (root / path).read_text("utf-8")):
            places[path, mutant.line, mutant.column].append(mutant)
    order = sorted(places)
    chance.shuffle(order)
    found: list[Mutant] = []
    for place in order:
        if len(found) == number:
            break
        mutant = chance.choice(places[place])
        if changes(root, mutant):
            found.append(mutant)
    return sorted(found)


def _of(path: str, source: str) -> Iterator[Mutant]:
    nodes = list(ast_nodes(get_ast(source)))
    for name in sorted(operator_names()):
        kind = get_operator(name)
        if kind.arguments():
            continue
        operator, occurrence = kind(), 0
        for node in nodes:
            for (line, column), _ in operator.mutation_positions(node):
                yield Mutant(path, line, column, name, occurrence)
                occurrence += 1


def changes(root: Path, mutant: Mutant) -> bool:
    """Whether the fault is one: what Python runs differs, annotations and docstrings aside."""
    source = (root / mutant.path).read_text("utf-8")
    mutated = apply(source, mutant)
    if mutated is None:
        return False
    try:
        return _meaning(source) != _meaning(mutated)
    except SyntaxError:
        return False


def apply(source: str, mutant: Mutant) -> str | None:
    """The source with the fault in it; None where it cannot be planted (an `except` of several)."""
    try:
        made: str | None = mutate_code(source, get_operator(mutant.operator)(), mutant.occurrence)
    except AttributeError:
        return None
    return made


def lines(source: str, mutant: Mutant) -> tuple[str, str] | None:
    """The first line that the fault changes, before and after; None where it cannot be planted."""
    planted = apply(source, mutant)
    if planted is None:
        return None
    pairs = zip(source.splitlines(), planted.splitlines(), strict=False)
    was, became = next(((a, b) for a, b in pairs if a != b), ("", ""))
    return was.strip(), became.strip()


def found_again(root: Path, survivor: Mapping[str, Any], taken: Collection[Mutant]) -> Mutant | None:
    """The fault of an earlier result in today's sources: the nearest that changes the same line to the same.

    `taken`: faults that others of that result were found as. None for one whose line is no longer there.
    """
    path = root / survivor["path"]
    source = path.read_text("utf-8") if path.exists() else ""
    same = [
        mutant
        for mutant in _of(survivor["path"], source)
        if mutant.operator == survivor["operator"] and mutant not in taken
    ]
    same.sort(key=lambda mutant: abs(mutant.line - survivor["line"]))
    sought = survivor["was"], survivor["became"]
    return next((mutant for mutant in same if lines(source, mutant) == sought), None)


class _Bare(ast.NodeTransformer):
    """Takes away what Python never evaluates under `from __future__ import annotations`."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if isinstance(node.value, ast.Constant):
            return ast.Pass()
        return self.generic_visit(node)


def _meaning(source: str) -> str:
    return ast.dump(_Bare().visit(ast.parse(source)))
