"""A formula's tokens as a tree, by precedence: comparison < & < + - < * / < ^ < sign < %."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sandbox.sheets.formula import lexer
from sandbox.sheets.formula.values import FormulaError, Scalar

BINARY = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}


@dataclass(frozen=True)
class Literal:
    """A number, a text or a truth value."""

    value: Scalar


@dataclass(frozen=True)
class Failure:
    """An error written in the formula, as #REF! is after a deletion."""

    shown: str


@dataclass(frozen=True)
class Ref:
    """A cell or a range, as written: optional tab and span."""

    text: str


@dataclass(frozen=True)
class Operation:
    """An operator on one or two operands; a lone operand before `%` has the operator "%"."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class FunctionCall:
    """A function by its upper-case name."""

    name: str
    arguments: tuple[Node | None, ...]


@dataclass(frozen=True)
class Name:
    """A bare word: a named range, or a mistake."""

    text: str


Node = Literal | Failure | Ref | Operation | FunctionCall | Name


@lru_cache(maxsize=8192)
def parse(formula: str) -> Node:
    """Return the tree of `=…`. Raises FormulaError when it is no formula."""
    reader = _Reader([token for token in lexer.tokens(formula) if token.kind != "space"])
    node = reader.expression(0)
    if reader.at < len(reader.tokens):
        raise FormulaError("ERROR", "Formula parse error.")
    return node


class _Reader:
    def __init__(self, tokens: list[lexer.Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def take(self) -> lexer.Token:
        if self.at >= len(self.tokens):
            raise FormulaError("ERROR", "Formula parse error.")
        self.at += 1
        return self.tokens[self.at - 1]

    def expression(self, least: int) -> Node:
        left = self.unary()
        while BINARY.get(self.peek(), 0) > least:
            operator = self.take().text
            left = Operation(operator, (left, self.expression(BINARY[operator])))
        return left

    def unary(self) -> Node:
        if self.peek() in ("-", "+") and self.tokens[self.at].kind == "op":
            operator = self.take().text
            return Operation(operator, (self.unary(),))
        node = self.primary()
        while self.peek() == "%":
            self.take()
            node = Operation("%", (node,))
        return node

    def primary(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return Literal(float(token.text))
        if token.kind == "text":
            return Literal(token.text[1:-1].replace('""', '"'))
        if token.kind == "error":
            return Failure(token.text)
        if token.kind == "ref":
            return Ref(token.text)
        if token.kind == "name":
            return self.named(token.text)
        if token.text == "(":
            node = self.expression(0)
            self.close()
            return node
        raise FormulaError("ERROR", "Formula parse error.")

    def named(self, word: str) -> Node:
        if self.peek() == "(":
            self.take()
            return FunctionCall(word.upper(), tuple(self.arguments()))
        if word.upper() in ("TRUE", "FALSE"):
            return Literal(word.upper() == "TRUE")
        return Name(word)

    def arguments(self) -> list[Node | None]:
        found: list[Node | None] = []
        if self.peek() == ")":
            self.take()
            return found
        while True:
            found.append(None if self.peek() in (",", ";", ")") else self.expression(0))
            if self.peek() == ")":
                self.take()
                return found
            if self.take().text not in (",", ";"):
                raise FormulaError("ERROR", "Formula parse error.")

    def close(self) -> None:
        if self.take().text != ")":
            raise FormulaError("ERROR", "Formula parse error.")
